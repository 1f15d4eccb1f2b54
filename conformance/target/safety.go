package target

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// Safety says whom the runner may call.
type Safety struct {
	MayDial  []string // globs over whole numbers or ids; * stands for any text
	MaxCalls int      // requests of operations that dial, in one run
}

// Dials tells whether an operation has members that dial.
func Dials(operation *specs.Operation) bool {
	for _, param := range operation.Params {
		if specs.Flag(param.Extensions, specs.DialsExtension) || param.Schema != nil && reaches(param.Schema.Value, nil) {
			return true
		}
	}
	return reaches(operation.Body(), nil)
}

// reaches tells whether a schema has a member that dials, however deep.
func reaches(schema *openapi3.Schema, above []*openapi3.Schema) bool {
	if schema == nil || slices.Contains(above, schema) {
		return false
	}
	if specs.Flag(schema.Extensions, specs.DialsExtension) {
		return true
	}
	above = append(above, schema)
	refs := slices.Concat(schema.OneOf, schema.AnyOf, schema.AllOf, openapi3.SchemaRefs{schema.Items, schema.AdditionalProperties.Schema})
	for _, property := range schema.Properties {
		refs = append(refs, property)
	}
	return slices.ContainsFunc(refs, func(ref *openapi3.SchemaRef) bool { return ref != nil && reaches(ref.Value, above) })
}

// Refuse returns why a request must not be sent: a member that dials is no
// string, or one that no glob of may_dial allows. Params are the values of
// path, query, header and cookie parameters by name; body is the JSON body or
// nil. A nil Safety allows everything. MaxCalls is counted by the runner.
func (s *Safety) Refuse(operation *specs.Operation, params map[string]any, body any) error {
	if s == nil {
		return nil
	}
	for _, param := range operation.Params {
		value, sent := params[param.Name]
		if !sent {
			continue
		}
		if specs.Flag(param.Extensions, specs.DialsExtension) {
			if err := s.allow(param.Name, value); err != nil {
				return err
			}
		} else if param.Schema != nil {
			if err := s.walk(param.Name, param.Schema.Value, value); err != nil {
				return err
			}
		}
	}
	if body == nil {
		return nil
	}
	return s.walk("", operation.Body(), body)
}

// walk looks for members that dial, in a value and in what the document says of
// it. A member that is not sent dials nobody.
func (s *Safety) walk(path string, schema *openapi3.Schema, value any) error {
	if schema == nil {
		return nil
	}
	if specs.Flag(schema.Extensions, specs.DialsExtension) {
		return s.allow(path, value)
	}
	for _, ref := range slices.Concat(schema.OneOf, schema.AnyOf, schema.AllOf) {
		if err := s.walk(path, ref.Value, value); err != nil {
			return err
		}
	}
	if value == nil || !reaches(schema, nil) {
		return nil
	}
	switch value := value.(type) {
	case map[string]any:
		if len(schema.Properties) > 0 || schema.AdditionalProperties.Schema != nil {
			return s.walkMembers(path, schema, value)
		}
	case []any:
		if schema.Items != nil {
			return s.walkItems(path, schema.Items.Value, value)
		}
	}
	if len(schema.OneOf)+len(schema.AnyOf)+len(schema.AllOf) > 0 {
		return nil // its parts have been walked
	}
	return fmt.Errorf("%s is not of the form in which the document gives numbers, and could dial anyone", cmp.Or(path, "the body"))
}

func (s *Safety) walkMembers(path string, schema *openapi3.Schema, object map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		ref := schema.Properties[name]
		if ref == nil {
			ref = schema.AdditionalProperties.Schema
		}
		if ref == nil {
			continue
		}
		if err := s.walk(strings.TrimPrefix(path+"."+name, "."), ref.Value, object[name]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Safety) walkItems(path string, schema *openapi3.Schema, array []any) error {
	for i, item := range array {
		if err := s.walk(fmt.Sprintf("%s.%d", path, i), schema, item); err != nil {
			return err
		}
	}
	return nil
}

func (s *Safety) allow(member string, value any) error {
	number, ok := value.(string)
	if !ok {
		return fmt.Errorf("%s dials, and must be a string, got %v", member, value)
	}
	if slices.ContainsFunc(s.MayDial, func(glob string) bool { return fits(glob, number) }) {
		return nil
	}
	return fmt.Errorf("%s would dial %s, which safety.may_dial does not allow", member, number)
}

// fits matches a glob with the whole of a text; * stands for any text, even
// none.
func fits(glob, text string) bool {
	parts := strings.Split(glob, "*")
	if len(parts) == 1 {
		return glob == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return strings.HasSuffix(text, parts[last])
}
