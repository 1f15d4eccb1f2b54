package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// Annotations writes GitHub's workflow commands, which put each finding at its line of a scenario. Those that fail come
// first: GitHub shows ten errors and ten warnings of a step. Files returns the path of a scenario file in the repository
// that is checked out; nil leaves it as it is.
func Annotations(w io.Writer, file func(string) string, results ...*conformance.Result) error {
	out := bufio.NewWriter(w)
	if file == nil {
		file = func(path string) string { return path }
	}
	for _, level := range []string{"error", "warning", "notice"} {
		for _, result := range results {
			for _, a := range annotationsOf(result) {
				if a.level == level {
					a.write(out, file)
				}
			}
		}
	}
	return out.Flush()
}

type annotation struct {
	level        string
	file         string // empty: of no file
	line, column int
	title, text  string
}

func annotationsOf(result *conformance.Result) []annotation {
	var list []annotation
	for _, sc := range result.Scenarios {
		for _, f := range sc.Failures {
			list = append(list, annotation{
				level: levelOf(f), file: f.File, line: f.Line, column: f.Column,
				title: sc.Address + ", " + f.Step, text: annotated(f, sc),
			})
		}
		one := annotation{file: sc.File, line: sc.Line, title: sc.Address, text: string(sc.Verdict) + ": " + sc.Reason + alike(sc)}
		switch {
		case sc.Verdict == conformance.Error:
			one.level = "error"
		case sc.Verdict == conformance.Inconclusive:
			one.level = "warning"
		default:
			continue
		}
		list = append(list, one)
	}
	for _, line := range result.Unfulfilled {
		list = append(list, annotation{level: "error", title: "known failure of " + result.Target, text: line + ": take it out of known in the target"})
	}
	for _, line := range result.Unfired {
		list = append(list, annotation{level: "error", title: "fault that never fired", text: line + ": fired in no scenario"})
	}
	for _, line := range result.Incoherent {
		list = append(list, annotation{level: "error", title: "incoherent", text: line})
	}
	if c := result.Coverage; c.Short() {
		list = append(list, annotation{level: "error", title: "less coverage than asked for", text: fmt.Sprintf("%s, and --min-coverage is %v", coveredLine(c), c.Wanted)})
	}
	return list
}

func levelOf(f conformance.Failure) string {
	switch {
	case f.Known != "":
		return "notice"
	case f.Warning:
		return "warning"
	}
	return "error"
}

// annotated is a failure in the few lines that an annotation shows.
func annotated(f conformance.Failure, sc conformance.ScenarioResult) string {
	lines := []string{f.Message}
	if f.Known != "" {
		lines[0] = "known failure (" + f.Known + "): " + f.Message
	}
	for _, m := range f.Mismatches {
		lines = append(lines, fmt.Sprintf("%s: want %s, got %s", m.Path, m.Want, m.Got))
	}
	if len(f.Arrived) > 0 {
		lines = append(lines, "nearest: "+f.Arrived[0])
	}
	for _, claim := range f.Claims {
		lines = append(lines, fmt.Sprintf("%s (%s, %s): %s", claim.ID, claim.Basis, claim.Source, claim.Text))
	}
	if f.Owner != "" {
		lines = append(lines, "owner: "+string(f.Owner))
	}
	return strings.Join(lines, "\n") + alike(sc)
}

func alike(sc conformance.ScenarioResult) string {
	if sc.Alone == "" {
		return ""
	}
	return "\nalone: " + sc.Alone
}

// write escapes as the runner of GitHub's actions unescapes.
func (a annotation) write(w io.Writer, file func(string) string) {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var properties []string
	add := func(name string, value any) {
		properties = append(properties, name+"="+property.Replace(visible(fmt.Sprint(value))))
	}
	if a.file != "" {
		add("file", file(a.file))
		add("line", a.line)
		if a.column > 0 {
			add("col", a.column)
		}
	}
	add("title", a.title)
	fmt.Fprintf(w, "::%s %s::%s\n", a.level, strings.Join(properties, ","), data.Replace(visible(a.text)))
}
