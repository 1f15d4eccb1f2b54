package match

import (
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// Reserved returns the words that make an object a matcher.
func Reserved() []string {
	return []string{
		"is", "matches", "contains", "one_of", "not", "at_least", "at_most", "absent", "any",
		"each", "some", "none", "length", "sorted", "seconds_between", "save",
	}
}

// matchersTest is an object of reserved words, all of which must hold.
type matchersTest struct {
	node   *yaml.Node
	tests  []test
	absent bool
}

func (c *compiler) matchers(node *yaml.Node, fields []source.Field, schema Schema) test {
	t := matchersTest{node: node}
	for _, field := range fields {
		word := field.Key.Value
		if word == "absent" {
			t.absent = c.truth(field)
			if len(fields) > 1 {
				c.file.Report(field.Key, "", "absent stands beside another matcher, and an absent member has no value to match")
			}
			continue
		}
		if test := c.matcher(word, field, schema); test != nil {
			t.tests = append(t.tests, test)
		}
	}
	return t
}

func (c *compiler) matcher(word string, field source.Field, schema Schema) test {
	switch word {
	case "is":
		return c.is(field)
	case "matches":
		return c.matches(field, schema)
	case "contains":
		return c.contains(field, schema)
	case "one_of":
		return c.oneOf(field, schema)
	case "not":
		return notTest{field.Value, c.within(word, field.Value, schema)}
	case "at_least", "at_most":
		return c.bound(word, field, schema)
	case "any":
		c.truth(field)
		return nil // presence is all it asks
	case "each":
		return eachTest{field.Value, c.within(word, field.Value, schema.Items())}
	case "some":
		return c.some(field, schema)
	case "none":
		return c.none(field, schema)
	case "length":
		return lengthTest{field.Value, c.within(word, field.Value, Of("integer"))}
	case "sorted":
		return c.sorted(field, schema)
	case "seconds_between":
		return c.secondsBetween(field)
	}
	use, ok := saveName(c.file, field.Value)
	if !ok {
		return nil
	}
	c.save(use, field.Value)
	return saveTest(use.Name)
}

// truth reads the value of a matcher that can only be true.
func (c *compiler) truth(field source.Field) bool {
	if field.Value.Kind == yaml.ScalarNode && field.Value.Style == 0 && field.Value.Value == "true" {
		return true
	}
	hint := "for the opposite write {any: true}"
	if field.Key.Value == "any" {
		hint = "for the opposite write {absent: true}"
	}
	c.file.Report(field.Value, hint, "%s can only be true", field.Key.Value)
	return false
}

func (t matchersTest) bind(m *matching, at place) {
	if !at.present {
		return
	}
	for _, test := range t.tests {
		test.bind(m, at)
	}
}

func (t matchersTest) compare(m *matching, at place) {
	switch {
	case t.absent && at.present:
		m.miss(t.node, at, "absent")
	case t.absent:
	case !at.present:
		m.miss(t.node, at, flow(t.node))
	default:
		for _, test := range t.tests {
			test.compare(m, at)
		}
	}
}

// saveTest gives a name the value, whatever it is.
type saveTest string

func (t saveTest) bind(m *matching, at place) { m.save(string(t), at.value) }

func (t saveTest) compare(*matching, place) {}

// judge is a matcher that saves nothing.
type judge struct{}

func (judge) bind(*matching, place) {}
