package match

import "github.com/getkin/kin-openapi/openapi3"

// Schema is what the document says of a value: one of some alternatives. The
// zero Schema says nothing.
type Schema struct {
	alternatives []*openapi3.Schema
	options      []openapi3.SchemaValidationOption
}

// SchemaOf makes a Schema. The options are the document's, with its formats.
func SchemaOf(options []openapi3.SchemaValidationOption, alternatives ...*openapi3.Schema) Schema {
	return Schema{alternatives, options}
}
