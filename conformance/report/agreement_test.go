package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
)

// anyResult makes up a result, and its verdict by the rules that users are told.
func anyResult(random *rand.Rand) *conformance.Result {
	result := &conformance.Result{Provider: "acme", Title: "Acme Calls", Target: "small", Complete: random.IntN(2) == 0, Interrupted: random.IntN(8) == 0}
	verdicts := []conformance.Verdict{
		conformance.Pass, conformance.Pass, conformance.Pass, conformance.NotApplicable, conformance.NotSelected, conformance.KnownFailure,
		conformance.Inconclusive, conformance.Error, conformance.Fail,
	}
	kinds := 1 + random.IntN(len(verdicts)) // so that few of them are grave
	count := map[conformance.Verdict]int{}
	for i := range random.IntN(6) {
		sc := conformance.ScenarioResult{
			Address: fmt.Sprintf("acme/any/s%d", i), Title: "Anything", File: "acme/any.yaml", Line: i + 1, Verdict: verdicts[random.IntN(kinds)], Alone: "ringer conform acme",
		}
		failure := conformance.Failure{File: sc.File, Line: sc.Line, Column: 1, Step: "step 1", Message: "not as expected", By: "scenario", Times: 1, Owner: conformance.OwnerProvider}
		switch sc.Verdict {
		case conformance.Fail:
			sc.Failures = append(sc.Failures, failure)
		case conformance.KnownFailure:
			failure.Known = "GW-1"
			sc.Failures, sc.Reason = append(sc.Failures, failure), "GW-1"
		case conformance.Pass:
			if failure.Warning = true; random.IntN(3) == 0 {
				sc.Failures = append(sc.Failures, failure)
			}
		case conformance.NotSelected:
		default:
			sc.Reason, sc.Owner = "for a reason", conformance.OwnerEnvironment
		}
		count[sc.Verdict]++
		result.Scenarios = append(result.Scenarios, sc)
	}
	untested := random.IntN(3) == 0
	result.Claims = []conformance.ClaimResult{{ID: "ACM-001", Basis: "documented", Text: "It answers.", Verdict: conformance.Verified}}
	if untested {
		result.Claims[0].Verdict = conformance.Untested
	}
	if random.IntN(9) == 0 {
		result.Unfulfilled = []string{"acme/any/s0 is known to fail (GW-2) and passes now"}
	}
	if random.IntN(9) == 0 {
		result.Unfired = []string{"faults.yaml:1"}
	}
	judged := count[conformance.Pass] + count[conformance.Fail] + count[conformance.KnownFailure]
	switch {
	case count[conformance.Fail] > 0, result.Unfulfilled != nil, result.Unfired != nil:
		result.Verdict, result.Exit = conformance.Fail, 1
	case count[conformance.Error] > 0:
		result.Verdict, result.Exit = conformance.Error, 4
	case count[conformance.Inconclusive] > 0, judged == 0, result.Complete && count[conformance.NotApplicable] == 0 && untested:
		result.Verdict, result.Exit = conformance.Inconclusive, 3
	default:
		result.Verdict, result.Exit = conformance.Pass, 0
	}
	return result
}

// words are what each format calls a verdict.
func words() map[int]string {
	return map[int]string{0: "conformant", 1: "not conformant", 3: "incomplete", 4: "could not be judged"}
}

func TestNoTwoReportsDisagreeOnAVerdict(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[int]int{}
	for range 300 {
		one := anyResult(random)
		seen[one.Exit]++
		said := map[string]string{}
		for name, write := range formats() {
			var out bytes.Buffer
			require.NoError(t, write(&out, one))
			said[name] = out.String()
		}
		var text bytes.Buffer
		require.NoError(t, Text(&text, one, Options{}))
		lines := strings.Split(strings.TrimSpace(text.String()), "\n")
		want := words()[one.Exit]
		assert.Regexp(t, `^acme small: `+want+`(, interrupted)? \(`, lines[len(lines)-1])

		var whole struct {
			Exit    int
			Results []struct {
				Exit    int
				Verdict conformance.Verdict
			}
		}
		require.NoError(t, json.Unmarshal([]byte(said["json"]), &whole))
		assert.Equal(t, one.Exit, whole.Exit)
		assert.Equal(t, one.Exit, whole.Results[0].Exit)
		assert.Equal(t, one.Verdict, whole.Results[0].Verdict)

		assert.Regexp(t, `^## (✅|❌|⚠️) Acme Calls against small: `+want+`(, interrupted)?\n`, said["md"])
		assert.Equal(t, one.Exit == 0, strings.HasPrefix(said["md"], "## ✅"))
		title := regexp.MustCompile(`<title>([^<]*)</title>`).FindStringSubmatch(said["html"])
		require.NotNil(t, title)
		assert.Regexp(t, `: `+want+`(, interrupted)?$`, title[1])

		var suites junitSuites
		require.NoError(t, xml.Unmarshal([]byte(said["junit.xml"]), &suites))
		assert.Equal(t, one.Exit == 0, suites.Failures+suites.Errors == 0, "JUnit is green: %s", said["junit.xml"])
		assert.Equal(t, one.Exit == 1, suites.Failures > 0, said["junit.xml"])
		for _, property := range suites.Suites[0].Properties {
			if property.Name == "exit" {
				assert.Equal(t, fmt.Sprint(one.Exit), property.Value)
			}
		}
		assert.Equal(t, one.Exit == 1 || one.Verdict == conformance.Error || strings.Contains(text.String(), "error acme/"), strings.Contains(said["annotations"], "::error "), said["annotations"])
		if t.Failed() {
			t.Fatalf("%+v", one)
		}
	}
	for exit := range words() {
		assert.Greater(t, seen[exit], 10, "results with exit code %d", exit)
	}
}

func TestSeveralResultsMeanTheGravestOfThem(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		list := []*conformance.Result{anyResult(random), anyResult(random)}
		want := conformance.Worst(list[0].Exit, list[1].Exit)
		var out, page, junit bytes.Buffer
		require.NoError(t, JSON(&out, list...))
		var whole struct{ Exit int }
		require.NoError(t, json.Unmarshal(out.Bytes(), &whole))
		assert.Equal(t, want, whole.Exit)
		require.NoError(t, HTML(&page, list...))
		says := map[int]string{0: "all conformant", 1: "not conformant", 3: "incomplete", 4: "could not be judged"}[want]
		assert.Regexp(t, `<title>Ringer: [^<]*`+says+`</title>`, page.String())
		require.NoError(t, JUnit(&junit, list...))
		var suites junitSuites
		require.NoError(t, xml.Unmarshal(junit.Bytes(), &suites))
		assert.Equal(t, want == 0, suites.Failures+suites.Errors == 0)
		assert.Equal(t, want == 1, suites.Failures > 0)
	}
}

func TestTheTerminalShowsWhatATargetSendsWithoutDoingIt(t *testing.T) {
	result := hostile()
	for _, colour := range []bool{false, true} {
		var out bytes.Buffer
		require.NoError(t, Text(&out, result, Options{Verbose: true, Color: colour}))
		text := out.String()
		if colour {
			text = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllStringFunc(text, func(code string) string {
				assert.NotEqual(t, "\x1b[31m", code, "ours are bold")
				return ""
			})
		}
		assert.NotContains(t, text, "\x1b")
		assert.NotContains(t, text, "\x00")
		assert.NotContains(t, text, "\u202e")
		assert.NotContains(t, text, "\n::error::", "a line of its own could command GitHub's runner")
	}
}
