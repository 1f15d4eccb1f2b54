package match

import (
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// eachTest is {each: pattern}. An empty array proves nothing, and fails.
type eachTest struct {
	node    *yaml.Node
	pattern *Pattern
}

func (t eachTest) bind(*matching, place) {}

func (t eachTest) compare(m *matching, at place) {
	array, ok := at.value.([]any)
	if !ok || len(array) == 0 {
		m.miss(t.node, at, "an array, not empty, each of "+flow(t.node))
		return
	}
	for i := range array {
		t.pattern.root.compare(m, at.item(array, i))
	}
}

// someTest is {some: pattern} or {some: [pattern, …]}: for each pattern an
// element that fits, the first one. Two patterns may find the same element.
type someTest struct {
	node     *yaml.Node
	nodes    []*yaml.Node
	patterns []*Pattern
	saves    []bool
}

func (c *compiler) some(field source.Field, schema Schema) test {
	t := someTest{node: field.Value, nodes: c.list(field, schema)}
	for _, node := range t.nodes {
		before := len(c.uses)
		t.patterns = append(t.patterns, &Pattern{root: c.pattern(node, schema.Items())})
		saves := false
		for _, use := range c.uses[before:] {
			saves = saves || use.Saves
		}
		t.saves = append(t.saves, saves)
	}
	return t
}

// list returns the patterns of some and none: one, or the elements of a list.
func (c *compiler) list(field source.Field, schema Schema) []*yaml.Node {
	if !schema.allows("array") {
		c.file.Report(field.Value, "", "%s reads an array, and the document says %s", field.Key.Value, schema.says())
	}
	if field.Value.Kind != yaml.SequenceNode {
		return []*yaml.Node{field.Value}
	}
	if len(field.Value.Content) == 0 {
		c.file.Report(field.Value, "", "%s has no pattern", field.Key.Value)
	}
	return field.Value.Content
}

// bind chooses the element for each pattern that saves. An element that fails
// for want of a name is tried again once other saves are done.
func (t someTest) bind(m *matching, at place) {
	array, ok := at.value.([]any)
	if !ok {
		return
	}
	for i, pattern := range t.patterns {
		if !t.saves[i] {
			continue
		}
		m.later(func() bool {
			for i := range array {
				result, unset := m.try(pattern, at.item(array, i))
				if unset {
					return false
				}
				if result.OK() {
					for _, save := range result.Saves {
						m.save(save.Name, save.Value)
					}
					return true
				}
			}
			return true
		})
	}
}

func (t someTest) compare(m *matching, at place) {
	array, ok := at.value.([]any)
	if !ok {
		m.miss(t.node, at, "an array with "+flow(t.node))
		return
	}
	for i, pattern := range t.patterns {
		t.find(m, pattern, t.nodes[i], array, at)
	}
}

// find looks for one element, and says of the nearest one why it is not it.
func (t someTest) find(m *matching, pattern *Pattern, node *yaml.Node, array []any, at place) {
	var nearest *Result
	for i := range array {
		result, _ := m.try(pattern, at.item(array, i))
		if result.OK() {
			return
		}
		if nearest == nil || len(result.Mismatches) < len(nearest.Mismatches) {
			nearest = &result
		}
	}
	got := counted(len(array), "element")
	if nearest != nil {
		miss := nearest.Mismatches[0]
		got += ", none fits; nearest: " + miss.Path + " is " + miss.Got + ", want " + miss.Want
	}
	m.missed(node, at, "an element like "+flow(node), got)
}

// noneTest is {none: pattern} or {none: [pattern, …]}. An empty array passes.
type noneTest struct {
	judge
	node     *yaml.Node
	nodes    []*yaml.Node
	patterns []*Pattern
}

func (c *compiler) none(field source.Field, schema Schema) test {
	t := noneTest{node: field.Value, nodes: c.list(field, schema)}
	for _, node := range t.nodes {
		t.patterns = append(t.patterns, c.within("none", node, schema.Items()))
	}
	return t
}

func (t noneTest) compare(m *matching, at place) {
	array, ok := at.value.([]any)
	if !ok {
		m.miss(t.node, at, "an array without "+flow(t.node))
		return
	}
	for i, pattern := range t.patterns {
		for j := range array {
			element := at.item(array, j)
			result, unset := m.try(pattern, element)
			if unset {
				m.mismatches = append(m.mismatches, result.Mismatches...)
				return
			}
			if result.OK() {
				m.miss(t.nodes[i], element, "no element like "+flow(t.nodes[i]))
			}
		}
	}
}

// lengthTest is {length: 2} or {length: {at_least: 2}}: elements of an array,
// characters of a text.
type lengthTest struct {
	node    *yaml.Node
	pattern *Pattern
}

func (t lengthTest) bind(*matching, place) {}

func (t lengthTest) compare(m *matching, at place) {
	length, noun := 0, "element"
	switch value := at.value.(type) {
	case []any:
		length = len(value)
	case string:
		length, noun = utf8.RuneCountInString(value), "character"
	default:
		m.miss(t.node, at, "length "+flow(t.node))
		return
	}
	if result, _ := m.try(t.pattern, place{at.path, length, true}); !result.OK() {
		m.missed(t.node, at, "length "+flow(t.node), counted(length, noun)+": "+render(at.value))
	}
}
