package match

import (
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Schema is what the document says of a value: one of some alternatives. The
// zero Schema says nothing.
type Schema struct {
	alternatives []*openapi3.Schema
	options      []openapi3.SchemaValidationOption
}

// SchemaOf makes a Schema. The options are the document's, with its formats.
// Alternatives that are nil are left out.
func SchemaOf(options []openapi3.SchemaValidationOption, alternatives ...*openapi3.Schema) Schema {
	s := Schema{options: options}
	for _, alternative := range alternatives {
		if alternative != nil {
			s.alternatives = append(s.alternatives, alternative)
		}
	}
	return s
}

// Of is a Schema of JSON types alone, such as "integer".
func Of(types ...string) Schema {
	list := openapi3.Types(types)
	return Schema{alternatives: []*openapi3.Schema{{Type: &list}}}
}

// Member returns what the schema says of a member of an object.
func (s Schema) Member(name string) Schema {
	return s.below(func(leaf *openapi3.Schema) *openapi3.SchemaRef {
		if property, ok := leaf.Properties[name]; ok {
			return property
		}
		return leaf.AdditionalProperties.Schema
	})
}

// Items returns what the schema says of the elements of an array.
func (s Schema) Items() Schema {
	return s.below(func(leaf *openapi3.Schema) *openapi3.SchemaRef { return leaf.Items })
}

func (s Schema) below(step func(*openapi3.Schema) *openapi3.SchemaRef) Schema {
	next := Schema{options: s.options}
	for _, leaf := range s.leaves() {
		if ref := step(leaf); ref != nil && ref.Value != nil && !slices.Contains(next.alternatives, ref.Value) {
			next.alternatives = append(next.alternatives, ref.Value)
		}
	}
	return next
}

// Members returns the names that objects may have by the document, sorted, and
// whether others are welcome explicitly.
func (s Schema) Members() (names []string, open bool) {
	for _, leaf := range s.leaves() {
		for name := range leaf.Properties {
			names = append(names, name)
		}
		open = open || leaf.AdditionalProperties.Schema != nil || leaf.AdditionalProperties.Has != nil && *leaf.AdditionalProperties.Has
	}
	slices.Sort(names)
	return slices.Compact(names), open
}

// Required returns the names that every alternative demands.
func (s Schema) Required() []string {
	var names []string
	for _, leaf := range s.leaves() {
		for _, name := range leaf.Required {
			if property := leaf.Properties[name]; property == nil || property.Value == nil || !property.Value.ReadOnly {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// leaves returns the alternatives with oneOf, anyOf and allOf spread out.
func (s Schema) leaves() []*openapi3.Schema {
	var found []*openapi3.Schema
	var spread func(*openapi3.Schema)
	spread = func(schema *openapi3.Schema) {
		if slices.Contains(found, schema) {
			return // a schema that contains itself
		}
		found = append(found, schema)
		for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
			for _, ref := range refs {
				if ref.Value != nil {
					spread(ref.Value)
				}
			}
		}
	}
	for _, alternative := range s.alternatives {
		spread(alternative)
	}
	return found
}

// types returns the JSON types that the schema allows, or nil if it does not
// say. "number" stands for integers too.
func (s Schema) types() []string {
	var types []string
	for _, leaf := range s.leaves() {
		composed := len(leaf.OneOf)+len(leaf.AnyOf)+len(leaf.AllOf) > 0
		switch {
		case leaf.Type != nil:
			types = append(types, leaf.Type.Slice()...)
		case !composed:
			return nil
		}
		if leaf.Nullable && !slices.Contains(types, "null") {
			types = append(types, "null")
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// allows tells whether a JSON type is possible by the schema.
func (s Schema) allows(jsonType string) bool {
	types := s.types()
	return types == nil || slices.Contains(types, jsonType) ||
		jsonType == "integer" && slices.Contains(types, "number")
}

// says names the types for messages: "a string or null".
func (s Schema) says() string {
	var words []string
	null := false
	for _, name := range s.types() {
		switch name {
		case "null":
			null = true
		case "array", "integer", "object":
			words = append(words, "an "+name)
		default:
			words = append(words, "a "+name)
		}
	}
	if null {
		words = append(words, "null")
	}
	return strings.Join(words, " or ")
}

// fits returns why a value does not fit any alternative, or nil.
func (s Schema) fits(value any) error {
	var reason error
	for _, alternative := range s.alternatives {
		err := alternative.VisitJSON(value, s.options...)
		if err == nil {
			return nil
		}
		reason = err
	}
	var failure *openapi3.SchemaError
	if errors.As(reason, &failure) && failure.Reason != "" {
		return errors.New(failure.Reason)
	}
	return reason
}

// words returns the words of which a value must be one, or nil where an
// alternative takes others too.
func (s Schema) words() []string {
	var words []string
	for _, alternative := range s.alternatives {
		if len(alternative.Enum) == 0 {
			return nil
		}
		for _, value := range alternative.Enum {
			if word := Text(value); !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}
