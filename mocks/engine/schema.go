package engine

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// secrets calls found with the name of every member that a schema marks.
func secrets(schema *openapi3.Schema, found func(string)) {
	walk(schema, map[*openapi3.Schema]bool{}, func(name string, member *openapi3.Schema) {
		if specs.Flag(member.Extensions, specs.SecretExtension) {
			found(name)
		}
	})
}

// walk visits every named member below a schema once.
func walk(schema *openapi3.Schema, seen map[*openapi3.Schema]bool, visit func(string, *openapi3.Schema)) {
	if schema == nil || seen[schema] {
		return
	}
	seen[schema] = true
	for name, ref := range schema.Properties {
		visit(name, ref.Value)
		walk(ref.Value, seen, visit)
	}
	for _, list := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf} {
		for _, ref := range list {
			walk(ref.Value, seen, visit)
		}
	}
	for _, ref := range []*openapi3.SchemaRef{schema.Items, schema.AdditionalProperties.Schema} {
		if ref != nil {
			walk(ref.Value, seen, visit)
		}
	}
}

// schemaOf returns the schema of a JSON response, or nil.
func schemaOf(response *openapi3.Response) *openapi3.Schema {
	media := response.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return nil
	}
	return media.Schema.Value
}
