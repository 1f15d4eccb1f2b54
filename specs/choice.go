package specs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Choose returns the schema that a value is to be judged by. Where a schema
// has alternatives, its extension x-choose is a JSON pointer to the member
// whose word tells them apart, so that a fault is found in the right one. One
// alternative may lack the member: it is the choice for an object without it.
// It is not ok if no alternative has the word. Any other schema is its own
// choice.
func Choose(schema *openapi3.Schema, value any) (chosen *openapi3.Schema, ok bool) {
	pointer, has := schema.Extensions[chooseExtension].(string)
	if !has {
		return schema, true
	}
	word, found := valueAt(value, pointer)
	_, object := value.(map[string]any)
	for _, alternative := range schema.OneOf {
		told := schemaAt(alternative.Value, pointer)
		switch {
		case told == nil && object && !found,
			told != nil && found && slices.Contains(told.Enum, word):
			return alternative.Value, true
		}
	}
	return schema, false
}

// valueAt finds a value by a JSON pointer through objects.
func valueAt(value any, pointer string) (any, bool) {
	for _, key := range strings.Split(pointer, "/")[1:] {
		object, _ := value.(map[string]any)
		next, found := object[key]
		if !found {
			return nil, false
		}
		value = next
	}
	return value, true
}

// schemaAt finds what a schema says of the member where a JSON pointer leads,
// nil if it does not name it.
func schemaAt(schema *openapi3.Schema, pointer string) *openapi3.Schema {
	for _, key := range strings.Split(pointer, "/")[1:] {
		ref := schema.Properties[key]
		if ref == nil {
			return nil
		}
		schema = ref.Value
	}
	return schema
}

// checkChoices makes sure that x-choose can choose: each alternative has its
// words, no two have the same, and only one does without.
func (p *Provider) checkChoices(root source) error {
	return eachSchema(p.Document, func(path []string, schema *openapi3.Schema) error {
		pointer, has := schema.Extensions[chooseExtension].(string)
		if !has {
			return nil
		}
		at := root.at(to(path, chooseExtension)...)
		if !strings.HasPrefix(pointer, "/") {
			return at.errorf("%q is no JSON pointer, such as /data/status", pointer)
		}
		seen, without := map[string]bool{}, 0
		for _, alternative := range schema.OneOf {
			told := schemaAt(alternative.Value, pointer)
			if told == nil && without == 0 {
				without++
				continue
			}
			if told == nil || len(told.Enum) == 0 {
				return at.errorf("an alternative has no enum at %s", pointer)
			}
			for _, word := range told.Enum {
				if seen[fmt.Sprint(word)] {
					return at.errorf("two alternatives have the word %v at %s", word, pointer)
				}
				seen[fmt.Sprint(word)] = true
			}
		}
		return nil
	})
}
