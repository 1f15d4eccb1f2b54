package negative

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// Rules are what a request can break, in the order of a report.
func Rules() []string {
	return []string{
		specs.Missing, specs.WrongType, specs.OutOfRange, specs.UnknownWord, specs.WrongForm,
		specs.NoCredential, specs.WrongCredential, specs.Foreign, specs.NoJSON, specs.WrongMedia,
	}
}

// mutation is a value of a schema that breaks one rule of it.
type mutation struct {
	path  []string // below the schema
	rule  string
	side  string // of a range
	value any
	what  string
	marks []map[string]any // extensions of the schemas on the way, the nearest first
}

// mutations break one rule of a schema each. On the wire of a parameter everything is text.
func mutations(s *openapi3.Schema, options []openapi3.SchemaValidationOption, wire bool) []mutation {
	var list []mutation
	add := func(rule, side, what string, value any) {
		if s.VisitJSON(value, options...) != nil {
			list = append(list, mutation{rule: rule, side: side, what: what, value: value, marks: []map[string]any{s.Extensions}})
		}
	}
	if value, what := otherType(s, wire); value != nil {
		add(specs.WrongType, "", what, value)
	}
	switch {
	case s.Type.Is(openapi3.TypeInteger) || s.Type.Is(openapi3.TypeNumber):
		if s.Min != nil {
			add(specs.OutOfRange, "below", "is below its least value", *s.Min-1)
		}
		if s.Max != nil {
			add(specs.OutOfRange, "above", "is above its greatest value", *s.Max+1)
		}
	case s.Type.Is(openapi3.TypeString):
		list = append(list, texts(s, options)...)
	case s.Type.Is(openapi3.TypeArray) && s.Items != nil:
		if s.MinItems > 0 {
			add(specs.OutOfRange, "empty", "is empty", []any{})
		}
		list = append(list, inItems(s, options)...)
	case s.Type.Is(openapi3.TypeObject):
		list = append(list, inMembers(s, options)...)
	}
	return list
}

// otherType is a value of another type. Words of YAML and of form fields that some take for a boolean are avoided.
func otherType(s *openapi3.Schema, wire bool) (any, string) {
	switch {
	case s.Type.Is(openapi3.TypeString) && !wire:
		return float64(12345), "is a number"
	case s.Type.Is(openapi3.TypeInteger), s.Type.Is(openapi3.TypeNumber), s.Type.Is(openapi3.TypeBoolean):
		return "neither", "is a word"
	case (s.Type.Is(openapi3.TypeArray) || s.Type.Is(openapi3.TypeObject)) && !wire:
		return "neither", "is a word"
	}
	return nil, ""
}

// texts are strings that are none of the schema's.
func texts(s *openapi3.Schema, options []openapi3.SchemaValidationOption) []mutation {
	one := func(rule, side, what string, values ...string) []mutation {
		for _, value := range values {
			if s.VisitJSON(value, options...) != nil {
				return []mutation{{rule: rule, side: side, what: what, value: value, marks: []map[string]any{s.Extensions}}}
			}
		}
		return nil
	}
	var list []mutation
	if s.MinLength > 0 {
		list = append(list, one(specs.OutOfRange, "empty", "is empty", "")...)
	}
	if s.MaxLength != nil {
		list = append(list, one(specs.OutOfRange, "long", "is too long", strings.Repeat("x", int(*s.MaxLength)+1))...)
	}
	switch {
	case len(s.Enum) > 0:
		list = append(list, one(specs.UnknownWord, "", "is no word of the document", "no-such-word")...)
	case s.Format != "" || s.Pattern != "":
		list = append(list, one(specs.WrongForm, "", "has another form", "no such form", "?")...)
	}
	return list
}

// inItems break a rule of the one element of a list.
func inItems(s *openapi3.Schema, options []openapi3.SchemaValidationOption) []mutation {
	var list []mutation
	for _, m := range mutations(s.Items.Value, options, false) {
		m.path = append([]string{"item"}, m.path...)
		m.value = []any{m.value}
		m.marks = append(m.marks, s.Extensions)
		list = append(list, m)
	}
	return list
}

// inMembers break a rule of one member of an object, or leave out one that it needs.
func inMembers(s *openapi3.Schema, options []openapi3.SchemaValidationOption) []mutation {
	whole, ok := sample(s, options).(map[string]any)
	if !ok {
		return nil
	}
	var list []mutation
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		of := s.Properties[name].Value
		if slices.Contains(s.Required, name) {
			rest := maps.Clone(whole)
			delete(rest, name)
			list = append(list, mutation{
				path: []string{name}, rule: specs.Missing, value: rest, what: "is missing", marks: []map[string]any{of.Extensions, s.Extensions},
			})
		}
		for _, m := range mutations(of, options, false) {
			other := maps.Clone(whole)
			other[name] = m.value
			m.path, m.value, m.marks = append([]string{name}, m.path...), other, append(m.marks, s.Extensions)
			list = append(list, m)
		}
	}
	return list
}

// sample is a value that fits a schema, or nil where none is at hand.
func sample(s *openapi3.Schema, options []openapi3.SchemaValidationOption) any {
	candidates := []any{s.Example, s.Default}
	candidates = append(candidates, s.Enum...)
	switch {
	case s.Type.Is(openapi3.TypeObject):
		object := map[string]any{}
		for _, name := range s.Required {
			if of := member(s, name); of != nil {
				object[name] = sample(of, options)
			}
		}
		candidates = append(candidates, object)
	case s.Type.Is(openapi3.TypeArray) && s.Items != nil:
		candidates = append(candidates, []any{sample(s.Items.Value, options)})
	default:
		candidates = append(candidates, "sample", float64(1), true)
	}
	for _, value := range candidates {
		if value != nil && s.VisitJSON(value, options...) == nil {
			return value
		}
	}
	return nil
}
