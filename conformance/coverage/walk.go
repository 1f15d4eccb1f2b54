package coverage

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// deepest is how far into a schema that contains itself points are made.
const deepest = 12

// list makes the points of a schema: its optional members, and the words of its enums where there are several.
func (s *Sheet) list(of string, sent bool, at string, schema *openapi3.Schema) {
	words := map[string][]any{}
	s.members(of, sent, at, schema, words, 0)
	for _, path := range slices.Sorted(maps.Keys(words)) {
		if len(words[path]) < 2 {
			continue // a constant says nothing about variety
		}
		for _, w := range words[path] {
			s.add(point{word, of, sent, fmt.Sprintf("%s = %v", path, w)})
		}
	}
}

func (s *Sheet) members(of string, sent bool, at string, schema *openapi3.Schema, words map[string][]any, deep int) {
	if schema == nil || deep > deepest {
		return
	}
	for _, w := range schema.Enum {
		if w != nil && !slices.Contains(words[at], w) {
			words[at] = append(words[at], w)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		path := at + "." + name
		if !slices.Contains(schema.Required, name) {
			s.add(point{member, of, sent, path})
		}
		s.members(of, sent, path, schema.Properties[name].Value, words, deep+1)
	}
	if schema.Items != nil {
		s.members(of, sent, at+"[]", schema.Items.Value, words, deep+1)
	}
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
		for _, ref := range refs {
			s.members(of, sent, at, ref.Value, words, deep+1)
		}
	}
}

// sight is a place in a message, and the node of the document that it fits. Without a node nothing is proposed.
type sight struct {
	at   string
	node []string
}

func (s *Sheet) saw(at string, node []string, ref *openapi3.SchemaRef, value any) {
	if ref.Ref != "" {
		node = referred(ref.Ref)
	}
	s.see(sight{at, node}, ref.Value, value)
}

// referred is the node that a reference leads to.
func referred(ref string) []string { return strings.Split(strings.TrimPrefix(ref, "#/"), "/") }

func (s *Sheet) see(at sight, schema *openapi3.Schema, value any) {
	if schema == nil || value == nil {
		return
	}
	for _, w := range schema.Enum {
		if fmt.Sprint(w) == fmt.Sprint(value) {
			s.tick(fmt.Sprintf("%s = %v", at.at, w))
		}
	}
	switch v := value.(type) {
	case map[string]any:
		s.object(at, schema, v)
	case []any:
		if schema.Items == nil {
			break
		}
		for _, item := range v {
			s.saw(at.at+"[]", at.under("items"), schema.Items, item)
		}
	}
	chosen, ok := specs.Choose(schema, value)
	for _, group := range []struct {
		name string
		refs openapi3.SchemaRefs
	}{{"oneOf", schema.OneOf}, {"anyOf", schema.AnyOf}, {"allOf", schema.AllOf}} {
		for i, ref := range group.refs {
			switch {
			case group.name != "oneOf":
				s.see(sight{at: at.at}, ref.Value, value) // the other parts may name what this one does not
			case ok && (chosen == ref.Value || chosen == schema):
				s.saw(at.at, at.under(group.name, fmt.Sprint(i)), ref, value)
			}
		}
	}
}

func (s *Sheet) object(at sight, schema *openapi3.Schema, object map[string]any) {
	open := schema.AdditionalProperties.Schema != nil || len(schema.Properties) == 0 || len(schema.AllOf)+len(schema.AnyOf)+len(schema.OneOf) > 0
	for name, value := range object {
		path := at.at + "." + name
		if ref, named := schema.Properties[name]; named {
			s.tick(path)
			s.saw(path, at.under("properties", name), ref, value)
		} else if !open && at.node != nil {
			s.undocument(path, at.under("properties", name), true, value)
		}
	}
}

func (s sight) under(words ...string) []string {
	if s.node == nil {
		return nil
	}
	return append(slices.Clip(s.node), words...)
}

func jsonSchema(content openapi3.Content) *openapi3.Schema {
	if media := content.Get("application/json"); media != nil && media.Schema != nil {
		return media.Schema.Value
	}
	return nil
}
