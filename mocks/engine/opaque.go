package engine

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// declared tells what is wrong with what a provider keeps under a kind: it is
// to be of the very type that the provider declares, since that is what it is
// read back as.
func declared(p *Provider, of map[string]any, what, kind string, value any) error {
	prototype, known := of[kind]
	if known && reflect.TypeOf(prototype) == reflect.TypeOf(value) {
		return nil
	}
	if !known {
		return fmt.Errorf("provider %s keeps a %T as %s of the kind %s, which it does not declare", p.Spec.Name, value, what, kind)
	}
	return fmt.Errorf("provider %s keeps a %T as %s of the kind %s, and declares %T", p.Spec.Name, value, what, kind, prototype)
}

// opaque is a value of a provider's own type on its way into a snapshot or out
// of one.
type opaque struct {
	value any             // on the way in
	text  json.RawMessage // on the way out
}

// IsZero lets an order without details go without a word.
func (k opaque) IsZero() bool { return k.value == nil && k.text == nil }

// MarshalJSON writes the value.
func (k opaque) MarshalJSON() ([]byte, error) { return marshal(k.value) }

// UnmarshalJSON keeps the text until its type is known.
func (k *opaque) UnmarshalJSON(text []byte) error {
	k.text = append(json.RawMessage(nil), text...)
	return nil
}

// as reads the value as the type of a prototype. Numbers of no type keep their
// digits.
func (k opaque) as(prototype any) (any, error) {
	into := reflect.New(reflect.TypeOf(prototype))
	if err := strictly(k.text, into.Interface()); err != nil {
		return nil, err
	}
	return into.Elem().Interface(), nil
}

// keepable lists what of the types that a provider declares would not come back
// out of a snapshot.
func keepable(p *Provider) []error {
	var problems []error
	for what, declared := range map[string]map[string]any{"Orders": p.Orders, "Records": p.Records} {
		for kind, prototype := range declared {
			if prototype == nil {
				problems = append(problems, fmt.Errorf("provider %s: %s has no type for %s", p.Spec.Name, what, kind))
				continue
			}
			for _, lost := range lost(reflect.TypeOf(prototype), map[reflect.Type]bool{}) {
				problems = append(problems, fmt.Errorf("provider %s: %s of the kind %s would lose %s in a snapshot", p.Spec.Name, what, kind, lost))
			}
		}
	}
	return problems
}

// lost lists the fields of a type that JSON does not write or does not tell
// from others.
func lost(t reflect.Type, seen map[reflect.Type]bool) (list []string) {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if writesItself(t) {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return lost(t.Elem(), seen)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128:
		return []string{"a " + t.String()}
	case reflect.Interface:
		if t.NumMethod() > 0 {
			return []string{"a " + t.String()}
		}
	case reflect.Struct:
		for field := range fieldsOf(t) {
			tag := field.Tag.Get("json")
			switch {
			case !field.IsExported() && !(field.Anonymous && field.Type.Kind() == reflect.Struct):
				list = append(list, t.String()+"."+field.Name+", which is not exported")
			case tag == "-" || strings.Contains(tag, ",omit"):
				list = append(list, t.String()+"."+field.Name+", by its tag")
			default:
				list = append(list, lost(field.Type, seen)...)
			}
		}
	}
	return list
}

func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

// writesItself tells whether a type knows how to be written and read.
func writesItself(t reflect.Type) bool {
	out, in := reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler]()
	textOut, textIn := reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler]()
	to := reflect.PointerTo(t)
	return to.Implements(out) && to.Implements(in) || to.Implements(textOut) && to.Implements(textIn)
}
