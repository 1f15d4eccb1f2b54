package report

import (
	"fmt"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// breached is how many requests that break a rule of the document were answered.
func breached(result *conformance.Result) int {
	n := 0
	for _, sc := range result.Scenarios {
		if sc.Breaks != nil && sc.Breaks.Status != 0 {
			n++
		}
	}
	return n
}

// breachLine sums the requests that break a rule; empty: there were none.
func breachLine(result *conformance.Result) string {
	sent := breached(result)
	if sent == 0 && result.Withheld == 0 {
		return ""
	}
	line := fmt.Sprintf("requests that break a rule: %d sent", sent)
	if n := len(result.Undocumented); n > 0 {
		line += fmt.Sprintf(", %d of them answered as nobody documents", n)
	}
	if result.Withheld > 0 {
		line += fmt.Sprintf(", %d withheld since somebody could be called", result.Withheld)
	}
	return line
}

// breachOf names what a request breaks: its operation, the member, and the rule.
func breachOf(b conformance.BreachResult) string {
	return strings.Join(strings.Fields(b.Operation+" "+b.Member+" "+b.Rule), " ")
}

func (t *text) breaches(result *conformance.Result) {
	line := breachLine(result)
	if line == "" {
		return
	}
	t.gap()
	if len(result.Undocumented) > 0 && !t.Verbose {
		line += " (-v lists them)"
	}
	t.line("%s", line)
	if t.Verbose {
		for _, b := range result.Undocumented {
			t.line("  %s: answered %d", breachOf(b), b.Status)
		}
	}
}

func (m markdown) breaches(result *conformance.Result) {
	line := breachLine(result)
	if line == "" {
		return
	}
	m.line("")
	m.line("%s.", prose(strings.ToUpper(line[:1])+line[1:]))
	if len(result.Undocumented) == 0 {
		return
	}
	m.line("")
	m.line("<details><summary>Answers that nobody documents</summary>")
	m.table("", []string{"operation", "member", "rule", "answered"}, func(row func(...string)) {
		for _, b := range result.Undocumented {
			member := "the request"
			if b.Member != "" {
				member = code(b.Member)
			}
			row(code(b.Operation), member, prose(b.Rule), fmt.Sprint(b.Status))
		}
	})
	m.line("")
	m.line("</details>")
}

// Breaches sums the requests that break a rule.
func (s *sheet) Breaches() string {
	line := breachLine(s.Result)
	return strings.ToUpper(line[:1]) + line[1:] + "."
}
