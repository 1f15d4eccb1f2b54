package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An example is an integration with a provider and its tests, as a user would
// write them, and beside it the same integration with a bug.
type example struct {
	folder       string
	right, naive string         // the integration, and the one with the bug
	needs        []string       // a command that succeeds where the tests can run
	tests        []string       // the command that runs them
	flag         []string       // what runs them on the naive one, where the variable NAIVE does not
	green, red   *regexp.Regexp // what the command says of a test, and its name
	sunny        []string       // the tests that the bug passes
	arranged     []string       // and those that show it, by faults
	finding      string         // in what words
}

var examples = []example{
	{
		folder: "go", right: "meter.go", naive: "meter_naive.go",
		needs: []string{"go", "version"},
		tests: []string{"go", "test", "-v", "-count=1", "."}, flag: []string{"-tags=naive"},
		green:    regexp.MustCompile(`(?m)^--- PASS: (\S+)`),
		red:      regexp.MustCompile(`(?m)^--- FAIL: (\S+)`),
		sunny:    []string{"TestACallIsMetered"},
		arranged: []string{"TestACallIsMeteredWhenReadsLagBehindTheCallback"},
		finding:  "metered 0 s (known: true) of a call of 48 s",
	},
	{
		folder: "python", right: "desk.py", naive: "desk_naive.py",
		needs:    []string{"python3", "-c", "import pytest, requests"},
		tests:    []string{"python3", "-m", "pytest", "-v", "-p", "no:cacheprovider"},
		green:    regexp.MustCompile(`(?m)^test_desk\.py::(\S+) PASSED`),
		red:      regexp.MustCompile(`(?m)^test_desk\.py::(\S+) (?:FAILED|ERROR)`),
		sunny:    []string{"test_a_recording_is_kept_with_its_ticket"},
		arranged: []string{"test_a_callback_that_overtakes_the_answer_is_not_lost"},
		finding:  "assert [] == ['T-17']",
	},
	{
		folder: "node", right: "followup.js", naive: "followup_naive.js",
		needs:    []string{"node", "--version"},
		tests:    []string{"node", "--test", "--test-reporter=tap"},
		green:    regexp.MustCompile(`(?m)^ok \d+ - (.+)$`),
		red:      regexp.MustCompile(`(?m)^not ok \d+ - (.+)$`),
		sunny:    []string{"a customer who has answered is texted", "a text that fails is sent when the result comes again"},
		arranged: []string{"a result that comes twice at once is one text", "a result that comes again after it was answered is one text"},
		finding:  "Expected values to be strictly deep-equal",
	},
}

func TestEveryExampleIsGreenAndItsBugIsRed(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		t.Run(e.folder, func(t *testing.T) {
			t.Parallel()
			needs(t, e.needs[0], e.needs[1:]...)

			said, passed := e.run(t, nil, "NAIVE=")
			assert.True(t, passed, said)
			assert.ElementsMatch(t, slices.Concat(e.sunny, e.arranged), names(e.green, said), said)
			assert.Empty(t, names(e.red, said))

			said, passed = e.run(t, e.flag, "NAIVE=1")
			assert.False(t, passed, said)
			assert.ElementsMatch(t, e.sunny, names(e.green, said), "the bug shows without a fault, or the example is broken:\n%s", said)
			assert.ElementsMatch(t, e.arranged, names(e.red, said), said)
			assert.Contains(t, said, e.finding)
		})
	}
}

// TestTheVersionsOfAnExampleDifferInTheBugAlone keeps the two side by side: a
// reader who compares them sees the bug and nothing else.
func TestTheVersionsOfAnExampleDifferInTheBugAlone(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		right, naive := e.lines(t, e.right), e.lines(t, e.naive)
		only := func(these, those []string) []string {
			return slices.DeleteFunc(slices.Clone(these), func(line string) bool { return slices.Contains(those, line) })
		}
		for _, differing := range [][]string{only(right, naive), only(naive, right)} {
			assert.NotEmpty(t, differing, e.folder)
			assert.LessOrEqual(t, len(differing), 12, "%s:\n%s", e.folder, strings.Join(differing, "\n"))
		}
	}
}

// run runs the tests of an example, and returns what they print and whether all
// have passed.
func (e example) run(t *testing.T, flag []string, variable string) (said string, passed bool) {
	binary, err := program()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), lifetime)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.tests[0], slices.Concat(e.tests[1:], flag)...)
	cmd.Dir = e.path("")
	for _, inherited := range os.Environ() {
		if !strings.HasPrefix(inherited, "RINGER_") {
			cmd.Env = append(cmd.Env, inherited)
		}
	}
	cmd.Env = append(cmd.Env, "RINGER="+binary, "PYTHONDONTWRITEBYTECODE=1", variable)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return string(out), err == nil
}

func (e example) lines(t *testing.T, file string) []string {
	data, err := os.ReadFile(e.path(file))
	require.NoError(t, err)
	return strings.Split(string(data), "\n")
}

func (e example) path(file string) string {
	return filepath.Join("..", "..", "testdata", "examples", e.folder, file)
}

// names are those of the tests of which something is said.
func names(of *regexp.Regexp, said string) (found []string) {
	for _, match := range of.FindAllStringSubmatch(said, -1) {
		found = append(found, match[1])
	}
	return found
}
