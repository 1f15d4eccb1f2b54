package scenario

import (
	"maps"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/specs"
)

// A message is what an expectation looks at, and whether it may save.
type message uint8

const (
	judgedMessage message = iota
	chosenMessage
	judgedDelivery
	chosenDelivery
)

// replyOf describes what may be expected of an operation: a body of the status
// that is wanted, of any 2xx where none is.
func (o *outline) replyOf(operation *specs.Operation, m message) object {
	step := &Step{Kind: Call, Operation: operation}
	whatever := o.bodies(operation)
	form := o.expect(operation.ID, m, o.headers(operation), match.Schema{})
	body := func(name string, schema match.Schema) object {
		return object{"properties": object{"body": o.pattern(m, name, schema)}}
	}
	success := o.reader.bodySchema(step, o.reader.responses(step, &Expect{}))
	rules := []any{object{"if": object{"not": object{"required": []string{"status"}}}, "then": body(operation.ID, success)}}
	var known []int
	for _, status := range operation.Statuses() {
		response, _ := operation.Response(status)
		known = append(known, status)
		schema := o.reader.bodySchema(step, []*openapi3.Response{response})
		rules = append(rules, object{"if": is("status", status), "then": body(operation.ID+"."+strconv.Itoa(status), schema)})
	}
	others := object{"required": []string{"status"}, "properties": object{"status": object{"not": object{"enum": known}}}}
	rules = append(rules, object{"if": others, "then": body(operation.ID+".any", whatever)})
	form["allOf"] = rules
	return form
}

// bodies is any body that an operation answers with.
func (o *outline) bodies(operation *specs.Operation) match.Schema {
	var all []*openapi3.Response
	if operation.Spec.Responses != nil {
		for _, code := range slices.Sorted(maps.Keys(operation.Spec.Responses.Map())) {
			if response := operation.Spec.Responses.Value(code).Value; response != nil {
				all = append(all, response)
			}
		}
	}
	return o.reader.bodySchema(&Step{Kind: Call, Operation: operation}, all)
}

// headers are the names of the header fields that an operation answers with.
func (o *outline) headers(operation *specs.Operation) []string {
	var names []string
	for _, status := range operation.Statuses() {
		response, _ := operation.Response(status)
		names = slices.AppendSeq(names, maps.Keys(response.Headers))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// expect describes the form of expect, where, until and give_up_if.
func (o *outline) expect(name string, m message, headers []string, body match.Schema) object {
	fields := object{}
	for _, header := range headers {
		fields[header] = o.pattern(m, "header", match.Schema{})
	}
	properties := object{
		"headers": object{"type": "object", "properties": fields, "additionalProperties": o.pattern(m, "header", match.Schema{})},
		"body":    true,
	}
	switch m {
	case judgedMessage, chosenMessage:
		properties["status"] = object{"allOf": []any{o.pattern(m, "status", o.status)}, "description": "any 2xx unless given"}
	case judgedDelivery:
		properties["signed_with"] = with(o.Text(), "description", "the secret that it must be signed with")
	}
	if m != judgedMessage && m != chosenMessage || name == "get" {
		properties["body"] = o.pattern(m, name, body)
	}
	form := object{"type": "object", "additionalProperties": false, "properties": properties}
	if m == chosenMessage || m == chosenDelivery {
		form["minProperties"] = 1
	}
	return form
}

// pattern describes a pattern that may save where the message is judged.
func (o *outline) pattern(m message, name string, schema match.Schema) object {
	if m == judgedMessage || m == judgedDelivery {
		return o.Judged(name, schema)
	}
	return o.Chosen(name, schema)
}
