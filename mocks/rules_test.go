package mocks_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

const module = "github.com/ringer-mock/ringer"

// A file is one Go file of the module, tests and testdata left out.
type file struct {
	folder string // slash-separated, from the module's root
	name   string
	set    *token.FileSet
	syntax *ast.File
}

// at says where a node stands, in the form that editors open.
func (f file) at(node ast.Node) string {
	return fmt.Sprintf("%s:%d", path.Join(f.folder, f.name), f.set.Position(node.Pos()).Line)
}

// under tells whether the file lies in a folder, or below it.
func (f file) under(folder string) bool {
	return f.folder == folder || strings.HasPrefix(f.folder, folder+"/")
}

func readFiles(t *testing.T) []file {
	t.Helper()
	var files []file
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || name != "." && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		syntax, err := parser.ParseFile(set, filepath.Join("..", filepath.FromSlash(name)), nil, parser.SkipObjectResolution)
		files = append(files, file{path.Dir(name), path.Base(name), set, syntax})
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// An imported is one line of an import declaration.
type imported struct {
	path string
	at   string
}

func (f file) imports() []imported {
	var list []imported
	for _, spec := range f.syntax.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			list = append(list, imported{name, f.at(spec)})
		}
	}
	return list
}

// lies tells whether an import path is a folder of this module, or below it.
func (i imported) lies(folder string) bool {
	return i.path == module+"/"+folder || strings.HasPrefix(i.path, module+"/"+folder+"/")
}

func TestTheHalvesDoNotKnowEachOther(t *testing.T) {
	forbidden := []struct{ from, to string }{
		{"conformance", "mocks"},
		{"mocks", "conformance"},
		{"mocks", "scenarios"},
		{"inbox", "mocks"},
		{"inbox", "conformance"},
		{"specs", "mocks"},
		{"specs", "conformance"},
		{"specs", "scenarios"},
	}
	for _, f := range readFiles(t) {
		for _, i := range f.imports() {
			for _, law := range forbidden {
				if f.under(law.from) && i.lies(law.to) {
					t.Errorf("%s: %s imports %s: %s never imports %s", i.at, f.folder, i.path, law.from, law.to)
				}
			}
		}
	}
}

func TestNoProviderKnowsAnother(t *testing.T) {
	for _, f := range readFiles(t) {
		for _, i := range f.imports() {
			for _, owner := range mocks.Names() {
				for _, other := range mocks.Names() {
					if owner != other && f.under("mocks/"+owner) && i.lies("mocks/"+other) {
						t.Errorf("%s: %s imports %s: what both need belongs into mocks/engine or mocks/call", i.at, owner, other)
					}
				}
			}
			shared := f.under("mocks/engine") || f.under("mocks/call")
			for _, name := range mocks.Names() {
				if shared && i.lies("mocks/"+name) {
					t.Errorf("%s: %s imports a provider, %s", i.at, f.folder, name)
				}
			}
		}
	}
}

func TestACallIsAValueAndKnowsNoProtocol(t *testing.T) {
	for _, f := range readFiles(t) {
		for _, i := range f.imports() {
			if f.under("mocks/call") && (i.path == "net/http" || strings.HasPrefix(i.path, "github.com/getkin/kin-openapi/")) {
				t.Errorf("%s: mocks/call imports %s", i.at, i.path)
			}
		}
	}
}

