package specs

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Choose returns the schema that a value is to be judged by. Where a schema
// has alternatives, its extension x-choose is a JSON pointer to the member
// whose word tells them apart, so that a fault is found in the right one; it
// is not ok if no alternative has the word. Any other schema is its own choice.
func Choose(schema *openapi3.Schema, value any) (chosen *openapi3.Schema, ok bool) {
	pointer, has := schema.Extensions[chooseExtension].(string)
	if !has {
		return schema, true
	}
	word, found := valueAt(value, pointer)
	if !found {
		return schema, false
	}
	for _, alternative := range schema.OneOf {
		for _, known := range choices(alternative.Value, pointer) {
			if known == word {
				return alternative.Value, true
			}
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

// choices are the values that a schema allows where a JSON pointer leads.
func choices(schema *openapi3.Schema, pointer string) []any {
	for _, key := range strings.Split(pointer, "/")[1:] {
		ref := schema.Properties[key]
		if ref == nil {
			return nil
		}
		schema = ref.Value
	}
	return schema.Enum
}

// checkChoices makes sure that x-choose can choose: each alternative has its
// words, and no two have the same.
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
		seen := map[string]bool{}
		for _, alternative := range schema.OneOf {
			known := choices(alternative.Value, pointer)
			if len(known) == 0 {
				return at.errorf("an alternative has no enum at %s", pointer)
			}
			for _, word := range known {
				if seen[fmt.Sprint(word)] {
					return at.errorf("two alternatives have the word %v at %s", word, pointer)
				}
				seen[fmt.Sprint(word)] = true
			}
		}
		return nil
	})
}
