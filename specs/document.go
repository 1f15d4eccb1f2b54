package specs

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// readDocument needs the ledger, which the document is checked against.
func (p *Provider) readDocument(files fs.FS) error {
	root, err := readYAML(files, path.Join(p.Name, "openapi.yaml"))
	if err != nil {
		return err
	}
	if p.Document, err = compile(root); err != nil {
		return err
	}
	if p.Bases, err = bases(root.at("servers"), p.Document.Servers); err != nil {
		return err
	}
	p.Document.Servers = nil
	for _, step := range []func(source) error{
		p.collectOperations, p.validate, p.collectEvents, p.collectSecurity, p.checkNames, p.checkClaims, p.checkChoices,
		p.collectSubjects,
	} {
		if err := step(root); err != nil {
			return err
		}
	}
	return checkExamples(p.Document, root)
}

// compile turns the file into a document whose references are resolved.
func compile(root source) (*openapi3.T, error) {
	if root.child("paths").node == nil {
		return nil, root.errorf("no paths")
	}
	if err := checkReferences(root, root); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := root.toJSON(&text); err != nil {
		return nil, err
	}
	document, err := openapi3.NewLoader().LoadFromData(text.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", root.file, err)
	}
	if !strings.HasPrefix(document.OpenAPI, "3.0.") {
		return nil, root.at("openapi").errorf("openapi is %s, want 3.0.3: bodies of later versions are checked about a hundred times slower", document.OpenAPI)
	}
	document.SetStringFormatValidators(formats())
	return document, nil
}

// bases are the paths of a document's servers, each once.
func bases(at source, servers openapi3.Servers) ([]string, error) {
	if len(servers) == 0 {
		return []string{""}, nil
	}
	var paths []string
	for _, server := range servers {
		address, err := url.Parse(server.URL)
		if err != nil || strings.ContainsAny(server.URL, "{}") {
			return nil, at.errorf("%s is no URL without variables", server.URL)
		}
		if base := strings.TrimRight(address.Path, "/"); !slices.Contains(paths, base) {
			paths = append(paths, base)
		}
	}
	return paths, nil
}

// validate asks the library whether the document is an OpenAPI document. The
// names come first: of two that are the same it does not know the line.
func (p *Provider) validate(root source) error { return validate(p.Document, root) }

func validate(document *openapi3.T, root source) error {
	if err := document.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		return fmt.Errorf("%s: %w", root.file, err)
	}
	return nil
}

// methods are the keys of a path item that are operations.
func methods() []string {
	return []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}
}

func (p *Provider) collectOperations(root source) error {
	paths, err := root.at("paths").members()
	if err != nil {
		return err
	}
	for _, item := range paths {
		verbs, err := item.value.members()
		if err != nil {
			return err
		}
		for _, verb := range verbs {
			if !slices.Contains(methods(), verb.key.node.Value) {
				continue
			}
			operation := newOperation(p.Document, verb.key.node.Value, item.key.node.Value)
			if err := p.addOperation(operation); err != nil {
				return verb.value.at("operationId").errorf("%w", err)
			}
		}
	}
	return nil
}

func (p *Provider) collectEvents(root source) error {
	for _, operation := range p.operations {
		callbacks := root.at("paths", operation.Path, strings.ToLower(operation.Method), "callbacks")
		if len(operation.Spec.Callbacks) == 0 {
			continue
		}
		if err := p.addEvents(callbacks, operation.ID, operation.Spec.Callbacks); err != nil {
			return err
		}
	}
	if len(p.Document.Components.Callbacks) == 0 {
		return nil
	}
	return p.addEvents(root.at("components", "callbacks"), "", p.Document.Components.Callbacks)
}

func (p *Provider) addEvents(callbacks source, operation string, declared openapi3.Callbacks) error {
	members, err := callbacks.members()
	if err != nil {
		return err
	}
	for _, m := range members {
		events := newEvents(m.key.node.Value, operation, declared[m.key.node.Value].Value)
		if len(events) != 1 {
			return m.key.errorf("the event %s needs one address with a post, got %d", m.key.node.Value, len(events))
		}
		if err := p.addEvent(events[0]); err != nil {
			return m.key.errorf("%w", err)
		}
	}
	return nil
}

func (p *Provider) collectSecurity(root source) error {
	for _, operation := range p.operations {
		needed := p.Document.Security
		if operation.Spec.Security != nil {
			needed = *operation.Spec.Security
		}
		if len(needed) == 0 {
			continue
		}
		for _, name := range sorted(needed[0]) {
			spec := p.Document.Components.SecuritySchemes[name].Value
			at := root.at("components", "securitySchemes", name, signInExtension)
			signIn, err := signIn(spec.Extensions)
			if err != nil {
				return at.errorf("%w", err)
			}
			if err := p.checkSignIn(signIn); err != nil {
				return at.errorf("%w", err)
			}
			operation.Security = append(operation.Security, Scheme{name, spec, signIn})
		}
	}
	return nil
}

// checkSignIn makes sure that signing in is possible: the operation exists and
// its body has the members that are filled from the account.
func (p *Provider) checkSignIn(s *SignIn) error {
	if s == nil {
		return nil
	}
	operation, ok := p.Operation(s.Operation)
	if !ok {
		return fmt.Errorf("%s names the unknown operation %s%s", signInExtension, s.Operation, Hint(s.Operation, p.operationIDs()))
	}
	for member := range s.With {
		if body := operation.Body(); body == nil || body.Properties[member] == nil {
			return fmt.Errorf("%s fills %s, which the body of %s does not have", signInExtension, member, s.Operation)
		}
	}
	return nil
}

func (p *Provider) operationIDs() []string {
	var ids []string
	for _, operation := range p.operations {
		ids = append(ids, operation.ID)
	}
	return ids
}

func (p *Provider) eventNames() []string {
	var names []string
	for _, event := range p.events {
		names = append(names, event.Name)
	}
	return names
}
