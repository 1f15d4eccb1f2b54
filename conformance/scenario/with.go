package scenario

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/specs"
)

// Argument is one key of with.
type Argument struct {
	Name  string
	In    string              // "path", "query", "header", "cookie" or "body"
	Param *openapi3.Parameter // nil where In is "body"
	Value *match.Template
	Place Place
}

// readWith reads what a request carries: each key is a parameter, else a member
// of the body. A request that is invalid on purpose is typed by YAML, and may
// lack what the document requires.
func (r *reader) readWith(s *Step, fields map[string]source.Field, invalid bool, n *names) {
	body := r.schema(s.Operation.Body())
	at, ok := fields["with"]
	if ok {
		for _, field := range r.file.Fields(at.Value, "parameters and members of the body") {
			argument, schema, ok := r.find(s.Operation, body, field.Key)
			if !ok {
				continue
			}
			if invalid {
				schema = match.Schema{}
			}
			argument.Place = r.place(field.Value)
			argument.Value = r.template(field.Value, schema, n)
			s.With = append(s.With, argument)
		}
	} else {
		at = fields[s.Kind.String()]
	}
	if !invalid && (!ok || at.Value.Kind == yaml.MappingNode) {
		r.checkRequired(s, body, at.Key)
	}
}

// find looks a key up in the operation.
func (r *reader) find(operation *specs.Operation, body match.Schema, key *yaml.Node) (Argument, match.Schema, bool) {
	known, open := body.Members()
	for _, param := range operation.Params {
		if param.Name == key.Value || param.In == openapi3.ParameterInHeader && strings.EqualFold(param.Name, key.Value) {
			var schema *openapi3.Schema
			if param.Schema != nil {
				schema = param.Schema.Value
			}
			return Argument{Name: param.Name, In: param.In, Param: param}, r.schema(schema), true
		}
	}
	if slices.Contains(known, key.Value) || open {
		return Argument{Name: key.Value, In: "body"}, body.Member(key.Value), true
	}
	for _, param := range operation.Params {
		known = append(known, param.Name)
	}
	r.file.Report(key, source.DidYouMean(key.Value, known), "%s has no parameter or body member %s", operation.ID, key.Value)
	return Argument{}, match.Schema{}, false
}

// checkRequired reports what the document requires and the request lacks.
func (r *reader) checkRequired(s *Step, body match.Schema, at *yaml.Node) {
	sent := func(in, name string) bool {
		return slices.ContainsFunc(s.With, func(a Argument) bool { return (a.In == "body") == (in == "body") && a.Name == name })
	}
	var missing []string
	for _, param := range s.Operation.Params {
		if param.Required && !sent(param.In, param.Name) {
			missing = append(missing, param.Name)
		}
	}
	if request := s.Operation.Spec.RequestBody; request != nil && request.Value != nil {
		some := slices.ContainsFunc(s.With, func(a Argument) bool { return a.In == "body" })
		if some || request.Value.Required {
			for _, name := range body.Required() {
				if !sent("body", name) {
					missing = append(missing, name)
				}
			}
		}
	}
	if len(missing) > 0 {
		r.file.Report(at, "if that is the point of the step, say so with invalid: why", "%s needs %s", s.Operation.ID, strings.Join(missing, ", "))
	}
}

// schema wraps what the document says, with its formats.
func (r *reader) schema(alternatives ...*openapi3.Schema) match.Schema {
	return match.SchemaOf(r.contract.options, alternatives...)
}

// template reads a value to send, whose names must be set by then.
func (r *reader) template(node *yaml.Node, schema match.Schema, n *names) *match.Template {
	t := match.CompileTemplate(r.file, node, schema)
	n.read(t.Uses())
	return t
}
