package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/specs"
)

func acmeProvider(t testing.TB) *specs.Provider {
	provider, err := specs.LoadFrom(os.DirFS("testdata"), "acme")
	require.NoError(t, err)
	return provider
}

func parse(t testing.TB, provider *specs.Provider, name, text string) []*scenario.Scenario {
	loader := scenario.NewLoader([]string{"acme"}, func(string) (*specs.Provider, error) { return provider, nil }, &specs.PhoneBook{})
	list, err := loader.Parse("acme/"+name, []byte(text))
	require.NoError(t, err)
	return list
}

func (a *acme) target(provider *specs.Provider) *target.Target {
	t := &target.Target{
		Name: "small", Provider: provider, BaseURL: a.api.URL,
		Numbers: map[string]string{}, Wait: target.Wait{Pace: 1, Settle: 10 * time.Millisecond},
	}
	for _, account := range provider.World.Accounts {
		t.Accounts = append(t.Accounts, target.Account{Name: account.Name, Fields: account.Fields})
	}
	for name, number := range provider.World.Numbers {
		t.Numbers[name] = number
	}
	if a.pace == 0 {
		t.Control = a.control.URL
	} else {
		t.Wait.Pace = a.pace
	}
	return t
}

// config is a run of testdata/acme/calls.yaml against a fresh acme.
func config(t testing.TB, pace float64) (*acme, Config) {
	provider := acmeProvider(t)
	text, err := os.ReadFile("testdata/acme/calls.yaml")
	require.NoError(t, err)
	a := startAcme(t, pace)
	return a, Config{
		Provider: provider, Scenarios: parse(t, provider, "calls.yaml", string(text)), Target: a.target(provider),
		Files: os.DirFS("testdata"), Repeat: "ringer conform acme",
	}
}

// mustRun runs, and in a test judges the trace of the run too: every run of these tests is judged twice alike.
func mustRun(t testing.TB, c Config) *Result {
	var lines bytes.Buffer
	if _, ok := t.(*testing.T); ok {
		c.Trace = trace.NewWriter(&lines).Write
	}
	result, err := Run(context.Background(), c)
	require.NoError(t, err)
	if lines.Len() > 0 {
		again, err := Judge(onlyRun(t, lines.Bytes()), c)
		require.NoError(t, err)
		assert.Empty(t, firstDifference(written(t, result), written(t, again)), "judged by its trace")
	}
	return result
}

// onlyRun is the one run of a trace.
func onlyRun(t testing.TB, lines []byte) *trace.Recorded {
	read, err := trace.Open("run.trace", bytes.NewReader(lines), int64(len(lines)))
	require.NoError(t, err)
	require.Len(t, read.Runs, 1)
	return read.Runs[0]
}

func written(t testing.TB, result *Result) string {
	text, err := json.MarshalIndent(result, "", " ")
	require.NoError(t, err)
	return string(text)
}

func (r *Result) claim(id string) Verdict {
	for _, claim := range r.Claims {
		if claim.ID == id {
			return claim.Verdict
		}
	}
	return ""
}

func (r *Result) scenario(address string) ScenarioResult {
	for _, sc := range r.Scenarios {
		if sc.Address == address {
			return sc
		}
	}
	return ScenarioResult{}
}

func TestAConformantImplementationPassesInVirtualAndInRealTime(t *testing.T) {
	for name, pace := range map[string]float64{"virtual": 0, "real": 20_000} {
		t.Run(name, func(t *testing.T) {
			_, c := config(t, pace)
			result := mustRun(t, c)
			for _, sc := range result.Scenarios {
				assert.Equal(t, Pass, sc.Verdict, "%s: %s %+v", sc.Address, sc.Reason, sc.Failures)
			}
			assert.Equal(t, ExitConformant, result.ExitCode())
			for _, id := range []string{"ACM-001", "ACM-002", "ACM-003", "ACM-004", "ACM-005", "ACM-006", "ACM-007", "ACM-008"} {
				assert.Equal(t, Verified, result.claim(id), id)
			}
			assert.Equal(t, Overruled, result.claim("ACM-009"))
			assert.Equal(t, NotTestable, result.claim("ACM-010"))
			assert.Equal(t, Untested, result.claim("ACM-011"))
			assert.Greater(t, time.Duration(result.Covered), time.Hour)
		})
	}
}

// firstDifference is the first line that differs, since a result is long.
func firstDifference(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(left), len(right)) {
		if left[i] != right[i] {
			return fmt.Sprintf("line %d: %s | %s", i+1, left[i], right[i])
		}
	}
	if len(left) != len(right) {
		return fmt.Sprintf("%d and %d lines", len(left), len(right))
	}
	return ""
}
