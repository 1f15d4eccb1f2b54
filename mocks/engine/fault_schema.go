package engine

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

type object = map[string]any

// FaultSchema is the JSON Schema, draft-07, of a list of faults, for an editor:
// the words of FaultWords, and the operations, events, accounts and personas of
// some providers.
func FaultSchema(book *call.Book, providers ...*specs.Provider) ([]byte, error) {
	names := faultNamesOf(book, providers)
	point := object{"type": "object", "additionalProperties": false, "properties": wordSchemas(reflect.TypeFor[Point](), PointWords(), names)}
	fault := object{
		"type": "object", "additionalProperties": false, "required": []string{"on", "do"},
		"properties": object{"on": point, "do": object{"type": "object", "minProperties": 1}},
	}
	var kinds, rules []any
	for _, kind := range []PointKind{AtOperation, AtStage, AtEvent} {
		kinds = append(kinds, object{"required": []string{string(kind)}})
		rules = append(rules, object{
			"if":   object{"properties": object{"on": object{"required": []string{string(kind)}}}},
			"then": object{"properties": object{"on": pointOf(kind), "do": effectOf(kind, names)}},
		})
	}
	for _, stage := range Stages() {
		rules = append(rules, object{
			"if":   object{"properties": object{"on": object{"required": []string{string(AtStage)}, "properties": object{"stage": object{"const": stage}}}}},
			"then": object{"properties": object{"do": effectAt(stage, book)}},
		})
	}
	point["oneOf"], fault["allOf"] = kinds, rules
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(object{
		"$schema": "http://json-schema.org/draft-07/schema#", "title": "Faults of Ringer",
		"type": "array", "minItems": 1, "maxItems": mostFaults, "items": fault,
	})
	return out.Bytes(), err
}

// faultNamesOf are the words that stand for names, with the names.
func faultNamesOf(book *call.Book, providers []*specs.Provider) map[string][]string {
	names := map[string][]string{"stage": Stages(), "persona": book.Names(), "language": Languages()}
	add := func(word, name string) {
		if !slices.Contains(names[word], name) {
			names[word] = append(names[word], name)
		}
	}
	for _, provider := range providers {
		add("provider", provider.Name)
		for _, operation := range provider.Operations() {
			add("operation", operation.ID)
		}
		for _, event := range provider.Events() {
			add("event", event.Name)
		}
		for _, account := range provider.World.Accounts {
			add("account", account.Name)
		}
	}
	return names
}

// wordSchemas describes the words of rows by the fields that hold them.
func wordSchemas(of reflect.Type, rows []FaultWord, names map[string][]string) object {
	schemas := object{}
	for _, row := range rows {
		if schemas[row.Word] != nil {
			continue
		}
		alike := slices.DeleteFunc(slices.Clone(rows), func(other FaultWord) bool { return other.Word != row.Word })
		schemas[row.Word] = wordSchema(fieldOf(reflect.New(of), row.Word), alike, names[row.Word])
	}
	return schemas
}

// wordSchema describes one word, of which there is a row for each choice.
func wordSchema(field reflect.Value, rows []FaultWord, names []string) object {
	word, says := rows[0].Word, rows[0].Says
	if names != nil {
		return object{"enum": names, "description": says}
	}
	form := object{"description": says}
	switch field.Addr().Interface().(type) {
	case *string:
		if !rows[0].Choice {
			form["type"] = []string{"string", "integer"} // a phone number, or a code
			break
		}
		var choices, sayings []string
		for _, row := range rows {
			choices, sayings = append(choices, row.Value), append(sayings, row.Says)
		}
		form["enum"], form["enumDescriptions"] = choices, sayings
		delete(form, "description")
	case *int:
		form["type"], form["minimum"] = "integer", 1
		if word == "status" {
			form["minimum"], form["maximum"] = 200, 599
		}
	case *bool:
		form["const"] = true
	case *float64:
		form["type"], form["exclusiveMinimum"], form["maximum"] = "number", 0, 1
	case *Counts:
		count := object{"type": "integer", "minimum": 1}
		form["anyOf"] = []any{count, object{"type": "array", "minItems": 1, "items": count}}
	case *time.Duration:
		form["anyOf"] = []any{spanSchema()}
		if word == "retry_after" {
			form["anyOf"] = []any{spanSchema(), object{"type": "integer", "minimum": 1}}
		}
	case *map[string]string:
		form["type"], form["minProperties"] = "object", 1
		form["additionalProperties"] = object{"type": []string{"string", "number", "boolean"}}
	case *json.RawMessage:
		if word == "alter" {
			form["type"] = "object"
		}
	}
	return form
}

// spanSchema describes a duration of more than nothing.
func spanSchema() object {
	return object{"type": "string", "pattern": `^\+?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h))+$`, "not": object{"pattern": `^[^1-9]*$`}}
}

// pointOf says which words go with a kind of point.
func pointOf(kind PointKind) object {
	words := []string{}
	for _, row := range PointWords() {
		if row.Point == "" || row.Point == kind {
			words = append(words, row.Word)
		}
	}
	return object{"propertyNames": object{"enum": words}}
}

// effectOf describes the effects at a kind of point: which there are, which
// exclude each other, and which need others.
func effectOf(kind PointKind, names map[string][]string) object {
	rows := slices.DeleteFunc(EffectWords(), func(row FaultWord) bool { return row.Point != kind })
	groups, needs, excluded := map[string][]string{}, object{}, []any{}
	for _, row := range rows {
		if row.Group != "" && !slices.Contains(groups[row.Group], row.Word) {
			for _, other := range groups[row.Group] {
				excluded = append(excluded, object{"required": []string{other, row.Word}})
			}
			groups[row.Group] = append(groups[row.Group], row.Word)
		}
		if len(row.Needs) > 0 {
			var either []any
			for _, need := range row.Needs {
				either = append(either, object{"required": []string{need}})
			}
			needs[row.Word] = object{"anyOf": either}
		}
	}
	form := object{"additionalProperties": false, "properties": wordSchemas(reflect.TypeFor[Effect](), rows, names), "dependencies": needs}
	if len(excluded) > 0 {
		form["not"] = object{"anyOf": excluded}
	}
	return form
}

// effectAt says what goes with one stage: its words, and what it fails with.
func effectAt(stage string, book *call.Book) object {
	elsewhere, fails := []string{}, []any{}
	for _, row := range stageEffects() {
		if row.Stages != nil && !slices.Contains(row.Stages, stage) {
			elsewhere = append(elsewhere, row.Word)
		}
	}
	part, _ := call.PartNamed(stage)
	for _, word := range stageFailures(part, book) {
		if _, ok := failingAt(part, word, book); !ok {
			continue // words for people
		}
		fails = append(fails, word)
		if code, err := strconv.Atoi(word); err == nil {
			fails = append(fails, code)
		}
	}
	fail := object{"enum": fails}
	if _, ok := failingAt(part, "499", book); ok {
		fail = object{"anyOf": []any{fail, object{"type": "integer", "minimum": 400, "maximum": 599}, object{"type": "string", "pattern": "^[45][0-9][0-9]$"}}}
	}
	form := object{"properties": object{}}
	form["properties"].(object)["fail"] = fail
	if len(fails) == 0 {
		form["properties"].(object)["fail"] = false
	}
	if len(elsewhere) > 0 {
		form["propertyNames"] = object{"not": object{"enum": elsewhere}}
	}
	return form
}
