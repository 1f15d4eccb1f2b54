package engine

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A param decodes one parameter of an operation by the type in its schema.
type param struct {
	name, in string
	header   string // canonical, where in is header
	schema   *openapi3.Schema
	kind     string // string, integer, number, boolean or array
	item     string // the kind of an array's items
	explode  bool   // one key for each item of an array, not one with commas
	required bool
	typeOnly bool // the schema asks for no more than its type
}

func newParam(p *openapi3.Parameter) (param, error) {
	made := param{name: p.Name, in: p.In, required: p.Required, explode: p.Explode == nil && p.In == "query" || p.Explode != nil && *p.Explode}
	if p.In == "cookie" {
		return made, fmt.Errorf("parameter %s: parameters in cookies are not read", p.Name)
	}
	if p.Schema == nil || p.Schema.Value == nil {
		return made, fmt.Errorf("parameter %s has no schema", p.Name)
	}
	made.schema = p.Schema.Value
	made.kind = kindOf(made.schema)
	if made.kind == openapi3.TypeArray && made.schema.Items != nil {
		made.item = kindOf(made.schema.Items.Value)
	}
	if made.kind == openapi3.TypeObject || made.item == openapi3.TypeObject || made.item == openapi3.TypeArray {
		return made, fmt.Errorf("parameter %s: only scalars and lists of scalars are read", p.Name)
	}
	if p.In == "header" {
		made.header = http.CanonicalHeaderKey(p.Name)
	}
	bare := openapi3.Schema{Type: made.schema.Type}
	made.typeOnly = made.kind != openapi3.TypeArray && constraints(made.schema) == constraints(&bare)
	return made, nil
}

// kindOf returns the type of a schema; one without a type, or with a choice,
// takes any text.
func kindOf(schema *openapi3.Schema) string {
	if schema == nil || schema.Type == nil || len(*schema.Type) != 1 {
		return openapi3.TypeString
	}
	return (*schema.Type)[0]
}

// constraints counts what a schema asks for beyond a type.
func constraints(s *openapi3.Schema) int {
	n := len(s.Enum) + len(s.AllOf) + len(s.AnyOf) + len(s.OneOf) + len(s.Format) + len(s.Pattern) + int(s.MinLength)
	for _, set := range []bool{s.Min != nil, s.Max != nil, s.MaxLength != nil, s.MultipleOf != nil, s.Not != nil} {
		if set {
			n++
		}
	}
	return n
}

// texts returns what the request says for the parameter.
func (p *param) texts(r *http.Request, path segments, query url.Values) []string {
	switch p.in {
	case "path":
		return path.named(p.name)
	case "header":
		return r.Header[p.header]
	}
	return query[p.name]
}

// decode turns texts into a value: string, int64, float64, bool or []any. Of a
// scalar that came twice, the last counts.
func (p *param) decode(texts []string) (any, bool) {
	if p.kind != openapi3.TypeArray {
		return scalar(p.kind, last(texts))
	}
	if !p.explode || p.in == "header" {
		texts = strings.Split(last(texts), ",")
	}
	list := make([]any, len(texts))
	for i, text := range texts {
		if p.in == "header" {
			text = strings.TrimSpace(text)
		}
		value, ok := scalar(p.item, text)
		if !ok {
			return nil, false
		}
		list[i] = value
	}
	return list, true
}

func scalar(kind, text string) (any, bool) {
	switch kind {
	case openapi3.TypeInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		return n, err == nil
	case openapi3.TypeNumber:
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil && n-n == 0 // neither NaN nor infinite
	case openapi3.TypeBoolean:
		switch strings.ToLower(text) {
		case "true", "1":
			return true, true
		case "false", "0":
			return false, true
		}
		return nil, false
	}
	return text, true
}
