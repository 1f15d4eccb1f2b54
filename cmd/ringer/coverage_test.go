package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/coverage"
	"github.com/ringer-mock/ringer/mocks"
)

func TestLessCoverageThanWantedFailsAndNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	trace, report, again := filepath.Join(t.TempDir(), "run.trace"), filepath.Join(t.TempDir(), "run.json"), filepath.Join(t.TempDir(), "again.json")
	got := ringer(t, "conform", "intellicall", "--run", "intellicall/health/*", "--min-coverage", "50", "--trace", trace, "--report", "json="+report)
	assert.Equal(t, exitFailed, got.code, got.err)
	assert.Contains(t, got.out, "  not seen: initiateCall 200\n")
	assert.Contains(t, got.out, "fail less was seen than --min-coverage 50 wants\n")

	judged := ringer(t, "judge", trace, "--report", "json="+again)
	assert.Equal(t, exitFailed, judged.code, judged.err)
	first, err := os.ReadFile(report)
	require.NoError(t, err)
	second, err := os.ReadFile(again)
	require.NoError(t, err)
	assert.Equal(t, string(first), string(second), "the trace knows what was asked for")

	got = ringer(t, "conform", "intellicall", "--run", "intellicall/health/*", "--min-coverage", "1")
	assert.Equal(t, exitFine, got.code, got.err)
	assert.NotContains(t, got.out, "  not seen: ")

	for _, wrong := range []string{"-1", "101", "NaN"} {
		got = ringer(t, "conform", "--min-coverage", wrong)
		assert.Equal(t, exitUsage, got.code)
		assert.Contains(t, got.err, "want per cent, from 0 to 100")
	}
}

// What our suite leaves open of the documents is known, and grows only with a reason: the words are those that a call
// cannot have where they stand.
func TestOurSuiteCoversTheDocumentsOfOurFakes(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "all.json")
	got := ringer(t, "conform", "--report", "json="+file)
	require.Equal(t, exitFine, got.code, got.err)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var whole struct {
		Results []struct {
			Provider string
			Coverage *coverage.Coverage
			Audit    conformance.Audit
		}
	}
	require.NoError(t, json.Unmarshal(data, &whole))
	require.Len(t, whole.Results, len(mocks.Names()))
	for _, result := range whole.Results {
		c := result.Coverage
		assert.Empty(t, c.Events.Missing, result.Provider)
		assert.Empty(t, c.Members.Missing, result.Provider)
		assert.Empty(t, result.Audit.False, result.Provider)
		assert.GreaterOrEqual(t, c.Percent, 85.0, "%s: %s", result.Provider, strings.Join(c.Missing(), ", "))
		for _, e := range c.Deliveries {
			assert.Equal(t, e.Seen, e.Valid, "%s %s", result.Provider, e.Event)
			assert.NotZero(t, e.InOrder, "%s %s", result.Provider, e.Event)
		}
	}
}
