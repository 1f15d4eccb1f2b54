package scenario

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/specs"
)

// step describes a step: one key that says what to do, the keys that go with
// it, and for each operation and event what they may hold.
func (o *outline) step() object {
	properties := object{
		"call":       with(o.operationNames(), "description", "send a request"),
		"get":        with(o.Text(), "description", "fetch an address that the implementation gave"),
		"receive":    with(o.eventNames(), "description", "take callbacks"),
		"eventually": with(o.operationNames(), "description", "poll until the answer fits"),
		"wait":       with(o.ref("duration"), "description", "let provider time pass"),
		"as":         o.sender(),
		"under":      object{"enum": o.Bases, "description": "the base of the document to send it under"},
		"invalid":    object{"type": "string", "minLength": 1, "description": "why the request need not fit the document"},
		"within":     o.ref("duration"),
		"times":      true,
		"gaps":       object{"anyOf": []any{object{"const": "growing"}, object{"type": "array", "minItems": 1, "items": o.ref("duration")}}, "description": "provider time between deliveries"},
		"after":      with(o.eventNames(), "description", "the event that an earlier step received, and that must have arrived before"),
		"proves":     o.ref("proves"),
	}
	for _, key := range []string{"with", "where", "until", "give_up_if", "expect"} {
		properties[key] = true
	}
	var kinds, rules []any
	for _, form := range forms() {
		kind := form.kind.String()
		kinds = append(kinds, object{"required": []string{kind}})
		then := object{"propertyNames": object{"enum": form.keys}}
		switch form.kind {
		case Call:
			then["properties"] = object{"times": object{"type": "integer", "minimum": 1, "description": "so many copies"}}
		case Get:
			then["properties"] = object{"expect": o.expect("get", judgedMessage, nil, match.Schema{})}
		case Receive:
			then["required"] = []string{"within"}
			then["properties"] = object{"times": many()}
			then["dependencies"] = object{"gaps": []string{"times"}}
		case Eventually:
			then["required"] = []string{"within"}
			then["anyOf"] = []any{object{"required": []string{"until"}}, object{"required": []string{"expect"}}}
		}
		rules = append(rules, object{"if": object{"required": []string{kind}}, "then": then})
	}
	for _, operation := range o.Operations() {
		rules = append(rules, o.operationRules(operation)...)
	}
	for _, event := range o.Events() {
		rules = append(rules, object{"if": is("receive", event.Name), "then": o.eventRule(event)})
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties, "oneOf": kinds, "allOf": rules}
}

// is describes an object with a member of one value.
func is(key string, value any) object {
	return object{"required": []string{key}, "properties": object{key: object{"const": value}}}
}

// many describes how many deliveries are taken.
func many() object {
	count := object{"type": "integer", "minimum": 1}
	return object{
		"anyOf":       []any{count, object{"type": "object", "minProperties": 1, "additionalProperties": false, "properties": object{"at_least": count, "at_most": count}}},
		"description": "so many must arrive within that time: 3, or {at_least: 2, at_most: 4}",
	}
}

// sender describes as.
func (o *outline) sender() object {
	token := object{"type": "object", "additionalProperties": false, "required": []string{"token"}, "properties": object{"token": o.Text()}}
	return object{"anyOf": []any{object{"enum": o.accounts}, token}, "description": "the account that sends it; nobody sends no credentials, stranger those of no one"}
}

// operationRules are what a step with an operation may hold.
func (o *outline) operationRules(operation *specs.Operation) []any {
	name := operation.ID
	arguments, required := o.arguments(operation)
	fit := object{"properties": object{"with": o.ref("with." + name)}}
	if len(required) > 0 {
		fit["required"] = []string{"with"}
	}
	o.Definitions["with."+name] = arguments
	o.Definitions["expect."+name] = o.replyOf(operation, judgedMessage)
	o.Definitions["where."+name] = o.replyOf(operation, chosenMessage)
	anyhow := object{}
	for key := range arguments["properties"].(object) {
		anyhow[key] = o.Sent("", match.Schema{})
	}
	invalid := object{"properties": object{"with": object{"type": "object", "properties": anyhow, "additionalProperties": arguments["additionalProperties"]}}}
	expects := object{"expect": o.ref("expect." + name)}
	polls := object{"expect": o.ref("expect." + name), "until": o.ref("where." + name), "give_up_if": o.ref("where." + name)}
	return []any{
		object{"if": is("call", name), "then": object{"properties": expects, "if": object{"required": []string{"invalid"}}, "then": invalid, "else": fit}},
		object{"if": is("eventually", name), "then": with(fit, "allOf", []any{object{"properties": polls}})},
	}
}

// arguments describes with: parameters, and members of the body.
func (o *outline) arguments(operation *specs.Operation) (form object, required []string) {
	body := o.reader.schema(operation.Body())
	members, open := body.Members()
	properties := object{}
	for _, member := range members {
		properties[member] = o.Sent(operation.ID+"."+member, body.Member(member))
	}
	for _, param := range operation.Params {
		var schema *openapi3.Schema
		if param.Schema != nil {
			schema = param.Schema.Value
		}
		described := o.Sent(operation.ID+"."+param.Name, o.reader.schema(schema))
		if param.Description != "" {
			described = object{"allOf": []any{described}, "description": param.Description}
		}
		properties[param.Name] = described
		if lower := strings.ToLower(param.Name); param.In == openapi3.ParameterInHeader && !param.Required {
			properties[lower] = described
		}
		if param.Required {
			required = append(required, param.Name)
		}
	}
	if request := operation.Spec.RequestBody; request != nil && request.Value != nil && request.Value.Required {
		required = append(required, body.Required()...)
	}
	slices.Sort(required)
	form = object{"type": "object", "properties": properties, "additionalProperties": false, "required": slices.Compact(required)}
	if open {
		form["additionalProperties"] = true
	}
	if len(required) == 0 {
		delete(form, "required")
	}
	return form, required
}

// eventRule is what a step that receives an event may hold.
func (o *outline) eventRule(event *specs.Event) object {
	body := o.reader.schema(event.Body())
	o.Definitions["expect."+event.Name] = o.expect(event.Name, judgedDelivery, nil, body)
	o.Definitions["where."+event.Name] = o.expect(event.Name, chosenDelivery, nil, body)
	rule := object{"properties": object{"expect": o.ref("expect." + event.Name), "where": o.ref("where." + event.Name)}}
	if event.Operation == "" {
		rule["required"] = []string{"where"} // other scenarios' deliveries arrive there, too
	}
	return rule
}

// never describes what must not arrive.
func (o *outline) never() object {
	var rules []any
	for _, event := range o.Events() {
		rule := object{"properties": object{"where": o.ref("where." + event.Name)}}
		if event.Operation == "" {
			rule["required"] = []string{"where"}
		}
		rules = append(rules, object{"if": is("receive", event.Name), "then": rule})
	}
	form := object{
		"type": "object", "additionalProperties": false, "required": []string{"receive"},
		"properties": object{"receive": o.eventNames(), "where": true, "proves": o.ref("proves")},
	}
	if len(rules) > 0 {
		form["allOf"] = rules
	}
	return form
}
