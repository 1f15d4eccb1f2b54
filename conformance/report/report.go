// Package report writes the result of a conformance run: Text for a terminal, HTML for a browser, Markdown, JUnit and
// Annotations for CI, and JSON, which Schema describes, for programs. Each is a function of the Result alone, which holds
// no secrets, and writes the same bytes for the same Result. What could not be judged looks like a success in none.
//
// A part of the page is one template in html and one line in sheetParts.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/ringer-mock/ringer/conformance"
)

// Version is the version of the JSON form. It grows when a member is removed or changes its meaning.
const Version = 1

// Options choose how Text writes.
type Options struct {
	// Color marks verdicts by colour. Set it only for a terminal.
	Color bool
	// Verbose lists what passed too.
	Verbose bool
}

// JSON writes the whole of one or more results, and the exit code that they mean together.
func JSON(w io.Writer, results ...*conformance.Result) error {
	whole := struct {
		Version int                   `json:"version"`
		Exit    int                   `json:"exit"`
		Results []*conformance.Result `json:"results"`
	}{Version, conformance.ExitConformant, results}
	for _, result := range results {
		whole.Exit = conformance.Worst(whole.Exit, result.ExitCode())
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(whole)
}

// Estimate says before a run what it will take, in one line.
func Estimate(plan conformance.Plan) string {
	line := fmt.Sprintf("%s against %s (%s): %s", plan.Provider, plan.Target, plan.BaseURL, many(plan.Scenarios, "scenario"))
	if plan.Skipped > 0 {
		line += fmt.Sprintf(", %d more cannot be judged", plan.Skipped)
	}
	if plan.Virtual {
		return line + ", in virtual time"
	}
	line += fmt.Sprintf(", %s to %s in real time", round(plan.Least), round(plan.Most))
	if plan.Calls > 0 {
		line += ", " + many(plan.Calls, "call")
		if plan.Allowed > 0 {
			line += fmt.Sprintf(" (%d allowed)", plan.Allowed)
		}
	}
	return line
}

// round keeps what a person plans by: two digits or so.
func round(d time.Duration) string {
	switch {
	case d > time.Minute:
		return conformance.Span(d.Round(time.Second)).String()
	case d > time.Second:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Millisecond).String()
}

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
