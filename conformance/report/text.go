package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/ringer-mock/ringer/conformance"
)

// Text writes what a person needs: what failed, whole; what could not be judged, with the reason; the claims that are
// not verified; and the verdict in the last line.
func Text(w io.Writer, result *conformance.Result, o Options) error {
	out := newText(w, o)
	out.scenarios(result)
	out.claims(result)
	out.exchanged(result)
	out.breaches(result)
	out.coverage(result)
	out.remarks(result)
	out.verdict(result)
	return out.Flush()
}

// text keeps the first error of its writer, so that none needs a look before Flush.
type text struct {
	*bufio.Writer
	Options
	blank bool // the last line was empty
	begun bool
}

func newText(w io.Writer, o Options) *text { return &text{Writer: bufio.NewWriter(w), Options: o} }

// painted is text that is ours, with colours and lines of its own; any other is made harmless before it is printed.
type painted string

// plain is what came from elsewhere, on one line: what a target sends cannot begin a line of its own.
func plain(text string) string { return strings.ReplaceAll(visible(text), "\n", " ") }

func (t *text) line(format string, args ...any) {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = plain(text)
		}
	}
	text := fmt.Sprintf(format, args...)
	t.WriteString(text)
	t.WriteByte('\n')
	t.begun, t.blank = true, text == ""
}

// gap is one empty line between two parts, and none at the top.
func (t *text) gap() {
	if t.begun && !t.blank {
		t.line("")
	}
}

func (t *text) scenarios(result *conformance.Result) {
	for _, sc := range result.Scenarios {
		switch {
		case sc.Verdict == conformance.NotSelected && !t.Verbose, sc.Verdict == conformance.Pass && !t.Verbose:
		case len(sc.Failures) > 0:
			t.scenario(sc)
		case sc.Reason != "":
			t.line("%s %s: %s", t.paint(sc.Verdict), sc.Address, sc.Reason)
		default:
			t.line("%s %s", t.paint(sc.Verdict), sc.Address)
		}
	}
}

func (t *text) claims(result *conformance.Result) {
	t.gap()
	t.line("claims: %s", strings.Join(countedClaims(result), ", "))
	for _, verdict := range claimOrder() {
		for _, claim := range result.Claims {
			if claim.Verdict != verdict || verdict == conformance.Verified && !t.Verbose || t.folded(result, claim) {
				continue
			}
			reason := claim.Reason
			if verdict == conformance.Failed || verdict == conformance.Warned {
				reason = claim.Text
			}
			t.line("  %s %s %s (%s): %s", t.paint(verdict), claim.ID, claim.About, claim.Basis, reason)
		}
	}
}

// folded leaves out what a selection left out: whoever runs one scenario knows that the others did not run.
func (t *text) folded(result *conformance.Result, claim conformance.ClaimResult) bool {
	selective := claim.Verdict == conformance.Untested || claim.Verdict == conformance.Overruled || claim.Verdict == conformance.NotTestable
	return !result.Complete && !t.Verbose && selective
}

func (t *text) exchanged(result *conformance.Result) {
	t.gap()
	for _, op := range result.Operations {
		var seen []string
		for _, status := range slices.Sorted(maps.Keys(op.Statuses)) {
			seen = append(seen, fmt.Sprintf("%d ×%d", status, op.Statuses[status]))
		}
		t.line("operation %s: %s", op.Operation, or(strings.Join(seen, ", "), "not called"))
	}
	for _, event := range result.Events {
		if event.Count == 0 {
			t.line("event %s: not seen", event.Event)
		} else {
			t.line("event %s: ×%d", event.Event, event.Count)
		}
	}
}

func warned(result *conformance.Result) bool {
	return slices.ContainsFunc(result.Claims, func(c conformance.ClaimResult) bool { return c.Verdict == conformance.Warned })
}

func (t *text) remarks(result *conformance.Result) {
	t.gap()
	if result.Calls.Allowed > 0 {
		t.line("calls: %d used, %d allowed", result.Calls.Used, result.Calls.Allowed)
	}
	if warned(result) && !t.Verbose {
		t.line("warnings fail nobody; -v shows where each was seen, --strict counts them")
	}
	if result.Watched > 0 {
		t.line("what must never arrive was watched for %s after each last step", result.Watched)
	}
	if result.Shuffle != 0 {
		t.line("shuffled; the same order again: --shuffle-seed %d", result.Shuffle)
	}
	for _, line := range result.Unfulfilled {
		t.line("%s %s: take it out of known in the target", t.paint(conformance.Fail), line)
	}
	for _, line := range result.Unfired {
		t.line("%s %s: fired in no scenario", t.paint(conformance.Fail), line)
	}
	for _, line := range result.Incoherent {
		t.line("%s %s", t.paint(conformance.Fail), line)
	}
	for _, call := range result.Running {
		t.line("may still be running: %s", call)
	}
	if len(result.Lacks) > 0 {
		t.line("complete without these, if the target lacks them:")
		t.line("  lacks: [%s]", strings.Join(result.Lacks, ", "))
	}
	t.cutShort(result)
}

// cutShort says what wait.longest would be enough for how many of the scenarios that it cut short.
func (t *text) cutShort(result *conformance.Result) {
	lines := longer(result)
	if len(lines) == 0 {
		return
	}
	t.line("complete with more time, if the target may take it:")
	for _, line := range lines {
		t.line("  %s", line)
	}
}

func (t *text) verdict(result *conformance.Result) {
	t.line("%s %s: %s (%s; %s of provider time in %s, %s)", result.Provider, result.Target, t.color(result.Verdict, word(result)),
		strings.Join(counted(result), ", "), conformance.Span(time.Duration(result.Covered).Round(time.Second)), round(time.Duration(result.Took)), clockOf(result))
}

func (t *text) paint(verdict conformance.Verdict) painted { return t.color(verdict, string(verdict)) }

func (t *text) color(verdict conformance.Verdict, word string) painted {
	if !t.Color {
		return painted(word)
	}
	attribute := color.FgYellow
	switch verdict {
	case conformance.Pass, conformance.Verified:
		attribute = color.FgGreen
	case conformance.Fail, conformance.Failed, conformance.Error:
		attribute = color.FgRed
	}
	c := color.New(attribute, color.Bold)
	c.EnableColor()
	return painted(c.Sprint(word))
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