// Whoever tests with our fakes gets these into his go.mod, and no others.
func TestTheFakesNeedFewOthers(t *testing.T) {
	welcome := []string{
		"github.com/getkin/kin-openapi",
		"github.com/gorilla/mux",
		"github.com/brianvoe/gofakeit/v6",
		"go.yaml.in/yaml/v4",
		"github.com/golang-jwt/jwt/v5",
		"github.com/coder/websocket",
		"code.dny.dev/ssrf",
	}
	byFolder := map[string][]file{}
	for _, f := range readFiles(t) {
		byFolder[f.folder] = append(byFolder[f.folder], f)
	}
	var reached []string
	for folder := range byFolder {
		if folder == "mocks" || strings.HasPrefix(folder, "mocks/") {
			reached = append(reached, folder)
		}
	}
	slices.Sort(reached)
	for n := 0; n < len(reached); n++ { // grows by what is imported from this module
		for _, f := range byFolder[reached[n]] {
			for _, i := range f.imports() {
				first, _, _ := strings.Cut(i.path, "/")
				folder, ours := strings.CutPrefix(i.path, module+"/")
				switch {
				case ours && !slices.Contains(reached, folder):
					reached = append(reached, folder)
				case ours, !strings.Contains(first, "."): // the standard library
				case !slices.ContainsFunc(welcome, func(w string) bool { return i.path == w || strings.HasPrefix(i.path, w+"/") }):
					t.Errorf("%s: %s needs %s, which is not on the list", i.at, f.folder, i.path)
				}
			}
		}
	}
}

// Shared code knows providers by their documents alone.
func TestSharedCodeNamesNothingOfAProvider(t *testing.T) {
	words := map[string]string{}
	var names []string
	for _, name := range specs.Names() {
		provider, err := specs.Load(name)
		require.NoError(t, err)
		names = append(names, regexp.QuoteMeta(name))
		for _, operation := range provider.Operations() {
			words[operation.ID] = "an operation of " + name
			words[operation.Path] = "a path of " + name
		}
		for _, event := range provider.Events() {
			words[event.Name] = "an event of " + name
		}
	}
	named := regexp.MustCompile(`(?i)\b(` + strings.Join(names, "|") + `)\b`)
	for _, f := range readFiles(t) {
		if !f.under("mocks/engine") && !f.under("mocks/call") && !f.under("conformance") && !f.under("cmd") {
			continue
		}
		ast.Inspect(f.syntax, func(node ast.Node) bool {
			if _, ok := node.(*ast.ImportSpec); ok {
				return false
			}
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				return true
			}
			if what, ok := words[text]; ok {
				t.Errorf("%s: %q is %s", f.at(literal), text, what)
			}
			if name := named.FindString(text); name != "" {
				t.Errorf("%s: %q names a provider, %s", f.at(literal), text, name)
			}
			return true
		})
	}
}

// Time is an argument everywhere else, so that a sandbox's clock decides.
func TestOnlyTheClocksLookAtTheWallClock(t *testing.T) {
	wall := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	for _, f := range readFiles(t) {
		clock := f.folder == "mocks/engine" && f.name == "clock.go" || f.folder == "conformance"
		name := f.nameOf("time")
		if clock || name == "" {
			continue
		}
		ast.Inspect(f.syntax, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := selector.X.(*ast.Ident); ok && of.Name == name && slices.Contains(wall, selector.Sel.Name) {
				t.Errorf("%s: time.%s outside the engine's clock", f.at(selector), selector.Sel.Name)
			}
			return true
		})
	}
}

// nameOf is what the file calls a package, "" if it does not import it.
func (f file) nameOf(of string) string {
	for _, spec := range f.syntax.Imports {
		if spec.Path.Value != strconv.Quote(of) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(of)
	}
	return ""
}

// Who knows one provider's folder finds the way in all of them.
func TestEveryProviderHasItsFiveFilesAndItsData(t *testing.T) {
	assert.ElementsMatch(t, specs.Names(), mocks.Names(), "specs and mocks disagree on what providers there are")
	for _, name := range mocks.Names() {
		for _, part := range []string{"provider.go", "calls.go", "wire.go", "callbacks.go", "quirks.go"} {
			assert.FileExists(t, filepath.Join(name, part))
		}
		found, err := filepath.Glob(filepath.Join("..", "scenarios", name, "*.yaml"))
		assert.NoError(t, err)
		assert.NotEmpty(t, found, "no scenario judges %s", name)
	}
}
