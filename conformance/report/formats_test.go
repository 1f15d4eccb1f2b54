package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
)

// formats are all that is written to a file.
func formats() map[string]func(io.Writer, ...*conformance.Result) error {
	return map[string]func(io.Writer, ...*conformance.Result) error{
		"json": JSON, "junit.xml": JUnit, "md": Markdown, "html": HTML,
		"annotations": func(w io.Writer, results ...*conformance.Result) error { return Annotations(w, nil, results...) },
	}
}

func TestEveryReportOfAFailingRunIsTheSameByteForByte(t *testing.T) {
	for name, write := range formats() {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, write(&out, failing()))
			golden(t, "failing."+name, out.Bytes())
			out.Reset()
			require.NoError(t, write(&out, passing()))
			golden(t, "passing."+name, out.Bytes())
			assert.Error(t, write(broken{}, failing()))
		})
	}
}

// hostile is a run against a target that sends what would act on a reader.
func hostile() *conformance.Result {
	const evil = "</script><img src=x onerror=alert(1)>\"'`|*_[x](http://evil.example) @octocat \x1b[31m\x00\u202e]]>\n::error::no\xff"
	result := failing()
	result.Target = evil
	sc := &result.Scenarios[0]
	sc.Title, sc.Why, sc.Alone = evil, evil, evil
	for i := range sc.Failures {
		f := &sc.Failures[i]
		f.Message, f.Source, f.Arrived = evil, evil, []string{evil}
		f.Mismatches[0].Path, f.Mismatches[0].Want, f.Mismatches[0].Got = evil, evil, evil
		f.Claims[0].Source = "javascript:alert(1)"
	}
	for i := range sc.Timeline {
		m := &sc.Timeline[i]
		m.URL, m.Sent, m.Got, m.Name, m.Note = evil, evil, evil, evil, evil
		m.GotHeaders = map[string]string{evil: evil}
	}
	result.Claims[0].Source = "javascript:alert(1)"
	result.Scenarios[4].Reason = evil
	result.Unfulfilled, result.Unfired = []string{evil}, []string{evil}
	return result
}

func TestWhatATargetSendsCannotActOnTheReader(t *testing.T) {
	for name, write := range formats() {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, write(&out, hostile()))
			text := out.String()
			assert.NotContains(t, text, "\x1b")
			assert.NotContains(t, text, "\x00")
			switch name {
			case "json": // JSON is data: whoever shows it has to mind what it shows
				return
			case "annotations":
				for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
					assert.Regexp(t, `^::(error|warning|notice) ([^:,]+=[^:,]*,?)+::`, line)
				}
			case "md":
				for _, line := range outsideFences(text) {
					assert.NotContains(t, line, "<img")
					assert.NotContains(t, line, " @octocat")
				}
			}
			assert.NotContains(t, text, "\u202e")
		})
	}
}

func outsideFences(text string) []string {
	var lines []string
	fence := ""
	for _, line := range strings.Split(text, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && line == fence:
			fence = ""
		case fence == "":
			lines = append(lines, codeSpans.ReplaceAllString(line, ""))
		}
	}
	return lines
}

func TestJUnitSaysNothingGreenOfWhatWasNotJudged(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, JUnit(&out, failing()))
	var whole junitSuites
	require.NoError(t, xml.Unmarshal(out.Bytes(), &whole))
	cases := map[string]junitCase{}
	for _, c := range whole.Suites[0].Cases {
		cases[c.Class] = c
		assert.NotContains(t, c.Class, "127.0.0.1")
	}
	assert.NotNil(t, cases["acme/calls/told"].Failure)
	assert.Equal(t, "provider", cases["acme/calls/told"].Failure.Type)
	assert.NotNil(t, cases["acme/calls/busy"].Error, "inconclusive is an error")
	assert.Nil(t, cases["acme/calls/busy"].Skipped)
	assert.NotNil(t, cases["acme/legs/added"].Skipped, "not applicable is skipped")
	assert.NotNil(t, cases["acme/known"].Failure, "a known failure that passes is a failure")
	assert.Equal(t, [4]int{13, 5, 4, 2}, [4]int{whole.Tests, whole.Failures, whole.Errors, whole.Suites[0].Skipped})
}

func TestJUnitIsNeverGreenWhereTheRunIsNot(t *testing.T) {
	result := passing()
	result.Verdict, result.Exit = conformance.Inconclusive, conformance.ExitIncomplete
	result.Claims = append(result.Claims, conformance.ClaimResult{ID: "ACM-008", Basis: "documented", Text: "Calls are private.", Verdict: conformance.Untested})
	suite := junitSuiteOf(result)
	require.Equal(t, 1, suite.Errors)
	assert.Equal(t, "ACM-008", suite.Cases[1].Name)

	result.Claims, result.Scenarios = nil, []conformance.ScenarioResult{{Address: "acme/a/b", Verdict: conformance.NotApplicable}}
	suite = junitSuiteOf(result)
	require.Equal(t, 1, suite.Errors)
	assert.Contains(t, suite.Cases[1].Error.Message, "incomplete")
}

func TestJUnitIsAcceptedByTheSchemaOfTheCommonDialect(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed; .ci/run installs it")
	}
	for name, result := range map[string]*conformance.Result{"failing": failing(), "passing": passing(), "hostile": hostile()} {
		var out bytes.Buffer
		require.NoError(t, JUnit(&out, result, result))
		cmd := exec.Command(lint, "--noout", "--nonet", "--schema", "testdata/junit.xsd", "-")
		cmd.Stdin = &out
		said, err := cmd.CombinedOutput()
		assert.NoError(t, err, "%s: %s", name, said)
	}
}

var codeSpans = regexp.MustCompile("``.*?``|`[^`]*`")
