package scenario

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/conformance/match"
)

// Argument is one key of with.
type Argument struct {
	Name  string
	In    string              // "path", "query", "header", "cookie" or "body"
	Param *openapi3.Parameter // nil where In is "body"
	Value *match.Template
	Place Place
}
