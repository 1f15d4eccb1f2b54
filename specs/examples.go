package specs

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// checkExamples judges every example by its own schema, formats included,
// which the library's own check leaves out.
func checkExamples(document *openapi3.T, root source) error {
	options := append(document.GetSchemaValidationOptions(), openapi3.MultiErrors())
	check := func(path []string, ref *openapi3.SchemaRef, example any) error {
		if example == nil || ref == nil {
			return nil
		}
		schema, ok := Choose(ref.Value, example)
		if !ok {
			return root.at(path...).errorf("no alternative of the schema has the word of this example")
		}
		return faultOf(root.at(path...), schema.VisitJSON(plainJSON(example), options...))
	}
	several := func(path []string, ref *openapi3.SchemaRef, examples openapi3.Examples) error {
		for _, name := range sorted(examples) {
			if err := check(to(path, "examples", name, "value"), ref, examples[name].Value.Value); err != nil {
				return err
			}
		}
		return nil
	}
	return visitor{
		schema: func(path []string, schema *openapi3.Schema) error {
			return check(to(path, "example"), schema.NewRef(), schema.Example)
		},
		media: func(path []string, media *openapi3.MediaType) error {
			if err := check(to(path, "example"), media.Schema, media.Example); err != nil {
				return err
			}
			return several(path, media.Schema, media.Examples)
		},
		parameter: func(path []string, parameter *openapi3.Parameter) error {
			if err := check(to(path, "example"), parameter.Schema, parameter.Example); err != nil {
				return err
			}
			return several(path, parameter.Schema, parameter.Examples)
		},
	}.document(document)
}

// faultOf turns the library's first fault into an error at the member that is
// wrong.
func faultOf(at source, err error) error {
	var several openapi3.MultiError
	if errors.As(err, &several) && len(several) > 0 {
		err = several[0]
	}
	var fault *openapi3.SchemaError
	if !errors.As(err, &fault) {
		return err
	}
	return at.at(fault.JSONPointer()...).errorf("the example does not fit its schema: /%s: %s", strings.Join(fault.JSONPointer(), "/"), fault.Reason)
}

// plainJSON gives an example the types that a decoded body has.
func plainJSON(example any) any {
	text, err := json.Marshal(example)
	if err != nil {
		return example
	}
	var value any
	if json.Unmarshal(text, &value) != nil {
		return example
	}
	return value
}
