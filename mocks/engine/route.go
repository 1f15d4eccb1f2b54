package engine

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// A route is one operation with everything about it that is known before the
// first request.
type route struct {
	operation  *specs.Operation
	run        Operation
	params     []param
	queries    bool // something of it stands in the query
	body       *openapi3.Schema
	bodyFits   quick
	bodyNeeded bool
	defaults   map[string]any
	options    []openapi3.SchemaValidationOption
	replies    map[int]*promise
	otherwise  *promise // of statuses that are not listed; nil: there are no others
	tally      tally    // of what was answered
	takes      bool     // a secret stands in the body
	gives      bool     // a secret stands in a reply
}

// newRoute resolves one operation, or lists what of it the engine cannot serve.
func newRoute(document *openapi3.T, o *specs.Operation, run Operation) (*route, error) {
	rt := &route{operation: o, run: run, defaults: map[string]any{}, options: checking(document), replies: map[int]*promise{}}
	var problems []error
	for _, p := range o.Params {
		made, err := newParam(p)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		rt.params = append(rt.params, made)
		rt.queries = rt.queries || p.In == "query"
		if made.schema.Default != nil {
			rt.defaults[p.Name] = defaultOf(made)
		}
	}
	for _, scheme := range o.Security {
		if !supported(scheme) {
			problems = append(problems, fmt.Errorf("security scheme %s is neither a bearer token nor a key in a header or the query", scheme.Name))
		}
		rt.queries = rt.queries || scheme.Spec.In == "query"
	}
	if ref := o.Spec.RequestBody; ref != nil {
		if rt.body = o.Body(); rt.body == nil {
			problems = append(problems, errors.New("its body is no JSON"))
		}
		rt.bodyNeeded = ref.Value.Required
		rt.bodyFits = quickCheck(rt.body)
		bodyDefaults(rt.body, rt.defaults)
		secrets(rt.body, func(string) { rt.takes = true })
	}
	rt.promises()
	if len(problems) > 0 {
		return nil, fmt.Errorf("operation %s: %w", o.ID, errors.Join(problems...))
	}
	return rt, nil
}

// checking are the rules of judgement that hold for a whole document.
func checking(document *openapi3.T) []openapi3.SchemaValidationOption {
	return append(document.GetSchemaValidationOptions(), openapi3.MultiErrors())
}

func (rt *route) promises() {
	for word, ref := range rt.operation.Spec.Responses.Map() {
		p := &promise{response: ref.Value, schema: schemaOf(ref.Value)}
		secrets(p.schema, func(string) { rt.gives = true })
		if status, err := strconv.Atoi(word); err == nil {
			rt.replies[status] = p
		} else if word == "default" {
			rt.otherwise = p
		}
	}
}

// defaultOf gives an integer parameter's default the type that a sent one has.
func defaultOf(p param) any {
	if n, ok := p.schema.Default.(float64); ok && p.kind == openapi3.TypeInteger {
		return int64(n)
	}
	return p.schema.Default
}

// bodyDefaults collects the defaults of a body's own members.
func bodyDefaults(schema *openapi3.Schema, into map[string]any) {
	if schema == nil {
		return
	}
	for name, ref := range schema.Properties {
		if ref.Value.Default != nil {
			into[name] = ref.Value.Default
		}
	}
	for _, ref := range schema.AllOf {
		bodyDefaults(ref.Value, into)
	}
}

// arguments decodes the parameters of a request, and judges them.
func (rt *route) arguments(r *http.Request, path segments, query url.Values, into *Input) []Detail {
	var broken []Detail
	if len(rt.params) > 0 {
		into.params = make([]argument, 0, len(rt.params))
	}
	for i := range rt.params {
		p := &rt.params[i]
		texts := p.texts(r, path, query)
		if len(texts) == 0 {
			if p.required {
				broken = append(broken, Detail{In: p.in, Field: []string{p.name}, Rule: "required", Reason: "is required"})
			}
			continue
		}
		value, ok := p.decode(texts)
		if !ok {
			want := types(p.schema)
			broken = append(broken, Detail{In: p.in, Field: []string{p.name}, Rule: "type", Want: want, Reason: "must be " + article(want)})
			continue
		}
		if !p.typeOnly {
			broken = append(broken, check(p.in, []string{p.name}, p.schema, plainNumbers(value), rt.options)...)
		}
		into.params = append(into.params, argument{p.name, value})
	}
	return broken
}

// plainNumbers is a value as JSON has it, which is how schemas are checked.
func plainNumbers(value any) any {
	switch v := value.(type) {
	case int64:
		return float64(v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plainNumbers(v[i])
		}
		return list
	}
	return value
}

// judgeBody lists what is wrong with the body.
func (rt *route) judgeBody(value any, empty bool) []Detail {
	switch {
	case rt.body == nil || empty && !rt.bodyNeeded:
		return nil
	case empty:
		return []Detail{{In: "body", Rule: "required", Reason: "is required"}}
	case rt.bodyFits(value):
		return nil
	}
	return check("body", nil, rt.body, value, rt.options)
}
