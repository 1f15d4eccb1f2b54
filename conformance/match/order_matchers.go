package match

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// sortedTest is {sorted: {created_at: desc}}, or {sorted: asc} for an array of
// plain values. Neighbours may be equal. A null has no place in an order and is
// passed over; an absent member fails.
type sortedTest struct {
	judge
	node   *yaml.Node
	member string
	down   bool
}

func (c *compiler) sorted(field source.Field, schema Schema) test {
	if !schema.allows("array") {
		c.file.Report(field.Value, "", "sorted reads an array, and the document says %s", schema.says())
	}
	t := sortedTest{node: field.Value}
	direction := field.Value
	if field.Value.Kind == yaml.MappingNode {
		fields := c.file.Fields(field.Value, "a member and asc or desc")
		if len(fields) != 1 {
			c.file.Report(field.Value, "write {created_at: desc}", "sorted wants one member, got %d", len(fields))
			return nil
		}
		t.member, direction = fields[0].Key.Value, fields[0].Value
		if known, open := schema.Items().Members(); len(known) > 0 && !open && len(schema.Items().Member(t.member).alternatives) == 0 {
			c.file.Report(fields[0].Key, source.DidYouMean(t.member, known), "%s is no member of the elements", t.member)
		}
	}
	word, ok := c.file.Word(direction, "an order (asc or desc)", []string{"asc", "desc"})
	if !ok {
		return nil
	}
	t.down = word == "desc"
	return t
}

func (t sortedTest) compare(m *matching, at place) {
	array, ok := at.value.([]any)
	if !ok {
		m.miss(t.node, at, "an array sorted by "+flow(t.node))
		return
	}
	var last any
	for i := range array {
		element := at.item(array, i)
		if t.member != "" {
			object, ok := element.value.(map[string]any)
			if !ok {
				m.miss(t.node, element, "an object with "+t.member)
				return
			}
			element = element.member(object, memberTest{name: t.member, step: escape(t.member)})
		}
		if !element.present {
			m.miss(t.node, element, "a value to sort by")
			return
		}
		if element.value == nil {
			continue
		}
		sign, ok := rank(last, element.value)
		if last != nil && (!ok || sign > 0 && !t.down || sign < 0 && t.down) {
			m.miss(t.node, element, "sorted "+flow(t.node)+", after "+render(last))
			return
		}
		last = element.value
	}
}

// rank orders what at_least orders, and texts by their bytes.
func rank(a, b any) (int, bool) {
	if sign, ok := order(a, b); ok {
		return sign, true
	}
	x, ok := a.(string)
	if !ok {
		return 0, false
	}
	y, ok := b.(string)
	return strings.Compare(x, y), ok
}

// secondsTest is {seconds_between: [$a, $b]}: the value is the number of seconds
// from one timestamp to the other, give or take one. It may be a text of digits,
// as some providers write durations.
type secondsTest struct {
	judge
	node     *yaml.Node
	from, to *Template
}

// tolerance is for providers that round both ends.
const tolerance = time.Second

func (c *compiler) secondsBetween(field source.Field) test {
	items := c.file.Items(field.Value, "two timestamps")
	if len(items) != 2 {
		if field.Value.Kind == yaml.SequenceNode {
			c.file.Report(field.Value, "write [$start, $end]", "seconds_between wants two timestamps, got %d", len(items))
		}
		return nil
	}
	return secondsTest{node: field.Value, from: c.template(items[0], Of("string")), to: c.template(items[1], Of("string"))}
}

func (t secondsTest) compare(m *matching, at place) {
	from, ok := m.resolve(t.node, t.from, at)
	if !ok {
		return
	}
	to, ok := m.resolve(t.node, t.to, at)
	if !ok {
		return
	}
	start, ok1 := timestampOf(from)
	end, ok2 := timestampOf(to)
	if !ok1 || !ok2 {
		m.miss(t.node, at, "the seconds between two timestamps, but they are "+render(from)+" and "+render(to))
		return
	}
	span := end.Sub(start)
	seconds, ok := secondsOf(at.value)
	if !ok || (seconds-span).Abs() > tolerance {
		m.miss(t.node, at, "the "+span.String()+" between "+render(from)+" and "+render(to)+", within 1s")
	}
}

func timestampOf(value any) (time.Time, bool) {
	text, ok := value.(string)
	if !ok {
		return time.Time{}, false
	}
	return Timestamp(text)
}

// secondsOf reads a number of seconds, or a text of one.
func secondsOf(value any) (time.Duration, bool) {
	text, ok := value.(string)
	if !ok {
		if _, number := numberOf(value); !number {
			return 0, false
		}
		text = Text(value)
	}
	if !jsonNumber(text) {
		return 0, false
	}
	d, err := time.ParseDuration(text + "s")
	return d, err == nil
}
