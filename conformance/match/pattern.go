package match

import (
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// Pattern is a compiled expectation of one JSON value. It is immutable.
type Pattern struct{ uses []Use }

// Use is a name that a pattern or template reads or saves.
type Use struct {
	Name         string // without its dollar
	Saves        bool
	Line, Column int
}

// Compile reads a pattern. The schema decides the type of scalars; without
// one, YAML does. Problems are reported to the file; the pattern is never nil.
func Compile(file *source.File, node *yaml.Node, schema Schema) *Pattern { return &Pattern{} }

// Uses returns the names that the pattern reads and saves, in order.
func (p *Pattern) Uses() []Use { return p.uses }

// All compares the parts of a message as one: all saves of all parts come
// before all comparisons.
func All(parts []Part, env *Env) Result { return Result{} }
