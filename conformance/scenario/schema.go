package scenario

import (
	"bytes"
	"encoding/json"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/specs"
)

// Schema is the JSON Schema, draft-07, of a scenario, for an editor: it names
// the operations, parameters, members, events, accounts, numbers, ids and
// claims of each provider. Of several providers the address decides which.
//
// It takes what the loader takes, and refuses what can be told without reading
// several steps together. A scalar has to be written as what it is: the loader
// alone makes a text of an unquoted +919….
func Schema(book *specs.PhoneBook, providers ...*specs.Provider) ([]byte, error) {
	var personas []string
	for _, persona := range book.Personas {
		personas = append(personas, persona.Name)
	}
	whole := map[string]any{}
	if len(providers) == 1 {
		whole = describe(newContract(providers[0], personas), "#")
	} else {
		var beginnings, choices []any
		definitions := map[string]any{}
		for _, provider := range providers {
			begins := map[string]any{"pattern": "^" + provider.Name + "/"}
			beginnings = append(beginnings, begins)
			choices = append(choices, map[string]any{
				"if":   map[string]any{"required": []string{"scenario"}, "properties": map[string]any{"scenario": begins}},
				"then": map[string]any{"$ref": "#/definitions/" + provider.Name},
			})
			definitions[provider.Name] = describe(newContract(provider, personas), "#/definitions/"+provider.Name)
		}
		whole["type"] = "object"
		whole["required"] = []string{"scenario"}
		whole["properties"] = map[string]any{"scenario": map[string]any{"type": "string", "anyOf": beginnings, "description": "provider/file/name"}}
		whole["allOf"] = choices
		whole["definitions"] = definitions
	}
	whole["$schema"] = "http://json-schema.org/draft-07/schema#"
	whole["title"] = "A scenario of Ringer"
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(whole)
	return out.Bytes(), err
}

// An outline describes the scenarios of one provider.
type outline struct {
	*contract
	*match.Grammar
	reader *reader // for what it knows of bodies
	at     string  // where it stands, "#"
	status match.Schema
}

type object = map[string]any

// describe is the schema of one provider, which will stand at a place.
func describe(c *contract, at string) object {
	o := &outline{c, match.NewGrammar(at+"/definitions/", c.given), &reader{contract: c}, at, match.Of("integer")}
	o.Definitions["duration"] = object{
		"type": "string", "pattern": `^\+?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h))+$`, "not": object{"pattern": `^[^1-9]*$`},
		"description": "provider time: 10s, 5m or 1h30m",
	}
	o.Definitions["proves"] = o.claimed()
	o.Definitions["step"] = o.step()
	text := object{"type": "string", "minLength": 1}
	return object{
		"type": "object", "additionalProperties": false, "required": []string{"scenario", "title", "steps"},
		"properties": object{
			"scenario": object{"type": "string", "pattern": "^" + c.Name + `/[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_.-]*$`, "description": "provider/file/name", "examples": []string{c.Name + "/file/name"}},
			"title":    with(text, "description", "one sentence: what must hold"),
			"why":      with(text, "description", "for the person whose build it breaks"),
			"inbox":    o.inbox(),
			"steps":    object{"type": "array", "minItems": 1, "items": o.ref("step"), "description": "from top to bottom; the first that fails ends it"},
			"never":    object{"type": "array", "items": o.never(), "description": "what must not arrive, from start to end"},
		},
		"definitions": o.Definitions,
	}
}

func (o *outline) ref(name string) object { return object{"$ref": o.at + "/definitions/" + name} }

// with is an object with one more member.
func with(of object, key string, value any) object {
	more := object{key: value}
	for k, v := range of {
		more[k] = v
	}
	return more
}

// claimed describes proves: claims that can be proven, those that are assumed
// apart from the others.
func (o *outline) claimed() object {
	kinds := map[bool]object{}
	for _, assumed := range []bool{false, true} {
		ids, says := []string{}, []string{}
		for _, claim := range o.Ledger.Claims {
			if claim.Testable() && claim.Assumed() == assumed {
				ids, says = append(ids, claim.ID), append(says, claim.About()+": "+claim.Text)
			}
		}
		kinds[assumed] = object{"items": object{"enum": ids, "enumDescriptions": says}}
	}
	return object{
		"type": "array", "minItems": 1, "uniqueItems": true, "anyOf": []any{kinds[false], kinds[true]},
		"description": "the claims that the step shows; assumed ones stand in steps of their own",
	}
}

// inbox describes how our receiver answers.
func (o *outline) inbox() object {
	status := object{"type": "integer", "minimum": 200, "maximum": 599}
	text := object{"type": "string", "minLength": 1}
	answer := object{"anyOf": []any{status, object{
		"type": "object", "additionalProperties": false,
		"properties": object{"status": status, "after": o.ref("duration"), "headers": object{"type": "object", "additionalProperties": text}, "body": text},
	}}}
	answers := object{"type": "array", "minItems": 1, "items": answer, "description": "the last repeats; without it, 200 at once"}
	events := object{}
	for _, event := range o.events {
		events[event] = answers
	}
	return object{"type": "object", "additionalProperties": false, "properties": events, "description": "how our receiver answers each event"}
}

// eventNames describes the name of an event, with what each means.
func (o *outline) eventNames() object {
	says := []string{}
	for _, event := range o.Events() {
		says = append(says, event.Spec.Summary)
	}
	return object{"enum": o.events, "enumDescriptions": says}
}

// operationNames describes an operationId.
func (o *outline) operationNames() object {
	says := []string{}
	for _, operation := range o.Operations() {
		says = append(says, operation.Method+" "+operation.Path+": "+operation.Spec.Summary)
	}
	return object{"enum": o.operations, "enumDescriptions": says}
}
