package match

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// isTest is {is: uuid}.
type isTest struct {
	judge
	node *yaml.Node
	kind kind
}

func (c *compiler) is(field source.Field) test {
	name, ok := c.file.Word(field.Value, "a kind of value", kindNames())
	if !ok {
		return nil
	}
	kind, _ := kindNamed(name)
	return isTest{node: field.Value, kind: kind}
}

func (t isTest) compare(m *matching, at place) {
	if !t.kind.fits(at.value) {
		m.miss(t.node, at, "is "+t.kind.name)
	}
}

// containsTest is {contains: text} on a string, and an equal element on an
// array.
type containsTest struct {
	judge
	node *yaml.Node
	want *Template
}

func (c *compiler) contains(field source.Field, schema Schema) test {
	of := Schema{}
	switch {
	case len(schema.types()) == 0:
	case !schema.allows("string") && schema.allows("array"):
		of = schema.Items()
	case schema.allows("string") && !schema.allows("array"):
		of = Of("string")
	case !schema.allows("string"):
		c.file.Report(field.Value, "", "contains reads texts and arrays, and the document says %s", schema.says())
		return nil
	}
	return containsTest{node: field.Value, want: c.template(field.Value, of)}
}

func (t containsTest) compare(m *matching, at place) {
	want, ok := m.resolve(t.node, t.want, at)
	if !ok {
		return
	}
	switch got := at.value.(type) {
	case string:
		if text, ok := want.(string); ok && strings.Contains(got, text) {
			return
		}
	case []any:
		for _, item := range got {
			if Equal(want, item) {
				return
			}
		}
	}
	m.miss(t.node, at, "contains "+render(want))
}

// oneOfTest is {one_of: [a, b]}.
type oneOfTest struct {
	judge
	node     *yaml.Node
	patterns []*Pattern
}

func (c *compiler) oneOf(field source.Field, schema Schema) test {
	t := oneOfTest{node: field.Value}
	items := c.file.Items(field.Value, "a list of values")
	if field.Value.Kind == yaml.SequenceNode && len(items) == 0 {
		c.file.Report(field.Value, "", "one_of has nothing to choose from")
	}
	for _, item := range items {
		t.patterns = append(t.patterns, c.within("one_of", item, schema))
	}
	return t
}

func (t oneOfTest) compare(m *matching, at place) {
	for _, pattern := range t.patterns {
		if result, _ := m.try(pattern, at); result.OK() {
			return
		}
	}
	m.miss(t.node, at, "one of "+flow(t.node))
}

// notTest is {not: pattern}; matchersTest has seen to it that a value is there.
type notTest struct {
	node    *yaml.Node
	pattern *Pattern
}

func (t notTest) bind(*matching, place) {}

func (t notTest) compare(m *matching, at place) {
	result, unset := m.try(t.pattern, at)
	switch {
	case unset:
		m.mismatches = append(m.mismatches, result.Mismatches...)
	case result.OK():
		m.miss(t.node, at, "not "+flow(t.node))
	}
}

// boundTest is {at_least: x} or {at_most: x}, on numbers and timestamps.
type boundTest struct {
	judge
	node *yaml.Node
	word string
	want *Template
}

func (c *compiler) bound(word string, field source.Field, schema Schema) test {
	of := Schema{}
	if types := schema.types(); len(types) > 0 {
		of = Of(comparable(schema)...)
		if len(of.types()) == 0 {
			c.file.Report(field.Value, "", "%s compares numbers and timestamps, and the document says %s", word, schema.says())
			return nil
		}
	}
	t := boundTest{node: field.Value, word: word, want: c.template(field.Value, of)}
	if literal, ok := t.want.root.(literalValue); ok && literal.value != nil {
		if _, ok := order(literal.value, literal.value); !ok {
			c.file.Report(field.Value, "", "%s compares numbers and timestamps, got %s", word, source.Describe(field.Value))
		}
	}
	return t
}

// comparable returns the types of a schema that have an order.
func comparable(schema Schema) []string {
	var types []string
	for _, name := range []string{"integer", "number", "string"} {
		if schema.allows(name) {
			types = append(types, name)
		}
	}
	if len(types) > 0 && types[0] == "integer" {
		types[0] = "number" // a bound of 0.5 makes sense for an integer
	}
	return types
}

func (t boundTest) compare(m *matching, at place) {
	want, ok := m.resolve(t.node, t.want, at)
	if !ok {
		return
	}
	sign, ok := order(at.value, want)
	if !ok || t.word == "at_least" && sign < 0 || t.word == "at_most" && sign > 0 {
		m.miss(t.node, at, strings.ReplaceAll(t.word, "_", " ")+" "+render(want))
	}
}
