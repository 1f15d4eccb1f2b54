package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// enumerated are all mutants that a document has: of each member of each
// response and callback, dropped, renamed, retyped and null; of each status
// and each word, another; of each event, dropped, swapped and altered.
func enumerated(spec *specs.Provider) []tampering {
	var list []tampering
	for _, op := range spec.Operations() {
		statuses := statusesOf(op)
		for i, status := range statuses {
			name := fmt.Sprintf("%s/%d", op.ID, status)
			list = append(list, swappedStatus(name, op.ID, status, statuses[(i+1)%len(statuses)]))
			response, _ := op.Response(status)
			schema := jsonSchema(response.Content)
			for _, path := range members(schema) {
				for _, change := range changesOf(schema, path) {
					list = append(list, tampering{
						name: name + path.String() + "/" + change.name,
						after: func(x *passing) bool {
							return x.operation != nil && x.operation.ID == op.ID && x.status == status && path.apply(x.body, change.do)
						},
					})
				}
			}
			for _, word := range words(schema) {
				list = append(list, tampering{
					name: fmt.Sprintf("%s%s/%s becomes %s", name, word.path, word.is, word.becomes),
					after: func(x *passing) bool {
						return x.operation != nil && x.operation.ID == op.ID && x.status == status && word.apply(x.body)
					},
				})
			}
		}
	}
	events := spec.Events()
	for i, event := range events {
		next := events[(i+1)%len(events)].Name
		list = append(list, eventMutants(event.Name, next)...)
		schema := event.Body()
		for _, path := range members(schema) {
			for _, change := range changesOf(schema, path) {
				list = append(list, pushMutant(event.Name+path.String()+"/"+change.name, event.Name, func(body any) bool { return path.apply(body, change.do) }))
			}
		}
		for _, word := range words(schema) {
			list = append(list, pushMutant(fmt.Sprintf("%s%s/%s becomes %s", event.Name, word.path, word.is, word.becomes), event.Name, word.apply))
		}
	}
	return list
}

func jsonSchema(content openapi3.Content) *openapi3.Schema {
	if media := content.Get("application/json"); media != nil && media.Schema != nil {
		return media.Schema.Value
	}
	return nil
}

func swappedStatus(name, operation string, is, becomes int) tampering {
	return tampering{
		name: fmt.Sprintf("%s becomes %d", name, becomes),
		after: func(x *passing) bool {
			if x.operation == nil || x.operation.ID != operation || x.status != is || is == becomes {
				return false
			}
			x.status = becomes
			return true
		},
	}
}

func eventMutants(event, next string) []tampering {
	list := []tampering{
		{
			name: event + "/dropped",
			push: func(_ *proxy, one pushed) ([]pushed, bool) { return nil, one.event == event },
		},
		{
			// Held back until the next callback of the same address has passed.
			name: event + "/swapped with its neighbour",
			push: func(p *proxy, one pushed) ([]pushed, bool) {
				held, _ := p.remember(one.path, nil).(*pushed)
				switch {
				case held != nil:
					return []pushed{one, *held}, true
				case one.event == event:
					p.remember(one.path, &one)
					return nil, true
				}
				return nil, false
			},
		},
	}
	if next != event {
		list = append(list, pushMutant(event+"/altered to "+next, event, func(body any) bool {
			m, ok := body.(map[string]any)
			if ok {
				m["event"] = next
			}
			return ok
		}))
	}
	return list
}

func pushMutant(name, event string, change func(body any) bool) tampering {
	return tampering{name: name, push: func(_ *proxy, one pushed) ([]pushed, bool) {
		if one.event != event || !change(one.body) {
			return nil, false
		}
		return []pushed{one}, true
	}}
}

// A pointer leads to a member through objects and, by *, through arrays.
type pointer []string

func (p pointer) String() string {
	text := ""
	for _, part := range p {
		text += "/" + part
	}
	return text
}

// apply changes the member wherever the pointer leads; it tells whether it
// found any that changed.
func (p pointer) apply(v any, change func(holder map[string]any, member string) bool) bool {
	switch v := v.(type) {
	case map[string]any:
		if len(p) == 1 {
			if _, ok := v[p[0]]; ok {
				return change(v, p[0])
			}
			return false
		}
		if len(p) > 1 {
			return p[1:].apply(v[p[0]], change)
		}
	case []any:
		changed := false
		if len(p) > 1 && p[0] == "*" {
			for _, item := range v {
				changed = p[1:].apply(item, change) || changed
			}
		}
		return changed
	}
	return false
}

