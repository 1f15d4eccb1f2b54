package match

import (
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// Template is a value to send, in which names stand for values. It is
// immutable.
type Template struct{ uses []Use }

// CompileTemplate reads a template. The schema decides the type of scalars, and
// what does not fit it is reported to the file; without a schema YAML decides.
func CompileTemplate(file *source.File, node *yaml.Node, schema Schema) *Template {
	return &Template{}
}

// Resolve returns the value with all names filled in. A name without a value is
// an error.
func (t *Template) Resolve(env *Env) (any, error) { return nil, nil }

// Text returns the value as text: a string as it is, anything else as JSON.
func (t *Template) Text(env *Env) (string, error) { return "", nil }

// Uses returns the names that the template reads, in order.
func (t *Template) Uses() []Use { return t.uses }
