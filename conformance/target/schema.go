package target

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/ringer-mock/ringer/specs"
)

type object = map[string]any

// Schema is the JSON Schema, draft-07, of a target file, for an editor: it
// names the accounts, numbers, ids, claims and all that can be lacked of each
// provider. Of several providers the member provider decides which.
func Schema(book *specs.PhoneBook, providers ...*specs.Provider) ([]byte, error) {
	names, choices := []string{}, []any{}
	for _, provider := range providers {
		names = append(names, provider.Name)
		choices = append(choices, object{
			"if":   object{"required": []string{"provider"}, "properties": object{"provider": object{"const": provider.Name}}},
			"then": object{"properties": contentsOf(provider, book)},
		})
	}
	properties := settings()
	properties["provider"] = object{"enum": names, "description": "whose interface it has"}
	for _, key := range []string{"accounts", "numbers", "ids", "lacks", "known"} {
		properties[key] = true // which the provider decides
	}
	whole := object{
		"$schema": "http://json-schema.org/draft-07/schema#", "title": "A target of Ringer",
		"type": "object", "additionalProperties": false, "properties": properties,
		"required": []string{"target", "provider", "base_url", "accounts"},
		"allOf":    append(choices, object{"if": object{"properties": object{"base_url": onLoopback()}}, "else": object{"required": []string{"safety"}}}),
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(whole)
	return out.Bytes(), err
}

// text describes a text, or the variable of the environment that holds it.
func text(says string) object {
	return object{
		"type": "string", "minLength": 1, "description": says,
		"anyOf": []any{object{"not": object{"pattern": `\$env`}}, object{"pattern": `^\$env\.[A-Za-z0-9_]+$`}},
	}
}

// address describes the URL of a server.
func address(says string) object {
	return object{"description": says, "type": "string", "anyOf": []any{
		object{"pattern": `^https?://[^/?#@\s]+(/[^?#@]*)?$`, "not": object{"pattern": `\$env`}},
		object{"pattern": `^\$env\.[A-Za-z0-9_]+$`},
	}}
}

// onLoopback describes URLs that stay on this machine. Where the environment
// holds the URL nobody knows, and an editor keeps quiet.
func onLoopback() object {
	return object{"type": "string", "pattern": `^(\$env\.|https?://(([^/@]*\.)?localhost|127\.[0-9.]+|\[::1\])(:[0-9]*)?(/|$))`}
}

// settings describes what is the same for all providers.
func settings() object {
	duration := func(says string) object {
		return object{"type": "string", "pattern": `^\+?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h))+)$`, "description": says}
	}
	return object{
		"target":   object{"type": "string", "minLength": 1, "description": "what to call it in reports"},
		"base_url": address("where it answers; operations are joined to it"),
		"control":  address("a Ringer control port, where the target is one of our fakes"),
		"inbox": object{
			"type": "object", "additionalProperties": false, "required": []string{"listen"}, "description": "where callbacks arrive",
			"properties": object{
				"listen": object{"type": "string", "pattern": `:[0-9]{1,5}$|^\$env\.`, "description": "127.0.0.1:7070; port 0 takes a free one"},
				"url":    address("what the implementation is told, where it differs from listen"),
			},
		},
		"wait": object{
			"type": "object", "additionalProperties": false, "description": "bounds of real time",
			"properties": object{
				"longest": duration("of provider time that one step waits; 10m unless given"),
				"pace":    object{"type": "number", "exclusiveMinimum": 0, "maximum": 1e6, "description": "provider time runs so many times as fast as real time"},
				"settle":  duration("how long to watch for what must never arrive; 5s unless given"),
			},
		},
		"safety": object{
			"type": "object", "additionalProperties": false, "required": []string{"may_dial", "max_calls"}, "description": "required beyond loopback, where calls ring real phones",
			"properties": object{
				"may_dial":  object{"type": "array", "items": text("a number in quotes, * standing for any text")},
				"max_calls": object{"type": "integer", "minimum": 0},
			},
		},
	}
}

// contentsOf describes what one provider decides.
func contentsOf(provider *specs.Provider, book *specs.PhoneBook) object {
	r := &reader{target: &Target{Provider: provider}, options: Options{Book: book}}
	fields := object{"token": text("a token that it has already")}
	for _, account := range provider.World.Accounts {
		for key := range account.Fields {
			fields[key] = text(key + ", or $env.NAME for a secret")
		}
	}
	accounts, numbers, ids := object{}, object{}, object{}
	for _, name := range r.accountNames() {
		accounts[name] = object{"type": "object", "additionalProperties": false, "properties": fields}
	}
	for _, persona := range book.Personas {
		numbers[persona.Name] = text(persona.Title + "; a number in quotes")
	}
	for name := range provider.World.Numbers {
		if numbers[name] == nil {
			numbers[name] = text("the number of the " + name + ", in quotes")
		}
	}
	for name := range provider.World.IDs {
		ids[name] = text("the " + name + " that scenarios name")
	}
	var claims []string
	for _, claim := range provider.Ledger.Claims {
		claims = append(claims, claim.ID)
	}
	named := object{"type": "string", "minLength": 1}
	return object{
		"accounts": object{"type": "object", "additionalProperties": false, "required": []string{"main"}, "properties": accounts, "description": "every $env value is a secret, and masked everywhere"},
		"numbers":  object{"type": "object", "additionalProperties": false, "properties": numbers, "description": "who behaves how; what needs others is inconclusive"},
		"ids":      object{"type": "object", "additionalProperties": false, "properties": ids, "description": "what a caller must know"},
		"lacks":    object{"type": "array", "items": object{"enum": r.lackable()}, "description": "operations, events, personas and accounts that it does not have"},
		"known": object{"type": "array", "description": "failures that are expected until someone repairs them", "items": object{
			"type": "object", "additionalProperties": false, "required": []string{"because"},
			"properties": object{"scenario": named, "claim": object{"enum": claims}, "because": named},
			"oneOf":      []any{object{"required": []string{"scenario"}}, object{"required": []string{"claim"}}},
		}},
	}
}

// lackable are the words that may stand under lacks.
func (r *reader) lackable() []string {
	var known []string
	for _, operation := range r.target.Provider.Operations() {
		known = append(known, operation.ID)
	}
	for _, event := range r.target.Provider.Events() {
		known = append(known, event.Name)
	}
	known = append(known, slices.Sorted(maps.Keys(r.target.Provider.World.Numbers))...)
	known = append(known, r.personas()...)
	known = append(known, r.accountNames()...)
	return unique(known)
}

// unique leaves out what has been there before.
func unique(words []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(words, func(word string) bool {
		before := seen[word]
		seen[word] = true
		return before
	})
}
