package specs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// visitor is told of every part of a document that has a schema, once, where
// it is written: references are not followed. A path leads to it from the root.
type visitor struct {
	schema    func(path []string, schema *openapi3.Schema) error
	media     func(path []string, media *openapi3.MediaType) error
	parameter func(path []string, parameter *openapi3.Parameter) error
}

// eachSchema visits every schema of a document.
func eachSchema(document *openapi3.T, visit func(path []string, schema *openapi3.Schema) error) error {
	return visitor{schema: visit}.document(document)
}

func (v visitor) document(document *openapi3.T) error {
	if c := document.Components; c != nil {
		if err := v.components(c); err != nil {
			return err
		}
	}
	for _, path := range document.Paths.InMatchingOrder() {
		if err := v.item([]string{"paths", path}, document.Paths.Value(path)); err != nil {
			return err
		}
	}
	return nil
}

func (v visitor) components(c *openapi3.Components) error {
	for _, name := range sorted(c.Schemas) {
		if err := v.schemas(to(nil, "components", "schemas", name), c.Schemas[name]); err != nil {
			return err
		}
	}
	for _, name := range sorted(c.Parameters) {
		if err := v.parameters(to(nil, "components", "parameters", name), c.Parameters[name]); err != nil {
			return err
		}
	}
	for _, name := range sorted(c.RequestBodies) {
		if ref := c.RequestBodies[name]; ref.Ref == "" {
			if err := v.content(to(nil, "components", "requestBodies", name), ref.Value.Content); err != nil {
				return err
			}
		}
	}
	for _, name := range sorted(c.Responses) {
		if err := v.response(to(nil, "components", "responses", name), c.Responses[name]); err != nil {
			return err
		}
	}
	if err := v.headers(to(nil, "components"), c.Headers); err != nil {
		return err
	}
	return v.callbacks(to(nil, "components"), c.Callbacks)
}

func (v visitor) item(path []string, item *openapi3.PathItem) error {
	for i, ref := range item.Parameters {
		if err := v.parameters(to(path, "parameters", fmt.Sprint(i)), ref); err != nil {
			return err
		}
	}
	operations := item.Operations()
	for _, method := range sorted(operations) {
		if err := v.operation(to(path, strings.ToLower(method)), operations[method]); err != nil {
			return err
		}
	}
	return nil
}

func (v visitor) operation(path []string, operation *openapi3.Operation) error {
	for i, ref := range operation.Parameters {
		if err := v.parameters(to(path, "parameters", fmt.Sprint(i)), ref); err != nil {
			return err
		}
	}
	if body := operation.RequestBody; body != nil && body.Ref == "" {
		if err := v.content(to(path, "requestBody"), body.Value.Content); err != nil {
			return err
		}
	}
	responses := operation.Responses.Map()
	for _, status := range sorted(responses) {
		if err := v.response(to(path, "responses", status), responses[status]); err != nil {
			return err
		}
	}
	return v.callbacks(path, operation.Callbacks)
}

func (v visitor) callbacks(path []string, callbacks openapi3.Callbacks) error {
	for _, name := range sorted(callbacks) {
		ref := callbacks[name]
		if ref.Ref != "" {
			continue
		}
		for _, expression := range ref.Value.Keys() {
			if err := v.item(to(path, "callbacks", name, expression), ref.Value.Value(expression)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v visitor) response(path []string, ref *openapi3.ResponseRef) error {
	if ref.Ref != "" {
		return nil
	}
	if err := v.headers(path, ref.Value.Headers); err != nil {
		return err
	}
	return v.content(path, ref.Value.Content)
}

func (v visitor) headers(path []string, headers openapi3.Headers) error {
	for _, name := range sorted(headers) {
		if ref := headers[name]; ref.Ref == "" {
			if err := v.parameters(to(path, "headers", name), &openapi3.ParameterRef{Value: &ref.Value.Parameter}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v visitor) parameters(path []string, ref *openapi3.ParameterRef) error {
	if ref.Ref != "" {
		return nil
	}
	if v.parameter != nil {
		if err := v.parameter(path, ref.Value); err != nil {
			return err
		}
	}
	if err := v.content(path, ref.Value.Content); err != nil {
		return err
	}
	return v.schemas(to(path, "schema"), ref.Value.Schema)
}

func (v visitor) content(path []string, content openapi3.Content) error {
	for _, name := range sorted(content) {
		media, path := content[name], to(path, "content", name)
		if v.media != nil {
			if err := v.media(path, media); err != nil {
				return err
			}
		}
		if err := v.schemas(to(path, "schema"), media.Schema); err != nil {
			return err
		}
	}
	return nil
}

func (v visitor) schemas(path []string, ref *openapi3.SchemaRef) error {
	if ref == nil || ref.Ref != "" {
		return nil
	}
	if v.schema != nil {
		if err := v.schema(path, ref.Value); err != nil {
			return err
		}
	}
	for _, name := range sorted(ref.Value.Properties) {
		if err := v.schemas(to(path, "properties", name), ref.Value.Properties[name]); err != nil {
			return err
		}
	}
	for _, group := range []struct {
		name string
		refs openapi3.SchemaRefs
	}{{"oneOf", ref.Value.OneOf}, {"anyOf", ref.Value.AnyOf}, {"allOf", ref.Value.AllOf}} {
		for i, part := range group.refs {
			if err := v.schemas(to(path, group.name, fmt.Sprint(i)), part); err != nil {
				return err
			}
		}
	}
	if err := v.schemas(to(path, "items"), ref.Value.Items); err != nil {
		return err
	}
	return v.schemas(to(path, "additionalProperties"), ref.Value.AdditionalProperties.Schema)
}

// to extends a path without sharing memory with it.
func to(path []string, words ...string) []string {
	return append(slices.Clip(slices.Clone(path)), words...)
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
