package match

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Grammar says in JSON Schema, draft-07, what Compile and CompileTemplate take,
// so that an editor completes it. It never refuses what they take, but for
// scalars that only their schema makes texts: an unquoted +919… is a number to
// everybody else.
//
// Definitions is filled by Sent, Judged and Chosen, whose results point into it.
type Grammar struct {
	Definitions map[string]any
	base        string // where Definitions will stand, "#/definitions/"
	given       map[string][]string
	made        map[string]string // names of definitions, by what they describe and by what they say
	making      []string          // names of those that are not done
	shared      map[string]bool   // names of those that their parts refer to
	counts      Schema            // of a length
}

// NewGrammar begins a grammar whose Definitions will stand at base, such as
// "#/definitions/". Given holds the names that a run gives, by their root.
func NewGrammar(base string, given map[string][]string) *Grammar {
	g := &Grammar{Definitions: map[string]any{}, base: base, given: given, made: map[string]string{}, shared: map[string]bool{}, counts: Of("integer")}
	for name, says := range g.words() {
		g.Definitions["matcher."+name] = says
	}
	g.Definitions["text"] = g.text()
	g.Definitions["name"] = map[string]any{
		"description": "the value that a name stands for, of any type",
		"anyOf": []any{
			map[string]any{"enum": g.givenNames()},
			map[string]any{"type": "string", "pattern": `^\$[A-Za-z_][A-Za-z0-9_]*$`, "not": map[string]any{"enum": rootNames()}},
		},
	}
	return g
}

// A manner is what is described: a value to send or a pattern.
type manner string

const (
	sent   manner = "sent"   // a template
	judged manner = "judged" // a pattern that may save
	chosen manner = "chosen" // a pattern that may not
)

// Sent describes templates of a schema. The name is that of the definition.
func (g *Grammar) Sent(name string, s Schema) map[string]any { return g.value(sent, name, s) }

// Judged describes patterns that may save.
func (g *Grammar) Judged(name string, s Schema) map[string]any { return g.value(judged, name, s) }

// Chosen describes patterns that may not save.
func (g *Grammar) Chosen(name string, s Schema) map[string]any { return g.value(chosen, name, s) }

// Text describes a text in which names may stand.
func (g *Grammar) Text() map[string]any { return g.ref("text") }

func (g *Grammar) ref(name string) map[string]any { return map[string]any{"$ref": g.base + name} }

// strayLetters do not stand in a reference as they are.
var strayLetters = regexp.MustCompile(`[^A-Za-z0-9_.-]`)

// value describes one value, in a definition that all who mean the same share.
func (g *Grammar) value(m manner, name string, s Schema) map[string]any {
	key := string(m)
	if members, _ := s.Members(); s.types() == nil && len(members) == 0 {
		s, name = Schema{}, "anything"
	}
	for _, alternative := range s.alternatives {
		key += fmt.Sprintf(" %p", alternative)
	}
	if made, ok := g.made[key]; ok {
		if at := slices.Index(g.making, made); at >= 0 && at < len(g.making)-1 {
			g.shared[made] = true
		}
		return g.ref(made)
	}
	name = g.free(string(m) + "." + name)
	g.made[key] = name
	g.making = append(g.making, name)
	g.Definitions[name] = true // so that nobody takes the name meanwhile
	form := map[string]any{"anyOf": g.forms(m, strings.TrimPrefix(name, string(m)+"."), s)}
	g.making = g.making[:len(g.making)-1]
	g.made[key] = g.once(name, form)
	return g.ref(g.made[key])
}

// free makes a name that no definition has.
func (g *Grammar) free(name string) string {
	name = strayLetters.ReplaceAllString(name, "_")
	for g.Definitions[name] != nil {
		name += "_"
	}
	return name
}

// once keeps a definition unless there is another like it, and returns the name
// of the one that stays. One that its own parts refer to stays.
func (g *Grammar) once(name string, form map[string]any) string {
	text, _ := json.Marshal(form) // plain data can always be written
	like := strings.ReplaceAll(string(text), strconv.Quote(g.base+name), "itself")
	if other, ok := g.made[like]; ok && !g.shared[name] {
		delete(g.Definitions, name)
		return other
	}
	g.made[like] = name
	g.Definitions[name] = form
	return name
}

// forms are the ways to write a value.
func (g *Grammar) forms(m manner, name string, s Schema) []any {
	types := s.types()
	if types == nil {
		types = []string{"array", "boolean", "null", "number", "object", "string"}
	}
	forms := g.scalars(s, types)
	if slices.Contains(types, "object") {
		forms = append(forms, g.object(m, name, s))
	}
	if slices.Contains(types, "array") {
		forms = append(forms, map[string]any{"type": "array", "items": g.value(m, name+".item", s.Items())})
	}
	if m != sent {
		forms = append(forms, g.matchers(m, name, s, types))
	}
	return forms
}

// object describes members; others are welcome, as they are in a message.
func (g *Grammar) object(m manner, name string, s Schema) map[string]any {
	members, _ := s.Members()
	properties := map[string]any{}
	for _, member := range members {
		if m == sent || !slices.Contains(Reserved(), member) {
			properties[member] = told(g.value(m, name+"."+member, s.Member(member)), s.Member(member))
		}
	}
	form := map[string]any{"type": "object", "properties": properties, "additionalProperties": g.value(m, name+".other", s.others())}
	if m != sent {
		form["propertyNames"] = map[string]any{"not": map[string]any{"enum": Reserved()}}
	}
	return form
}

// others is what the schema says of members that it does not name.
func (s Schema) others() Schema {
	return s.below(func(leaf *openapi3.Schema) *openapi3.SchemaRef { return leaf.AdditionalProperties.Schema })
}

// text describes texts: a dollar begins a name, two are one dollar, and a name
// with a dot is one that the run gives.
func (g *Grammar) text() map[string]any {
	rules := []any{}
	for _, root := range slices.Sorted(maps.Keys(g.given)) {
		const begin = `(^|[^$])(\$\$)*\$`
		known := strings.Join(longestFirst(g.given[root]), "|")
		rules = append(rules, map[string]any{"anyOf": []any{
			map[string]any{"not": map[string]any{"pattern": begin + root + `($|[^A-Za-z0-9_])`}},
			map[string]any{"pattern": begin + root + `\.(` + known + `)($|-$|[^A-Za-z0-9_-]|-[^A-Za-z0-9_])`},
		}})
	}
	return map[string]any{
		"description": "a text; $name stands for a saved value, $$ for a dollar",
		"anyOf": []any{
			map[string]any{"enum": g.givenNames()},
			map[string]any{"type": "string", "pattern": `^([^$]|\$\$|\$[A-Za-z_])*$`, "allOf": rules},
		},
	}
}

// longestFirst orders words so that none hides one that it begins.
func longestFirst(words []string) []string {
	words = slices.Sorted(slices.Values(words))
	slices.Reverse(words)
	return slices.Compact(words)
}

// givenNames are all names that a run gives, as scenarios write them.
func (g *Grammar) givenNames() []string {
	var names []string
	for _, root := range slices.Sorted(maps.Keys(g.given)) {
		for _, key := range g.given[root] {
			if name := "$" + root + "." + key; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func rootNames() []string {
	names := roots()
	for i, name := range names {
		names[i] = "$" + name
	}
	return names
}
