package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/negative"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// negativeResults are the scenarios of a JSON report that break a rule, and the undocumented answers it lists.
func negativeResults(t *testing.T, path string) (list []conformance.ScenarioResult, undocumented int) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var whole struct {
		Results []struct {
			Scenarios []struct {
				Address string
				Verdict conformance.Verdict
				Breaks  *conformance.BreachResult
			}
			Undocumented []conformance.BreachResult
		}
	}
	require.NoError(t, json.Unmarshal(data, &whole))
	for _, result := range whole.Results {
		undocumented += len(result.Undocumented)
		for _, sc := range result.Scenarios {
			if sc.Breaks != nil {
				list = append(list, conformance.ScenarioResult{Address: sc.Address, Verdict: sc.Verdict, Breaks: sc.Breaks})
			}
		}
	}
	return list, undocumented
}

// Every rule is broken for every provider that has it, each answer is the documented one, and a trace gives it again.
func TestEveryFakeRefusesWhatItsDocumentForbidsAsItSays(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	run := ringer(t, "conform", "--run", "*/"+negative.Topic, "-v", "--trace", at("trace"), "--report", "json="+at("run.json"))
	require.Equal(t, exitFine, run.code, run.err+run.out)
	list, undocumented := negativeResults(t, at("run.json"))
	rules, providers, open := map[string]int{}, map[string]int{}, 0
	for _, sc := range list {
		assert.Equal(t, conformance.Pass, sc.Verdict, sc.Address)
		assert.NotZero(t, sc.Breaks.Status, sc.Address)
		assert.Less(t, sc.Breaks.Status, 500, sc.Address)
		rules[sc.Breaks.Rule]++
		providers[strings.Split(sc.Address, "/")[0]]++
		if !sc.Breaks.Documented {
			open++
		}
	}
	for _, rule := range negative.Rules() {
		assert.Positive(t, rules[rule], rule)
	}
	for _, name := range mocks.Names() {
		assert.Greater(t, providers[name], 20, name)
	}
	assert.Greater(t, len(list), 200)
	assert.Equal(t, open, undocumented, "each that nobody documents is listed")
	assert.Less(t, open, len(list)/3, "most refusals are documented")
	assert.Positive(t, rules[specs.Foreign])
	t.Logf("%d requests that break a rule, %d of them undocumented: %v", len(list), open, rules)

	again := ringer(t, "judge", "-v", at("trace"), "--report", "json="+at("again.json"))
	assert.Equal(t, exitFine, again.code)
	assert.Equal(t, "", differing(run.out, again.out))
	assert.Equal(t, "", differing(contents(t, at("run.json")), contents(t, at("again.json"))))
}

func TestRequestsThatBreakARuleAreSentWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	provider := mocks.Names()[0]
	addresses := func(args ...string) []string {
		path := filepath.Join(t.TempDir(), "report.json")
		run := ringer(t, append([]string{"conform", provider, "--report", "json=" + path}, args...)...)
		require.Equal(t, exitFine, run.code, run.err+run.out)
		list, _ := negativeResults(t, path)
		var played []string
		for _, sc := range list {
			if sc.Verdict == conformance.Pass {
				played = append(played, sc.Address)
			}
		}
		return played
	}
	assert.Empty(t, addresses(), "unless they are asked for")
	all := addresses("--negatives")
	require.Greater(t, len(all), 20)
	one := all[len(all)/2]
	assert.Equal(t, []string{one}, addresses("--run", one), "an address is enough")
	assert.True(t, slices.Equal(all, addresses("--run", provider+"/"+negative.Topic)))

	wrong := ringer(t, "conform", provider, "--run", one+"x")
	assert.Equal(t, exitUsage, wrong.code)
	assert.Contains(t, wrong.err, "did you mean "+one+"?")
}
