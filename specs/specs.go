// Package specs is the contract that both halves of Ringer read: for each
// provider an OpenAPI document, a ledger of claims and a world, and for all of
// them the phone book and the document of the control port. It holds data and
// the code that loads it strictly.
//
// Start with [Load]. What it returns is shared and must not be modified. The
// package serves nothing, sends nothing and judges nobody.
package specs

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Files holds the data of all providers, the phone book and the document of
// the control port, as they stand in this folder.
//
//go:embed *.yaml */*.yaml
var Files embed.FS

// Names lists the providers of Files in alphabetical order.
func Names() []string { return namesIn(Files) }

// Load reads one provider of Files.
func Load(name string) (*Provider, error) { return LoadFrom(Files, name) }

// LoadFrom reads the provider that files holds in the folder called name:
// openapi.yaml, claims.yaml and world.yaml, and chaos.yaml where there is one.
// Its errors name file and line.
func LoadFrom(files fs.FS, name string) (*Provider, error) {
	if _, err := fs.Stat(files, path.Join(name, "openapi.yaml")); err != nil {
		return nil, fmt.Errorf("load provider %s: no %s/openapi.yaml%s", name, name, Hint(name, namesIn(files)))
	}
	provider := &Provider{Name: name}
	for _, step := range []func(fs.FS) error{provider.readLedger, provider.readDocument, provider.readWorld, provider.readFreedoms} {
		if err := step(files); err != nil {
			return nil, fmt.Errorf("load provider %s: %w", name, err)
		}
	}
	return provider, nil
}

// LoadControl reads the OpenAPI document of the control port.
func LoadControl() (*openapi3.T, error) {
	root, err := readYAML(Files, "control.yaml")
	if err != nil {
		return nil, fmt.Errorf("load the control port: %w", err)
	}
	document, err := compile(root)
	if err == nil {
		err = validate(document, root)
	}
	if err == nil {
		err = checkExamples(document, root)
	}
	if err != nil {
		return nil, fmt.Errorf("load the control port: %w", err)
	}
	return document, nil
}

func namesIn(files fs.FS) []string {
	found, _ := fs.Glob(files, "*/openapi.yaml") // the pattern is well-formed, so there is no error
	var names []string
	for _, file := range found {
		names = append(names, path.Dir(file))
	}
	slices.Sort(names)
	return names
}
