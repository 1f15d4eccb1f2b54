package report

import (
	"fmt"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/coverage"
)

// coverage is a few lines, and with Verbose all that is missing.
func (t *text) coverage(result *conformance.Result) {
	c := result.Coverage
	if c == nil {
		return
	}
	t.gap()
	t.line("%s", coveredLine(c))
	t.line("%s", claimedLine(result))
	if c.Short() || t.Verbose {
		for _, name := range c.Missing() {
			t.line("  not seen: %s", name)
		}
	}
	if c.Short() {
		t.line("%s less was seen than --min-coverage %v wants", t.paint(conformance.Fail), c.Wanted)
	}
	if t.Verbose {
		for _, e := range c.Deliveries {
			t.line("  event %s", deliveredLine(e))
		}
		for _, s := range c.States {
			t.line("  state %s", stateLine(s))
		}
	}
	if n := len(c.Undocumented); n > 0 && !t.Verbose {
		t.line("undocumented: %s seen; -v names them", many(n, "thing"))
	} else if n > 0 {
		for _, name := range c.Undocumented {
			t.line("  undocumented: %s", name)
		}
		t.line("what the document would have to say:")
		for line := range strings.Lines(c.Proposed) {
			t.line("  %s", strings.TrimRight(line, "\n"))
		}
	}
	for _, word := range result.Audit.Works {
		t.line("works, although the target says that it lacks it: %s", word)
	}
}

func coveredLine(c *coverage.Coverage) string {
	return fmt.Sprintf("coverage: %v %% of the document (%d of %d: statuses %s, events %s, enum words %s, optional members %s)",
		c.Percent, c.Seen, c.Documented, ratio(c.Statuses), ratio(c.Events), ratio(c.Words), ratio(c.Members))
}

func claimedLine(result *conformance.Result) string {
	c, a := result.Coverage.Claims, result.Audit
	return fmt.Sprintf("claimed: %d proven, %d false, %d unproven; a mutant guards %d of %d", len(a.Proven), len(a.False), len(a.Unproven), c.Guarded, c.Testable)
}

func deliveredLine(e coverage.EventCoverage) string {
	return fmt.Sprintf("%s: %d seen, %d valid, %d in order, %d retried, %d doubled", e.Event, e.Seen, e.Valid, e.InOrder, e.Retried, e.Doubled)
}

func stateLine(s coverage.StateCoverage) string {
	text := fmt.Sprintf("%s %s: %s words seen", s.Subject, s.Fact, ratio(s.Words))
	if len(s.Walked) > 0 {
		text += "; walked: " + strings.Join(s.Walked, ", ")
	}
	return text
}

func ratio(s coverage.Share) string { return fmt.Sprintf("%d/%d", s.Seen, s.Documented) }

// coverage is one line, with the rest folded.
func (m markdown) coverage(result *conformance.Result) {
	c := result.Coverage
	if c == nil {
		return
	}
	m.line("")
	m.line("<details%s><summary>%s</summary>", map[bool]string{true: " open"}[c.Short()], prose(coveredLine(c)))
	m.line("")
	if c.Short() {
		m.line("Less was seen than the %v %% that were asked for.", c.Wanted)
		m.line("")
	}
	m.line("%s.", prose(claimedLine(result)))
	m.table("", []string{"operation", "statuses", "members sent", "members seen"}, func(row func(...string)) {
		for _, op := range c.Operations {
			row(code(op.Operation), ratio(op.Statuses), ratio(op.Sent), ratio(op.Got))
		}
	})
	m.table("", []string{"event", "seen", "valid", "in order", "retried", "doubled"}, func(row func(...string)) {
		for _, e := range c.Deliveries {
			row(code(e.Event), fmt.Sprint(e.Seen), fmt.Sprint(e.Valid), fmt.Sprint(e.InOrder), fmt.Sprint(e.Retried), fmt.Sprint(e.Doubled))
		}
	})
	m.items("Not seen:", c.Missing())
	m.items("Works, although the target says that it lacks it:", result.Audit.Works)
	m.items("Seen, and not documented:", c.Undocumented)
	if c.Proposed != "" {
		m.line("")
		m.line("What the document would have to say:")
		m.fence("yaml", c.Proposed)
	}
	m.line("")
	m.line("</details>")
}

// items are a line and a list, and neither where there is none.
func (m markdown) items(title string, list []string) {
	for i, one := range list {
		if i == 0 {
			m.line("")
			m.line("%s", title)
			m.line("")
		}
		m.line("- %s", code(one))
	}
}
