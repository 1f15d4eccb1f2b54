package report

import (
	"fmt"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/source"
)

// scenario writes one that did not simply pass: each failure, what happened, and how to run it alone.
func (t *text) scenario(sc conformance.ScenarioResult) {
	t.line("%s %s", t.paint(sc.Verdict), sc.Address)
	t.line("  %s", sc.Title)
	if sc.Reason != "" {
		t.line("  %s", sc.Reason)
	}
	for _, failure := range sc.Failures {
		t.failure(failure)
	}
	t.timeline(sc.Timeline)
	t.line("  alone: %s", sc.Alone)
	t.line("")
}

func (t *text) failure(f conformance.Failure) {
	t.gap()
	head := painted(plain(f.Message))
	switch {
	case f.Known != "":
		head = t.paint(conformance.KnownFailure) + painted(" ("+plain(f.Known)+"): ") + head
	case f.Warning:
		head = t.paint(conformance.Warned) + ": " + head
	}
	if f.Times > 1 {
		head += painted(fmt.Sprintf(" (%d times)", f.Times))
	}
	t.line("  %s:%d:%d: %s", f.File, f.Line, f.Column, f.Step)
	if excerpt := source.Excerpt(f.Source, f.Line, f.Column); excerpt != "" {
		t.line("%s", indent(excerpt, "  "))
	}
	t.line("  %s", head)
	for _, m := range f.Mismatches {
		t.mismatch(m, f)
	}
	for i, arrived := range f.Arrived {
		if i == 0 {
			t.line("    what did arrive:")
		}
		t.line("      %s", arrived)
	}
	if f.Owner != "" {
		t.line("    owner: %s", f.Owner)
	}
	for _, claim := range f.Claims {
		t.line("    %s (%s, %s)", claim.ID, claim.Basis, claim.Source)
		t.line("      %s", claim.Text)
	}
}

func (t *text) mismatch(m conformance.Mismatch, f conformance.Failure) {
	t.line("    %s", m.Path)
	if m.Line > 0 && m.Line != f.Line {
		t.line("%s", indent(source.Excerpt(m.Source, m.Line, m.Column), "      "))
	}
	t.line("      want %s", m.Want)
	t.line("      got  %s", m.Got)
}

func (t *text) timeline(moments []conformance.Moment) {
	if len(moments) == 0 {
		return
	}
	t.gap()
	t.line("  what happened:")
	for _, m := range moments {
		t.line("    +%-8s %s", m.At, t.moment(m))
		if m.Sent != "" {
			t.line("              %s %s", map[bool]string{true: "<", false: ">"}[m.Kind == "callback"], oneLine(m.Sent))
		}
		if m.Got != "" {
			t.line("              < %s", oneLine(m.Got))
		}
	}
}

func (t *text) moment(m conformance.Moment) string {
	var out strings.Builder
	switch m.Kind {
	case "callback":
		fmt.Fprintf(&out, "callback %s, answered %d", m.Name, m.Status)
	case "request":
		fmt.Fprintf(&out, "%s %s", m.Method, m.URL)
		if m.Name != "" {
			fmt.Fprintf(&out, " (%s)", m.Name)
		}
		if m.As != "" && m.As != "main" {
			fmt.Fprintf(&out, " as %s", m.As)
		}
		if m.Status > 0 {
			fmt.Fprintf(&out, " -> %d", m.Status)
		}
	}
	if m.Note != "" {
		fmt.Fprintf(&out, " %s", m.Note)
	}
	if m.Times > 1 {
		fmt.Fprintf(&out, ", %d times", m.Times)
	}
	return strings.TrimSpace(out.String())
}

func oneLine(body string) string {
	const most = 500 // a few lines of a terminal; JSON holds more
	line := strings.Join(strings.Fields(body), " ")
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return line
}

func indent(text, by string) painted {
	return painted(by + strings.ReplaceAll(visible(text), "\n", "\n"+by))
}
