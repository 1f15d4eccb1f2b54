package engine

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// check judges a value by a schema and returns every broken rule. The texts
// are ours: the library's may hold what the client sent.
func check(in string, at []string, schema *openapi3.Schema, value any, options []openapi3.SchemaValidationOption) []Detail {
	err := schema.VisitJSON(value, options...)
	if err == nil {
		return nil
	}
	details := explain(nil, in, at, err)
	slices.SortStableFunc(details, func(a, b Detail) int { return slices.Compare(a.Field, b.Field) })
	inOrder(details, len(at), schema.Required)
	return details
}

// inOrder moves the members that a schema requires to the front, in the order
// in which it names them.
func inOrder(details []Detail, depth int, names []string) {
	rank := func(d Detail) int {
		if len(d.Field) <= depth {
			return -1
		}
		if i := slices.Index(names, d.Field[depth]); i >= 0 {
			return i
		}
		return len(names)
	}
	slices.SortStableFunc(details, func(a, b Detail) int { return rank(a) - rank(b) })
}

func explain(details []Detail, in string, at []string, err error) []Detail {
	switch e := err.(type) {
	case openapi3.MultiError:
		for _, one := range e {
			details = explain(details, in, at, one)
		}
		return details
	case *openapi3.SchemaError:
		var parts openapi3.MultiError
		if e.SchemaField == "allOf" && errors.As(e.Origin, &parts) {
			return explain(details, in, append(slices.Clone(at), e.JSONPointer()...), parts)
		}
		return append(details, detail(in, at, e))
	}
	return append(details, Detail{In: in, Field: at, Rule: "type", Reason: "is no value that JSON knows"})
}

func detail(in string, at []string, e *openapi3.SchemaError) Detail {
	d := Detail{In: in, Field: append(slices.Clone(at), e.JSONPointer()...), Rule: e.SchemaField}
	if len(d.Field) == 0 {
		d.Field = nil
	}
	s := e.Schema
	switch e.SchemaField {
	case "type", "nullable":
		d.Rule, d.Want = "type", types(s)
		d.Reason = "must be " + article(d.Want)
	case "required":
		d.Reason = "is required"
	case "enum":
		d.Want = listed(s.Enum)
		d.Reason = "must be one of " + d.Want
	case "format":
		d.Want = s.Format
		d.Reason = "must be a valid " + s.Format
	case "pattern":
		d.Want = s.Pattern
		d.Reason = "must match " + s.Pattern
	case "minimum":
		d.Want = number(s.Min)
		d.Reason = "must be at least " + d.Want
	case "maximum":
		d.Want = number(s.Max)
		d.Reason = "must be at most " + d.Want
	case "exclusiveMinimum":
		d.Want = number(s.Min)
		d.Reason = "must be more than " + d.Want
	case "exclusiveMaximum":
		d.Want = number(s.Max)
		d.Reason = "must be less than " + d.Want
	case "multipleOf":
		d.Want = number(s.MultipleOf)
		d.Reason = "must be a multiple of " + d.Want
	case "minLength":
		d.Want = strconv.FormatUint(s.MinLength, 10)
		d.Reason = "must have at least " + d.Want + " characters"
	case "maxLength":
		d.Want = limit(s.MaxLength)
		d.Reason = "must have at most " + d.Want + " characters"
	case "minItems":
		d.Want = strconv.FormatUint(s.MinItems, 10)
		d.Reason = "must have at least " + d.Want + " items"
	case "maxItems":
		d.Want = limit(s.MaxItems)
		d.Reason = "must have at most " + d.Want + " items"
	case "uniqueItems":
		d.Reason = "must not hold an item twice"
	case "minProperties":
		d.Want = strconv.FormatUint(s.MinProps, 10)
		d.Reason = "must have at least " + d.Want + " members"
	case "properties":
		d.Rule, d.Reason = "additionalProperties", "has a member that is not allowed"
	default:
		d.Want = types(s)
		d.Reason = "does not fit the document"
	}
	return d
}

// types names what a schema takes: "string", or "integer or string" where
// there is a choice.
func types(s *openapi3.Schema) string {
	if s.Type != nil && len(*s.Type) > 0 {
		return strings.Join(*s.Type, " or ")
	}
	var names []string
	for _, list := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf} {
		for _, ref := range list {
			if name := types(ref.Value); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, " or ")
}

func article(noun string) string {
	switch {
	case noun == "":
		return "a value"
	case strings.IndexByte("aeio", noun[0]) >= 0:
		return "an " + noun
	}
	return "a " + noun
}

func listed(values []any) string {
	texts := make([]string, 0, len(values))
	for _, v := range values {
		switch v := v.(type) {
		case string:
			texts = append(texts, v)
		case float64:
			texts = append(texts, number(&v))
		case bool:
			texts = append(texts, strconv.FormatBool(v))
		}
	}
	return strings.Join(texts, ", ")
}

func number(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

func limit(n *uint64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatUint(*n, 10)
}
