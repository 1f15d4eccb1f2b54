package conformance

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
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

func mustRun(t testing.TB, c Config) *Result {
	result, err := Run(context.Background(), c)
	require.NoError(t, err)
	return result
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
