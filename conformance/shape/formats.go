package shape

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// formats asks the document's own validators, through the only door that the library has to them.
type formats struct {
	options []openapi3.SchemaValidationOption
	probes  map[string]*openapi3.Schema
}

func newFormats(document *openapi3.T) *formats {
	options := append(document.GetSchemaValidationOptions(), openapi3.EnableFormatValidation())
	return &formats{options: options, probes: map[string]*openapi3.Schema{}}
}

// know prepares a format. It is called while compiling only.
func (f *formats) know(format string) {
	if format != "" && f.probes[format] == nil {
		f.probes[format] = openapi3.NewStringSchema().WithFormat(format)
	}
}

// wrong says what the format wants, or "" if the value fits or the format is unknown.
func (f *formats) wrong(format, value string) string {
	probe := f.probes[format]
	if probe == nil || probe.VisitJSON(value, f.options...) == nil {
		return ""
	}
	return fmt.Sprintf("a string of the format %s", format)
}
