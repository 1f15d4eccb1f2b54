package engine

import (
	"math"
	"strconv"
)

// An Input holds what a request says: the parameters of its path, query and
// headers and the members of its body, flat, by their names in the document. A
// parameter hides a member of the same name. A name that the request leaves
// out has the default of the document.
//
// The getters convert nothing: a value of another type reads as absent. Before
// the request has been checked (in Provider.Names) that may be any value.
type Input struct {
	params   []argument     // few, so that searching is cheaper than a map
	body     map[string]any // nil: none, or no object
	defaults map[string]any
	whole    any    // the body as it came, for bodies that are no object
	text     []byte // the body as it was sent, where an operation reads it itself; valid while it runs
}

type argument struct {
	name  string
	value any
}

// NewInput makes an Input of plain values, for tests.
func NewInput(values map[string]any) Input { return Input{body: values} }

// Value returns what stands under a name, as encoding/json decodes it: string,
// float64, bool, nil, []any or map[string]any. Integer parameters are int64.
func (in *Input) Value(name string) (any, bool) {
	for i := range in.params {
		if in.params[i].name == name {
			return in.params[i].value, true
		}
	}
	if value, ok := in.body[name]; ok {
		return value, true
	}
	value, ok := in.defaults[name]
	return value, ok
}

// Body returns the whole body, which need not be an object.
func (in *Input) Body() any { return in.whole }

// Sent tells whether the request itself brought a value, null included.
func (in *Input) Sent(name string) bool {
	for i := range in.params {
		if in.params[i].name == name {
			return true
		}
	}
	_, ok := in.body[name]
	return ok
}

// Has tells whether there is a value other than null, a default included.
func (in *Input) Has(name string) bool {
	value, ok := in.Value(name)
	return ok && value != nil
}

// Text returns a string, "" where there is none.
func (in *Input) Text(name string) string {
	value, _ := in.Value(name)
	text, _ := value.(string)
	return text
}

// TextOrNil returns a string, nil where it is absent or null.
func (in *Input) TextOrNil(name string) *string {
	value, _ := in.Value(name)
	text, ok := value.(string)
	if !ok {
		return nil
	}
	return &text
}

// Int returns a whole number, 0 where there is none.
func (in *Input) Int(name string) int {
	value, _ := in.Value(name)
	switch n := value.(type) {
	case int64:
		return int(n)
	case float64:
		if n == math.Trunc(n) && math.Abs(n) <= 1<<53 {
			return int(n)
		}
	}
	return 0
}

// Number returns a number, 0 where there is none.
func (in *Input) Number(name string) float64 {
	value, _ := in.Value(name)
	switch n := value.(type) {
	case int64:
		return float64(n)
	case float64:
		return n
	}
	return 0
}

// Flag returns a boolean, false where there is none.
func (in *Input) Flag(name string) bool {
	value, _ := in.Value(name)
	flag, _ := value.(bool)
	return flag
}

// Object returns an object, nil where there is none.
func (in *Input) Object(name string) map[string]any {
	value, _ := in.Value(name)
	object, _ := value.(map[string]any)
	return object
}

// Items returns an array, nil where there is none.
func (in *Input) Items(name string) []any {
	value, _ := in.Value(name)
	list, _ := value.([]any)
	return list
}

// Said returns a scalar as text, for echoes and keys: "12", "true"; "" for
// null, objects and arrays.
func (in *Input) Said(name string) string {
	value, _ := in.Value(name)
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}
