package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/grade"
	"github.com/ringer-mock/ringer/conformance/report"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/mocks"
)

func TestATraceOfAllFakesIsJudgedAsTheRunWasByteForByte(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	run := ringer(t, "conform", "-v", "--trace", at("trace"), "--report", "json="+at("run.json"))
	require.Equal(t, exitFine, run.code, run.err)
	again := ringer(t, "judge", "-v", at("trace"), "--report", "json="+at("again.json"))
	assert.Equal(t, exitFine, again.code)
	assert.Empty(t, again.err)
	assert.Equal(t, "", differing(run.out, again.out))
	assert.Equal(t, "", differing(contents(t, at("run.json")), contents(t, at("again.json"))))
	for _, name := range mocks.Names() {
		assert.Contains(t, again.out, name+" ringer: conformant")
	}

	one := ringer(t, "judge", at("trace"), "induslabs/login/*")
	assert.Equal(t, exitFine, one.code)
	assert.Contains(t, one.out, "induslabs ringer: conformant")
	assert.NotContains(t, one.out, "vinfer", "what the pattern leaves out is not judged")
	none := ringer(t, "judge", at("trace"), "induslabs/logim/*")
	assert.Equal(t, exitUsage, none.code)
	assert.Contains(t, none.err, "nothing selected")
}

// A few mutants of each provider: what fails, and what comes after it, is judged alike too.
func TestTheTraceOfARunThatFailsIsJudgedAsTheRunWas(t *testing.T) {
	for _, provider := range mocks.Names() {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			s, err := suiteOf(provider, gradeFlags{})
			require.NoError(t, err)
			mutants := grade.Enumerated(s.Provider)
			failed := 0
			for i := 0; i < len(mutants); i += len(mutants)/4 + 1 {
				through, _ := s.Through(mutants[i])
				var lines bytes.Buffer
				through.Trace, through.Timelines, through.Guards = trace.NewWriter(&lines).Write, true, s.Known.Kills
				run, err := conformance.Run(context.Background(), through)
				require.NoError(t, err)
				if run.Verdict == conformance.Fail {
					failed++
				}
				read, err := trace.Open("trace", bytes.NewReader(lines.Bytes()), int64(lines.Len()))
				require.NoError(t, err)
				again, err := judgeAgain(read.Runs[0], s.Provider, s.Scenarios, nil, false)
				require.NoError(t, err)
				assert.Equal(t, "", differing(allReports(t, run), allReports(t, again)), mutants[i].Name)
			}
			assert.NotZero(t, failed, "no mutant made a scenario fail")
		})
	}
}

func TestATraceThatIsNoneOrDamagedIsRefusedByLine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole")
	require.Equal(t, exitFine, ringer(t, "conform", "--jobs", "1", "--run", "induslabs/login/*", "--trace", whole).code)
	lines := strings.SplitAfter(contents(t, whole), "\n")
	for name, c := range map[string]struct{ text, want string }{
		"another file":         {"{}\n", `:1: this is no trace of ringer conform`},
		"of a later version":   {`{"trace":"ringer conform","version":99}` + "\n", `:1: the trace is of version 99, and this ringer reads 1`},
		"damaged":              {lines[0] + lines[1] + lines[2] + "{\"scenario\":\n" + lines[3], `:4: damaged: it breaks off`},
		"a hole":               {lines[0] + lines[1] + lines[3], `:3: damaged: induslabs/login/`},
		"empty":                {"", "is empty: no trace"},
		"nothing but its name": {lines[0], "holds no run"},
	} {
		file := filepath.Join(folder, strings.ReplaceAll(name, " ", "-"))
		require.NoError(t, os.WriteFile(file, []byte(c.text), 0o600))
		got := ringer(t, "judge", file)
		assert.Equal(t, exitUsage, got.code, name)
		assert.Contains(t, got.err, file, name)
		assert.Contains(t, got.err, c.want, name)
		assert.Empty(t, got.out, name)
	}
	missing := ringer(t, "judge", filepath.Join(folder, "missing"))
	assert.Equal(t, exitUsage, missing.code)
	assert.Contains(t, missing.err, "no such file")
}

func TestATraceThatBreaksOffIsJudgedAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole")
	require.Equal(t, exitFine, ringer(t, "conform", "--jobs", "1", "--run", "induslabs/login/*", "--trace", whole).code)
	text := contents(t, whole)
	cut := filepath.Join(folder, "cut")
	require.NoError(t, os.WriteFile(cut, []byte(text[:len(text)/2]), 0o600))
	got := ringer(t, "judge", cut)
	assert.Equal(t, exitIncomplete, got.code, got.out)
	assert.Regexp(t, `breaks off before the run of induslabs ended, in line \d+: judged as far as it goes`, got.err)
	assert.Contains(t, got.out, "not in the trace: it breaks off before")
	assert.Contains(t, got.out, "incomplete, interrupted")
	assert.Regexp(t, `\d pass`, got.out, "what ended before is judged")
}

func contents(t testing.TB, file string) string {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(data)
}

// allReports is all that the reports say.
func allReports(t testing.TB, result *conformance.Result) string {
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, result, report.Options{Verbose: true}))
	require.NoError(t, report.JSON(&out, result))
	return out.String()
}

// differing is the first line that differs.
func differing(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(left), len(right)) {
		if i >= len(left) || i >= len(right) || left[i] != right[i] {
			return strings.Join(append(left[min(i, len(left)):min(i+1, len(left))], right[min(i, len(right)):min(i+1, len(right))]...), "\n| ")
		}
	}
	return ""
}