// A change is one thing that happens to a member.
type change struct {
	name string
	do   func(holder map[string]any, member string) bool
}

// changesOf leaves out null where a member is never anything else.
func changesOf(s *openapi3.Schema, path pointer) []change {
	onlyNull := true
	visit(s, nil, func(at pointer, s *openapi3.Schema) {
		if at.String() == path.String() && !(len(s.Enum) == 1 && s.Enum[0] == nil) {
			onlyNull = false
		}
	})
	if onlyNull {
		return changes[:3]
	}
	return changes
}

// changes are what happens to each member.
var changes = []change{
	{"dropped", func(o map[string]any, m string) bool { delete(o, m); return true }},
	{"renamed", func(o map[string]any, m string) bool { o[m+"_"] = o[m]; delete(o, m); return true }},
	{"retyped", func(o map[string]any, m string) bool { o[m] = retyped(o[m]); return true }},
	{"null", func(o map[string]any, m string) bool { was := o[m]; o[m] = nil; return was != nil }},
}

// retyped is a value of another type that says nearly the same.
func retyped(v any) any {
	switch v := v.(type) {
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return json.Number(strconv.FormatInt(n, 10))
		}
		return []any{v}
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return json.Number("0")
	case []any:
		return map[string]any{"items": v}
	default:
		return []any{v}
	}
}

// members are the pointers to all members of a schema, in every form it may take.
func members(s *openapi3.Schema) []pointer {
	seen := map[string]bool{}
	var list []pointer
	visit(s, nil, func(at pointer, _ *openapi3.Schema) {
		if len(at) > 0 && at[len(at)-1] != "*" && !seen[at.String()] {
			seen[at.String()] = true
			list = append(list, at)
		}
	})
	sort.Slice(list, func(i, j int) bool { return list[i].String() < list[j].String() })
	return list
}

// A word is one of an enumeration, and what a mutant makes of it.
type word struct {
	path        pointer
	is, becomes string
}

func (w word) apply(body any) bool {
	return w.path.apply(body, func(o map[string]any, m string) bool {
		switch v := o[m].(type) {
		case string:
			if v != w.is {
				return false
			}
			o[m] = w.becomes
		case json.Number:
			if v.String() != w.is {
				return false
			}
			o[m] = json.Number(w.becomes)
		case bool:
			if strconv.FormatBool(v) != w.is {
				return false
			}
			o[m] = !v
		default:
			return false
		}
		return true
	})
}

func words(s *openapi3.Schema) []word {
	seen := map[string]bool{}
	var list []word
	all := map[string][]string{} // by pointer, over all forms of the schema
	visit(s, nil, func(at pointer, s *openapi3.Schema) {
		for _, v := range s.Enum {
			if v == nil {
				continue
			}
			if text := fmt.Sprint(v); !slices.Contains(all[at.String()], text) {
				all[at.String()] = append(all[at.String()], text)
			}
		}
	})
	visit(s, nil, func(at pointer, _ *openapi3.Schema) {
		if len(at) == 0 || seen[at.String()] {
			return
		}
		seen[at.String()] = true
		known := all[at.String()]
		for i, text := range known {
			becomes := known[(i+1)%len(known)]
			if text == "true" || text == "false" {
				becomes = map[string]string{"true": "false", "false": "true"}[text]
			} else if _, err := strconv.Atoi(text); err == nil && becomes == text {
				becomes = text + "1"
			} else if becomes == text {
				becomes = text + "x"
			}
			list = append(list, word{at, text, becomes})
		}
	})
	return list
}

func visit(s *openapi3.Schema, at pointer, found func(pointer, *openapi3.Schema)) {
	if s == nil {
		return
	}
	found(at, s)
	for _, forms := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf} {
		for _, form := range forms {
			visit(form.Value, at, found)
		}
	}
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		visit(s.Properties[name].Value, append(slices.Clone(at), name), found)
	}
	if s.Items != nil {
		visit(s.Items.Value, append(slices.Clone(at), "*"), found)
	}
}
