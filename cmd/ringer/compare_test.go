package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/compare"
	"github.com/ringer-mock/ringer/conformance/grade"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/mocks"
)

func TestAFakeComparedWithItselfShowsNothing(t *testing.T) {
	t.Parallel()
	for _, name := range mocks.Names() {
		got := ringer(t, "compare", name, name)
		assert.Equal(t, exitFine, got.code, got.err)
		assert.Regexp(t, `^`+name+`, the first and the second: nothing differs in \d\d+ scenarios, \d{3,} answers and \d\d+ callbacks\n$`, got.out)
		assert.Empty(t, got.err)
	}
}

// recordedRun plays a provider's scenarios with one tampering, and reads the trace.
func recordedRun(t testing.TB, s *grade.Suite, f grade.Tampering) (*trace.Recorded, int64) {
	through, applied := s.Through(f)
	var lines bytes.Buffer
	through.Name, through.Trace = "compare", trace.NewWriter(&lines).Write
	_, err := conformance.Run(context.Background(), through)
	require.NoError(t, err)
	read, err := trace.Open("trace", bytes.NewReader(lines.Bytes()), int64(lines.Len()))
	require.NoError(t, err)
	return read.Runs[0], applied()
}

func TestAFakeComparedWithAMutantShowsTheMutationAndNothingElse(t *testing.T) {
	for _, provider := range mocks.Names() {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			s, err := suiteOf(provider, gradeFlags{})
			require.NoError(t, err)
			plain, _ := recordedRun(t, &s, grade.Tampering{})
			mutants := grade.Enumerated(s.Provider)
			for i := 0; i < len(mutants); i += len(mutants)/6 + 1 {
				mutant := mutants[i]
				mutated, applied := recordedRun(t, &s, mutant)
				if applied == 0 {
					continue
				}
				found, err := compare.Runs(plain, mutated)
				require.NoError(t, err)
				assert.NotEmpty(t, found.Differences, mutant.Name)
				if strings.Contains(mutant.Name, "swapped") {
					continue // an answer to the wrong callback has consequences
				}
				for _, d := range found.Differences {
					about := strings.Fields(strings.TrimPrefix(d.About, "callback "))[0]
					assert.Contains(t, mutant.Name, about, fmt.Sprintf("%+v", d))
				}
			}
		})
	}
}

func TestCompareTakesTracesAndSaysWhatCannotBeCompared(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "trace")
	require.Equal(t, exitFine, ringer(t, "conform", "induslabs", "--run", "induslabs/login/*", "--trace", file).code)
	got := ringer(t, "compare", file, "induslabs", "--run", "induslabs/login/*")
	assert.Equal(t, exitFine, got.code, got.out+got.err)
	assert.Contains(t, got.out, "nothing differs")

	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"induslab", "induslabs"}, exitUsage, "induslab is neither a file nor a provider; did you mean induslabs?"},
		{[]string{file, "vinfer", "--run", "vinfer/*"}, exitUsage, "cannot compare a run of induslabs with one of vinfer"},
		{[]string{"induslabs"}, exitUsage, "accepts 2 arg(s), received 1"},
		{[]string{targetAt(t, "http://127.0.0.1:1", ""), "induslabs"}, exitEnvironment, "the target does not answer at http://127.0.0.1:1"},
	} {
		got := ringer(t, append([]string{"compare"}, c.args...)...)
		assert.Equal(t, c.code, got.code, got.err)
		assert.Contains(t, got.err, c.want)
		assert.Empty(t, got.out)
	}
}
