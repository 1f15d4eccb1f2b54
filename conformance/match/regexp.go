package match

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// matchesTest is {matches: expression}: RE2 over the whole value. Names stand
// in it as their literal text, and named groups save.
type matchesTest struct {
	node     *yaml.Node
	segments []segment
	compiled *regexp.Regexp // nil where names have to be filled in first
	groups   bool
}

func (c *compiler) matches(field source.Field, schema Schema) test {
	if !schema.allows("string") {
		c.file.Report(field.Value, "", "matches reads text, and the document says %s", schema.says())
		return nil
	}
	if _, ok := c.file.Text(field.Value, "an expression"); !ok {
		return nil
	}
	segments, uses := cutText(c.file, field.Value, true)
	if segments == nil {
		return nil
	}
	c.uses = append(c.uses, uses...)
	trial, err := whole(segments, func(string) string { return "x" })
	if err != nil {
		c.file.Report(field.Value, "", "%s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return nil
	}
	t := matchesTest{node: field.Value, segments: segments}
	for _, name := range trial.SubexpNames() {
		if name == "" {
			continue
		}
		t.groups = true
		if slices.Contains(roots(), name) {
			c.file.Report(field.Value, "", "%s is a name that the run gives; call the group otherwise", name)
			continue
		}
		c.save(Use{Name: name, Saves: true, Line: field.Value.Line, Column: field.Value.Column}, field.Value)
	}
	if len(uses) == 0 {
		t.compiled = trial
	}
	return t
}

// whole compiles an expression that must cover its text.
func whole(segments []segment, text func(name string) string) (*regexp.Regexp, error) {
	var out strings.Builder
	for _, s := range segments {
		if s.name == "" {
			out.WriteString(s.text)
		} else {
			out.WriteString(regexp.QuoteMeta(text(s.name)))
		}
	}
	if _, err := regexp.Compile(out.String()); err != nil {
		return nil, err // not of the group around it
	}
	return regexp.Compile(`\A(?:` + out.String() + `)\z`)
}

// expression fills in the names.
func (t matchesTest) expression(env *Env) (*regexp.Regexp, error) {
	if t.compiled != nil {
		return t.compiled, nil
	}
	var missing error
	expression, err := whole(t.segments, func(name string) string {
		value, err := nameValue(name).resolve(env)
		if err != nil {
			missing = err
		}
		return Text(value)
	})
	if missing != nil {
		return nil, missing
	}
	return expression, err
}

func (t matchesTest) bind(m *matching, at place) {
	text, ok := at.value.(string)
	if !t.groups || !ok {
		return
	}
	m.later(func() bool {
		expression, err := t.expression(m.env)
		if err != nil {
			return false
		}
		for i, found := range expression.FindStringSubmatch(text) {
			if name := expression.SubexpNames()[i]; name != "" {
				m.save(name, found)
			}
		}
		return true
	})
}

func (t matchesTest) compare(m *matching, at place) {
	expression, err := t.expression(m.env)
	if err != nil {
		m.lost(t.node, at, err)
		return
	}
	if text, ok := at.value.(string); !ok || !expression.MatchString(text) {
		want := "matches " + flow(t.node)
		if t.compiled == nil {
			shown := expression.String()
			want += ", that is " + shorten(shown[len(`\A(?:`):len(shown)-len(`)\z`)])
		}
		m.miss(t.node, at, want)
	}
}
