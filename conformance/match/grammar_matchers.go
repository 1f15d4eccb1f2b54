package match

import "slices"

// matchers describes the reserved words that make sense for a value.
func (g *Grammar) matchers(m manner, name string, s Schema, types []string) map[string]any {
	array := slices.Contains(types, "array")
	self := Schema{} // of a list or an object it may be part of one, which need not fit
	if !array && !slices.Contains(types, "object") {
		self = s
	}
	alike := g.value(chosen, name, self)
	words := map[string]any{
		"one_of": map[string]any{"type": "array", "minItems": 1, "items": alike, "description": "one of these"},
		"not":    map[string]any{"allOf": []any{alike}, "description": "there, and not so"},
		"length": map[string]any{"allOf": []any{g.value(chosen, "length", g.counts)}, "description": "of a list its elements, of a text its characters"},
	}
	for _, word := range []string{"is", "matches", "contains", "absent", "any", "seconds_between"} {
		words[word] = g.ref("matcher." + word)
	}
	if m == chosen {
		words["matches"] = map[string]any{"allOf": []any{g.ref("matcher.matches"), map[string]any{"not": map[string]any{"pattern": `\(\?P<`}}}}
	}
	if bound := g.bound(s); bound != nil {
		words["at_least"] = map[string]any{"anyOf": bound, "description": "a number or a timestamp, this or more"}
		words["at_most"] = map[string]any{"anyOf": bound, "description": "a number or a timestamp, this or less"}
	}
	if array {
		element, some := g.value(chosen, name+".item", s.Items()), g.value(m, name+".item", s.Items())
		words["each"] = map[string]any{"allOf": []any{element}, "description": "each element is so, and there is one"}
		words["some"] = map[string]any{"anyOf": []any{some, list(some)}, "description": "an element is so; of a list of patterns, one for each"}
		words["none"] = map[string]any{"anyOf": []any{element, list(element)}, "description": "no element is so"}
		order := map[string]any{"enum": []string{"asc", "desc"}}
		words["sorted"] = map[string]any{
			"description": "the order of the elements: asc or desc, or {member: desc}",
			"anyOf":       []any{order, map[string]any{"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": order}},
		}
	}
	if m == judged {
		words["save"] = g.ref("matcher.save")
	}
	form := map[string]any{
		"type": "object", "minProperties": 1, "properties": words, "additionalProperties": false,
		"if": map[string]any{"required": []string{"absent"}}, "then": map[string]any{"maxProperties": 1},
	}
	if len(self.alternatives) > 0 {
		return form // it refers to what it is part of
	}
	return g.ref(g.once(g.free("matchers."+name), form))
}

func list(item map[string]any) map[string]any {
	return map[string]any{"type": "array", "minItems": 1, "items": item}
}

// words describes the matchers that are the same everywhere. In an expression a
// dollar is protected or begins a name.
func (g *Grammar) words() map[string]map[string]any {
	return map[string]map[string]any{
		"is":       {"enum": kindNames(), "description": "a type of JSON, or a form of text"},
		"contains": {"description": "a part of a text, or an element of a list"},
		"absent":   {"const": true, "description": "the member is not there, which null would be"},
		"any":      {"const": true, "description": "there, whatever it is"},
		"matches": {
			"type": "string", "pattern": `^([^$\\]|\\[\s\S]|\$\$|\$[A-Za-z_])*$`,
			"description": "a regular expression (RE2) for the whole value; a named group saves",
		},
		"seconds_between": {
			"type": "array", "minItems": 2, "maxItems": 2, "items": g.ref("text"),
			"description": "as many seconds as lie between two timestamps, give or take one",
		},
		"save": {
			"type": "string", "pattern": `^[A-Za-z_][A-Za-z0-9_]*$`, "not": map[string]any{"enum": roots()},
			"description": "gives the value a name, which later steps write as $name",
		},
	}
}

// bound describes what a value can be compared with; nil if it has no order.
func (g *Grammar) bound(s Schema) []any {
	types := s.types()
	if types == nil {
		types = []string{"number", "string"}
	}
	var forms []any
	for _, name := range types {
		switch name {
		case "integer", "number":
			forms = append(forms, map[string]any{"type": "number"}, g.ref("name"))
		case "string":
			forms = append(forms, g.ref("text"))
		}
	}
	return forms
}
