package scenario

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/match"
)

// readExpect reads expect, where, until or give_up_if. Only expect saves: the
// others choose, and may look at many messages before one fits.
func (r *reader) readExpect(node *yaml.Node, s *Step, key string, n *names) *Expect {
	e := &Expect{Place: r.place(node), delivery: s.Kind == Receive, node: node}
	known := []string{"status", "headers", "body"}
	if e.delivery {
		known = []string{"headers", "body"}
		if key == "expect" {
			known = append(known, "signed_with")
		}
	}
	fields := r.file.Known(node, key, known...)
	if len(fields) == 0 && node.Kind == yaml.MappingNode && key != "expect" {
		r.file.Report(node, "", "%s says nothing", key)
	}
	if field, ok := fields["status"]; ok {
		e.Status = r.pattern(field.Value, match.Of("integer"), key, n)
	}
	responses := r.responses(s, e)
	if field, ok := fields["headers"]; ok {
		e.Headers = r.readHeaders(field.Value, responses, key, n)
	}
	if field, ok := fields["body"]; ok {
		e.Body = r.pattern(field.Value, r.bodySchema(s, responses), key, n)
	}
	if field, ok := fields["signed_with"]; ok {
		e.SignedWith = r.template(field.Value, match.Of("string"), n)
	}
	return e
}

func (r *reader) readHeaders(node *yaml.Node, responses []*openapi3.Response, key string, n *names) []Header {
	var headers []Header
	for _, field := range r.file.Fields(node, "headers") {
		header := Header{Name: http.CanonicalHeaderKey(field.Key.Value), Type: "string"}
		for _, response := range responses {
			for name, ref := range response.Headers {
				if http.CanonicalHeaderKey(name) == header.Name && ref.Value != nil && ref.Value.Schema != nil && ref.Value.Schema.Value.Type.IsSingle() {
					header.Type = ref.Value.Schema.Value.Type.Slice()[0]
				}
			}
		}
		header.Pattern = r.pattern(field.Value, match.Of(header.Type), key, n)
		headers = append(headers, header)
	}
	return headers
}

// pattern reads a pattern, whose names must be set by then or be saved in it.
func (r *reader) pattern(node *yaml.Node, schema match.Schema, key string, n *names) *match.Pattern {
	p := match.Compile(r.file, node, schema)
	if key == "expect" {
		n.expect(p.Uses())
		return p
	}
	for _, use := range p.Uses() {
		if use.Saves {
			r.file.ReportAt(use.Line, use.Column, "save it in expect", "$%s is saved in %s, which only chooses", use.Name, key)
		}
	}
	n.read(p.Uses())
	return p
}

// responses returns what the document says of the statuses that fit.
func (r *reader) responses(s *Step, e *Expect) []*openapi3.Response {
	if s.Operation == nil || s.Operation.Spec.Responses == nil {
		return nil
	}
	var found []*openapi3.Response
	var others *openapi3.Response
	for _, code := range slices.Sorted(maps.Keys(s.Operation.Spec.Responses.Map())) {
		response := s.Operation.Spec.Responses.Value(code).Value
		status, err := strconv.Atoi(code)
		switch {
		case response == nil:
		case err != nil:
			others = response // default
		case e.fitsStatus(status):
			found = append(found, response)
		}
	}
	if len(found) == 0 && others != nil {
		found = append(found, others)
	}
	return found
}

func (e *Expect) fitsStatus(status int) bool {
	if e.Status == nil {
		return status/100 == 2
	}
	return e.Status.Match(json.Number(strconv.Itoa(status)), true, match.NewEnv(nil)).OK()
}

// bodySchema returns what the document says of the body that is judged.
func (r *reader) bodySchema(s *Step, responses []*openapi3.Response) match.Schema {
	if s.Event != nil {
		return r.schema(s.Event.Body())
	}
	var schemas []*openapi3.Schema
	for _, response := range responses {
		if media := response.Content.Get("application/json"); media != nil && media.Schema != nil {
			schemas = append(schemas, media.Schema.Value)
		}
	}
	return r.schema(schemas...)
}
