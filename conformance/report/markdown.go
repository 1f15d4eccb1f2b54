package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// Markdown writes a summary for a CI's page: the verdict, what failed and who has to act, what could not be judged, and
// the claims that are not verified. Failures beyond the first fifty are named only: GitHub takes 1 MiB of a step.
func Markdown(w io.Writer, results ...*conformance.Result) error {
	out := markdown{bufio.NewWriter(w)}
	for i, result := range results {
		if i > 0 {
			out.line("")
		}
		out.result(result)
	}
	return out.Flush()
}

type markdown struct{ *bufio.Writer }

func (m markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m markdown) result(result *conformance.Result) {
	m.line("## %s %s against %s: %s", mark(result.Verdict), prose(result.Title), prose(result.Target), word(result))
	m.line("")
	m.line("%s %s of provider time, in %s.", sentence(result), result.Covered, clockOf(result))
	m.line("Claims: %s.", strings.Join(countedClaims(result), ", "))
	m.failures(result)
	m.unjudged(result)
	m.claims(result)
	m.seen(result)
	m.breaches(result)
	m.coverage(result)
	m.remarks(result)
}

// mark is green for what holds alone.
func mark(verdict conformance.Verdict) string {
	switch verdict {
	case conformance.Pass, conformance.Verified:
		return "✅"
	case conformance.Fail, conformance.Failed, conformance.Error:
		return "❌"
	}
	return "⚠️"
}

func (m markdown) failures(result *conformance.Result) {
	const whole = 50
	n := 0
	for _, sc := range result.Scenarios {
		if sc.Verdict != conformance.Fail && sc.Verdict != conformance.Error && len(sc.Failures) == 0 {
			continue
		}
		if n++; n == 1 {
			m.line("")
			m.line("### To act on")
		}
		if n > whole {
			m.line("- `%s`: %s", sc.Address, sc.Verdict)
			continue
		}
		m.failed(sc)
	}
}

func (m markdown) failed(sc conformance.ScenarioResult) {
	m.line("")
	m.line("#### `%s`: %s", sc.Address, headingOf(sc))
	m.line("")
	m.line("%s", prose(sc.Title))
	if sc.Reason != "" {
		m.line("")
		m.line("%s", prose(sc.Reason))
	}
	for _, f := range sc.Failures {
		m.failure(f)
	}
	m.line("")
	m.line("<details><summary>What happened, and how to repeat it</summary>")
	m.fence("", alone(sc))
	m.line("</details>")
}

// headingOf is the verdict of a scenario: one that passed with a warning says so.
func headingOf(sc conformance.ScenarioResult) string {
	if sc.Verdict == conformance.Pass {
		return "passed, with a warning"
	}
	return string(sc.Verdict)
}

func (m markdown) failure(f conformance.Failure) {
	head := prose(f.Message)
	switch {
	case f.Known != "":
		head = "known failure (" + prose(f.Known) + "): " + head
	case f.Warning:
		head = "warning: " + head
	}
	m.line("")
	m.line("- **%s** (%s:%d, %s)", head, prose(f.File), f.Line, prose(f.Step))
	if f.Owner != "" {
		m.line("  - owner: %s", f.Owner)
	}
	for _, one := range f.Mismatches {
		m.line("  - %s: want %s, got %s", code(one.Path), code(one.Want), code(one.Got))
	}
	if len(f.Arrived) > 0 {
		m.line("  - nearest: %s", prose(f.Arrived[0]))
	}
	for _, claim := range f.Claims {
		m.line("  - %s (%s, %s): %s", claim.ID, claim.Basis, prose(claim.Source), prose(claim.Text))
	}
}

func (m markdown) unjudged(result *conformance.Result) {
	m.table("Could not be judged", []string{"scenario", "why", "owner"}, func(row func(...string)) {
		for _, sc := range result.Scenarios {
			if sc.Verdict == conformance.Inconclusive {
				row(code(sc.Address), prose(sc.Reason), string(sc.Owner))
			}
		}
	})
	m.table("Not applicable", []string{"scenario", "why"}, func(row func(...string)) {
		for _, sc := range result.Scenarios {
			if sc.Verdict == conformance.NotApplicable {
				row(code(sc.Address), prose(sc.Reason))
			}
		}
	})
}

func (m markdown) claims(result *conformance.Result) {
	m.table("Claims that are not verified", []string{"claim", "verdict", "about", "says", "why"}, func(row func(...string)) {
		for _, verdict := range claimOrder() {
			for _, claim := range result.Claims {
				quiet := verdict == conformance.Verified || verdict == conformance.Overruled || verdict == conformance.NotTestable ||
					verdict == conformance.Untested && !result.Complete
				if claim.Verdict == verdict && !quiet {
					row(claim.ID, string(verdict), code(claim.About), prose(claim.Text), prose(claim.Reason))
				}
			}
		}
	})
}

func (m markdown) seen(result *conformance.Result) {
	m.line("")
	m.line("<details><summary>Operations and events seen</summary>")
	m.table("", []string{"operation", "statuses"}, func(row func(...string)) {
		for _, op := range result.Operations {
			var seen []string
			for _, status := range slices.Sorted(maps.Keys(op.Statuses)) {
				seen = append(seen, fmt.Sprintf("%d ×%d", status, op.Statuses[status]))
			}
			row(code(op.Operation), or(strings.Join(seen, ", "), "not called"))
		}
	})
	m.table("", []string{"event", "seen"}, func(row func(...string)) {
		for _, event := range result.Events {
			row(code(event.Event), map[bool]string{true: fmt.Sprintf("×%d", event.Count), false: "not seen"}[event.Count > 0])
		}
	})
	m.line("")
	m.line("</details>")
}

func (m markdown) remarks(result *conformance.Result) {
	for _, line := range remarksOf(result) {
		m.line("")
		m.line("%s", prose(line))
	}
	if lines := excuses(result); len(lines) > 0 {
		m.line("")
		m.line("Complete with these lines in the target, if they are true of it:")
		m.fence("yaml", strings.Join(lines, "\n")+"\n")
	}
}

// table writes a heading and a table, and neither where there is no row.
func (m markdown) table(title string, columns []string, rows func(row func(...string))) {
	first := true
	rows(func(cells ...string) {
		if first {
			m.line("")
			if title != "" {
				m.line("### %s", title)
				m.line("")
			}
			m.line("| %s |", strings.Join(columns, " | "))
			m.line("|%s", strings.Repeat(" --- |", len(columns)))
			first = false
		}
		m.line("| %s |", strings.Join(cells, " | "))
	})
}
