package match

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// told is a reference with what the document says there.
func told(ref map[string]any, s Schema) map[string]any {
	for _, alternative := range s.alternatives {
		if alternative.Description != "" {
			return map[string]any{"allOf": []any{ref}, "description": alternative.Description}
		}
	}
	return ref
}

// scalars are texts, numbers and words. Where every alternative is a plain
// scalar each says its limits, else only the types count.
func (g *Grammar) scalars(s Schema, types []string) []any {
	var forms []any
	plain := len(s.alternatives) > 0
	for _, a := range s.alternatives {
		composed := len(a.OneOf)+len(a.AnyOf)+len(a.AllOf) > 0
		plain = plain && !composed && a.Type != nil && !a.Type.Includes("object") && !a.Type.Includes("array")
	}
	for _, name := range types {
		if !plain && name != "object" && name != "array" && name != "string" {
			forms = append(forms, map[string]any{"type": name})
		}
	}
	if plain {
		for _, a := range s.alternatives {
			forms = append(forms, scalarOf(a))
		}
	}
	if !slices.Contains(types, "string") {
		return append(forms, g.ref("name"))
	}
	if !plain {
		return append(forms, g.ref("text"))
	}
	return append(forms, map[string]any{"allOf": []any{g.ref("text"), map[string]any{"pattern": `\$`}}})
}

// scalarOf repeats what a schema of the document says of a scalar.
func scalarOf(s *openapi3.Schema) map[string]any {
	form := map[string]any{"type": s.Type.Slice()}
	if s.Nullable {
		form["type"] = append(slices.Clone(s.Type.Slice()), "null")
	}
	if len(s.Enum) > 0 {
		form["enum"] = s.Enum
		if s.Nullable && !slices.Contains(s.Enum, nil) {
			form["enum"] = append(slices.Clone(s.Enum), nil)
		}
	}
	if s.Min != nil && !s.ExclusiveMin.IsTrue() {
		form["minimum"] = *s.Min
	}
	if s.Max != nil && !s.ExclusiveMax.IsTrue() {
		form["maximum"] = *s.Max
	}
	if s.MinLength > 0 {
		form["minLength"] = s.MinLength
	}
	if s.MaxLength != nil {
		form["maxLength"] = *s.MaxLength
	}
	if s.Type.Includes("string") {
		form["not"] = map[string]any{"type": "string", "pattern": `\$`} // a dollar begins a name
		if s.Pattern != "" {
			form["pattern"] = s.Pattern
		}
	}
	return form
}
