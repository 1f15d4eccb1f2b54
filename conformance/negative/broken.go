package negative

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

// broken is a request that breaks one rule.
type broken struct {
	member, rule, side string
	what               string // in words, such as "the limit is below its least value"
	as                 string // empty: as the base is sent
	invalid            bool   // it does not fit the document
	spoilt             scenario.Spoilt
	with               *yaml.Node
	marks              []map[string]any // extensions of what stands around the member, the nearest first
}

// breaks are all the ways to break a request of an operation.
func breaks(provider *specs.Provider, op *specs.Operation, from base) []broken {
	options := provider.Document.GetSchemaValidationOptions()
	list := credentials(provider, op, from)
	for _, param := range op.Params {
		list = append(list, inParam(param, from, options)...)
	}
	if body := op.Body(); body != nil {
		for _, name := range slices.Sorted(maps.Keys(body.Properties)) {
			list = append(list, inBody(body, name, from, options)...)
		}
		list = append(list,
			broken{rule: specs.NoJSON, what: "the body is cut off", invalid: true, spoilt: scenario.Cut, with: from.with, marks: []map[string]any{body.Extensions}},
			broken{rule: specs.WrongMedia, what: "the body is called text/plain", invalid: true, spoilt: scenario.Untyped, with: from.with, marks: []map[string]any{body.Extensions}})
	}
	return list
}

// credentials are the request without any, with those of no one, and with those of another account for what belongs to
// this one.
func credentials(provider *specs.Provider, op *specs.Operation, from base) []broken {
	if len(op.Security) == 0 {
		return nil
	}
	var list []broken
	if !from.own {
		list = append(list,
			broken{rule: specs.NoCredential, what: "there is no credential", as: scenario.Nobody, with: from.with},
			broken{rule: specs.WrongCredential, what: "the credential is nobody's", as: scenario.Stranger, with: from.with})
	}
	if _, ok := provider.World.Account(other); ok {
		for _, param := range op.Params {
			if param.In == openapi3.ParameterInPath {
				list = append(list, broken{
					member: param.Name, rule: specs.Foreign, what: "the " + param.Name + " is another account's", as: other, with: from.with,
					marks: []map[string]any{param.Extensions},
				})
			}
		}
	}
	return list
}

// other is the account that every provider's world has beside the main one, where there can be a second.
const other = "other"

func inParam(param *openapi3.Parameter, from base, options []openapi3.SchemaValidationOption) []broken {
	if param.Schema == nil {
		return nil
	}
	s, path := param.Schema.Value, param.In == openapi3.ParameterInPath
	marks := []map[string]any{s.Extensions, param.Extensions}
	var list []broken
	if param.Required && !path {
		list = append(list, broken{
			member: param.Name, rule: specs.Missing, what: param.Name + " is missing", invalid: true, with: without(from.with, param.Name), marks: marks,
		})
	}
	if s.Type.Is(openapi3.TypeArray) && child(from.with, param.Name) == nil {
		return list // lists of parameters go together: one alone breaks a rule that no schema tells
	}
	for _, m := range mutations(s, options, true) {
		if path && m.value == "" {
			continue // that is another path
		}
		list = append(list, m.broken(param.Name, from, m.value, marks[1:]))
	}
	return list
}

func inBody(body *openapi3.Schema, name string, from base, options []openapi3.SchemaValidationOption) []broken {
	s := body.Properties[name].Value
	around := []map[string]any{body.Extensions}
	var list []broken
	if slices.Contains(body.Required, name) {
		list = append(list, broken{
			member: name, rule: specs.Missing, what: name + " is missing", invalid: true, with: without(from.with, name),
			marks: append([]map[string]any{s.Extensions}, around...),
		})
	}
	for _, m := range mutations(s, options, false) {
		list = append(list, m.broken(name, from, m.value, around))
	}
	return list
}

// broken is the request with the value in its place.
func (m mutation) broken(name string, from base, value any, around []map[string]any) broken {
	with := without(from.with, "")
	put(with, name, encoded(value))
	member := strings.Join(append([]string{name}, m.path...), ".")
	return broken{
		member: member, rule: m.rule, side: m.side, what: member + " " + m.what, invalid: true, with: with,
		marks: append(slices.Clone(m.marks), around...),
	}
}
