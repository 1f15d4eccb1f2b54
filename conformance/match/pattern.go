package match

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// Pattern is a compiled expectation of one JSON value. It is immutable.
type Pattern struct {
	root test
	uses []Use
}

// test is a node of a pattern. Saves come before comparisons, so it is walked
// twice: bind notes what there is to save, compare judges.
type test interface {
	bind(m *matching, at place)
	compare(m *matching, at place)
}

// Compile reads a pattern. The schema decides the type of scalars; without
// one, YAML does. Problems are reported to the file; the pattern is never nil.
func Compile(file *source.File, node *yaml.Node, schema Schema) *Pattern {
	c := &compiler{file: file}
	p := &Pattern{root: c.pattern(node, schema)}
	p.uses = c.uses
	return p
}

// Uses returns the names that the pattern reads and saves, in order.
func (p *Pattern) Uses() []Use { return p.uses }

// compiler reads the nodes of one pattern.
type compiler struct {
	file   *source.File
	uses   []Use
	closed string // the reserved word inside which a save would mean nothing
}

func (c *compiler) pattern(node *yaml.Node, schema Schema) test {
	switch node.Kind {
	case yaml.MappingNode:
		return c.mapping(node, schema)
	case yaml.SequenceNode:
		if !schema.allows("array") {
			c.file.Report(node, "", "a list does not fit: the document says %s", schema.says())
		}
		items := make([]test, len(node.Content))
		for i, item := range node.Content {
			items[i] = c.pattern(item, schema.Items())
		}
		return arrayTest{node, items}
	}
	return equalTest{node, c.template(node, schema)}
}

// template reads a value that is compared, and not a pattern.
func (c *compiler) template(node *yaml.Node, schema Schema) *Template {
	t := CompileTemplate(c.file, node, schema)
	c.uses = append(c.uses, t.uses...)
	return t
}

// save notes a name that is given a value.
func (c *compiler) save(use Use, node *yaml.Node) {
	if c.closed != "" {
		c.file.Report(node, "save it in a step of its own", "$%s is saved inside %s, which does not say of which value", use.Name, c.closed)
		return
	}
	c.uses = append(c.uses, use)
}

// within compiles a pattern inside which nothing can be saved.
func (c *compiler) within(word string, node *yaml.Node, schema Schema) *Pattern {
	outer := c.closed
	c.closed = word
	defer func() { c.closed = outer }()
	return &Pattern{root: c.pattern(node, schema)}
}

// mapping reads an object: matchers if its keys are reserved words, members if
// none is.
func (c *compiler) mapping(node *yaml.Node, schema Schema) test {
	fields := c.file.Fields(node, "an object")
	var reserved, names []source.Field
	for _, field := range fields {
		if slices.Contains(Reserved(), field.Key.Value) {
			reserved = append(reserved, field)
		} else {
			names = append(names, field)
		}
	}
	switch {
	case len(reserved) == 0:
		return c.object(node, names, schema)
	case len(names) > 0:
		key := names[0].Key
		c.file.Report(key, source.DidYouMean(key.Value, Reserved()), "%s stands beside the matcher %s: an object holds members or matchers, not both", key.Value, reserved[0].Key.Value)
	}
	return c.matchers(node, reserved, schema)
}

func (c *compiler) object(node *yaml.Node, fields []source.Field, schema Schema) test {
	if !schema.allows("object") {
		c.file.Report(node, "", "a mapping does not fit: the document says %s", schema.says())
	}
	members := make([]memberTest, len(fields))
	for i, field := range fields {
		name := field.Key.Value
		members[i] = memberTest{name, escape(name), c.pattern(field.Value, schema.Member(name))}
	}
	return objectTest{node, members}
}

// escape writes a name as a part of a JSON pointer.
func escape(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// equalTest is a bare value.
type equalTest struct {
	node *yaml.Node
	want *Template
}

func (t equalTest) bind(*matching, place) {}

func (t equalTest) compare(m *matching, at place) {
	want, ok := m.resolve(t.node, t.want, at)
	if ok && !(at.present && Equal(want, at.value)) {
		m.miss(t.node, at, render(want))
	}
}

// objectTest demands members and lets others be.
type objectTest struct {
	node    *yaml.Node
	members []memberTest
}

type memberTest struct {
	name, step string
	test       test
}

func (t objectTest) bind(m *matching, at place) {
	if object, ok := at.value.(map[string]any); ok {
		for _, member := range t.members {
			member.test.bind(m, at.member(object, member))
		}
	}
}

func (t objectTest) compare(m *matching, at place) {
	object, ok := at.value.(map[string]any)
	if !ok {
		m.miss(t.node, at, "an object like "+flow(t.node))
		return
	}
	for _, member := range t.members {
		member.test.compare(m, at.member(object, member))
	}
}

// arrayTest demands exactly these elements.
type arrayTest struct {
	node  *yaml.Node
	items []test
}

func (t arrayTest) bind(m *matching, at place) {
	if array, ok := at.value.([]any); ok && len(array) == len(t.items) {
		for i, item := range t.items {
			item.bind(m, at.item(array, i))
		}
	}
}

func (t arrayTest) compare(m *matching, at place) {
	array, ok := at.value.([]any)
	if !ok || len(array) != len(t.items) {
		m.miss(t.node, at, counted(len(t.items), "element")+": "+flow(t.node))
		return
	}
	for i, item := range t.items {
		item.compare(m, at.item(array, i))
	}
}
