package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// A judgement is what these tests read of the JSON report.
type judgement struct {
	Verdict   string
	Complete  bool
	Scenarios []struct{ Address, Verdict, Reason string }
	Claims    []struct{ ID, Basis, Verdict, Reason string }
}

// judged runs conform with a JSON report.
func judged(t *testing.T, args ...string) (ending, judgement) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	got := ringer(t, append([]string{"conform", "--report", "json=" + file}, args...)...)
	data, err := os.ReadFile(file)
	require.NoError(t, err, "%s%s", got.out, got.err)
	var all struct {
		Exit    int
		Results []judgement
	}
	require.NoError(t, json.Unmarshal(data, &all))
	require.Len(t, all.Results, 1)
	assert.Equal(t, got.code, all.Exit)
	require.NotEmpty(t, all.Results[0].Scenarios)
	require.NotEmpty(t, all.Results[0].Claims)
	return got, all.Results[0]
}

// verdicts are those of all scenarios and claims, by address and id.
func (j judgement) verdicts() map[string]string {
	all := map[string]string{}
	for _, s := range j.Scenarios {
		all[s.Address] = s.Verdict
	}
	for _, c := range j.Claims {
		all[c.ID] = c.Verdict
	}
	return all
}

func TestOurFakesConformToEveryClaimThatCanBeTested(t *testing.T) {
	t.Parallel()
	for _, name := range mocks.Names() {
		got, j := judged(t, name, "--strict", "--jobs", "1")
		assert.Equal(t, exitFine, got.code, got.out)
		assert.Empty(t, got.err)
		assert.Equal(t, "pass", j.Verdict)
		assert.True(t, j.Complete)
		for _, c := range j.Claims {
			switch c.Verdict {
			case "verified":
			case "overruled", "not testable":
				assert.NotEmpty(t, c.Reason, "%s: why it is %s", c.ID, c.Verdict)
			default:
				assert.Equal(t, "assumed", c.Basis, "%s is %s: %s", c.ID, c.Verdict, c.Reason)
			}
		}
		for _, s := range j.Scenarios {
			assert.Equal(t, "pass", s.Verdict, s.Address)
		}
	}
}

func TestNeitherOrderNorCompanyChangesAVerdict(t *testing.T) {
	t.Parallel()
	_, inOrder := judged(t, "induslabs", "--jobs", "1")
	want, all := inOrder.verdicts(), fmt.Sprint(len(inOrder.Scenarios))
	runs := 20
	if testing.Short() {
		runs = 3
	}
	for seed := range runs {
		got, j := judged(t, "induslabs", "--shuffle-seed", fmt.Sprint(seed+1), "--jobs", all)
		assert.Equal(t, exitFine, got.code, got.out)
		assert.Equal(t, want, j.verdicts(), "--shuffle-seed %d", seed+1)
	}
}

func TestClaimsSaysOfEachWhatProvesIt(t *testing.T) {
	t.Parallel()
	for _, name := range mocks.Names() {
		spec, err := specs.Load(name)
		require.NoError(t, err)
		got := ringer(t, "claims", name)
		require.Equal(t, exitFine, got.code)
		paragraphs := map[string]string{}
		for _, p := range strings.Split(strings.TrimSpace(got.out), "\n\n") {
			paragraphs[strings.Fields(p)[0]] = p
		}
		for _, c := range spec.Ledger.Claims {
			lines := strings.Split(paragraphs[c.ID], "\n")
			require.Len(t, lines, 3, c.ID)
			assert.True(t, strings.HasPrefix(lines[0], c.ID+"  "+c.Basis+"  "), lines[0])
			assert.Contains(t, lines[1], c.Text)
			assert.Regexp(t, `^  (proven by \S|overruled by \S|not testable: \S)`, lines[2], c.ID)
			if !c.Assumed() {
				assert.NotContains(t, lines[2], "by nothing", c.ID)
			}
		}
	}
}

// targetAt writes a target file for a served fake, or for nothing at all.
func targetAt(t *testing.T, base, more string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "target.yaml")
	text := "target: mine\nprovider: induslabs\nbase_url: " + base + `
accounts:
  main: {email: user@example.com, password: your_password}
  inactive: {email: inactive@example.com, password: inactive_password}
  unverified: {email: unverified@example.com, password: unverified_password}
numbers: {caller: "919484956750", agent: "918888888888", answers: "919999999999"}
` + more
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestEachExitCodeSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "600x")
	const pace = "wait: {longest: 10m, pace: 600, settle: 100ms}\n"
	for name, c := range map[string]struct {
		base, more string
		run        []string
		code       int
		out, err   string // patterns
	}{
		"conformant in real time": {s.base, pace, []string{"induslabs/callbacks/ready", "induslabs/login/*"}, 0,
			`induslabs mine: conformant \(7 pass, \d+ not selected; .*, real time\)`, `^induslabs against mine \(.*\): 7 scenarios, .* in real time, 1 call\n$`},
		"a known failure that passes": {s.base, pace + "known: [{scenario: induslabs/login/signs-in, because: GW-1}]\n", []string{"induslabs/login/*"}, 1,
			`induslabs/login/signs-in is known to fail \(GW-1\) and passes now`, ``},
		"nothing selected": {s.base, pace, []string{"induslabs/login/none"}, 2, `^$`, `^ringer: nothing selected: no scenario is called induslabs/login/none; `},
		"misspelt in a target": {s.base, "wiat: {longest: 10m}\n", nil, 2, `^$`,
			`target.yaml:9:1: unknown key wiat in a target\n +9 \| wiat: .*\n.*\n +hint: did you mean wait\?`},
		"longer than it may wait": {s.base, "wait: {longest: 10s, pace: 600, settle: 100ms}\n", []string{"induslabs/callbacks/ready"}, 3,
			`inconclusive induslabs/callbacks/ready: transcript.ready did not arrive within 10s, which is all that the target allows \(wait.longest\)(.|\n)*\n  wait: {longest: 10m} # enough for 1 of the 1 scenario cut short\n`, ``},
		"no number for a persona": {s.base, pace, []string{"induslabs/failures/busy"}, 3, `inconclusive induslabs/failures/busy: the target has no number for busy`, ``},
		"lacked": {s.base, pace + "lacks: [busy]\n", []string{"induslabs/failures/busy", "induslabs/login/signs-in"}, 0,
			`not applicable induslabs/failures/busy: the target lacks busy`, ``},
		"unreachable": {"http://" + nobody(t), pace, nil, 4, `^$`, `^ringer: the target does not answer at http://127.0.0.1:\d+: connection refused\n$`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"conform", "--target", targetAt(t, c.base, c.more)}
			for _, pattern := range c.run {
				args = append(args, "--run", pattern)
			}
			got := ringer(t, args...)
			assert.Equal(t, c.code, got.code, "%s%s", got.out, got.err)
			assert.Regexp(t, regexp.MustCompile(c.out), got.out)
			assert.Regexp(t, regexp.MustCompile(c.err), got.err)
		})
	}
}

// nobody is an address at which nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}
