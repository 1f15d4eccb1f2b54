package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/grade"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/scenarios/mutants"
	"github.com/ringer-mock/ringer/specs"
)

// All mutants are `ringer grade`'s; here a few of each provider stand for them.
func some(many int, s grade.Suite) func(string) bool {
	return grade.Sample(many, 1, append(grade.Enumerated(s.Provider), s.Mutants...))
}

func TestAFewMutantsOfEveryFakeAreCaught(t *testing.T) {
	t.Parallel()
	many := 60
	if raced {
		many = 5
	}
	for _, provider := range mocks.Names() {
		s, err := suiteOf(provider, gradeFlags{})
		require.NoError(t, err)
		s.Mutant = some(many, s)
		report, err := grade.Grade(t.Context(), s)
		require.NoError(t, err)
		assert.NotZero(t, report.Killed, provider)
		assert.Empty(t, report.Problems(), provider)
	}
}

// A mutant is applied by a proxy in this process, and only to scenarios that a
// clean run says it can reach. Neither may change what becomes of it.
func TestAMutantMeetsTheFateOfARealRun(t *testing.T) {
	if raced {
		t.Skip("the same as without the detector, and many times slower")
	}
	t.Parallel()
	for _, provider := range mocks.Names() {
		quick, err := suiteOf(provider, gradeFlags{})
		require.NoError(t, err)
		quick.Mutant = some(4, quick)
		for _, list := range [][]grade.Reason{quick.Known.Survivors, quick.Known.Idle} {
			if chosen := quick.Mutant; len(list) > 0 {
				quick.Mutant = func(name string) bool { return chosen(name) || name == list[0].Mutant }
			}
		}
		want, err := grade.Grade(t.Context(), quick)
		require.NoError(t, err)

		slow := quick
		slow.Everywhere, slow.World = true, overSockets(t, provider)
		got, err := grade.Grade(t.Context(), slow)
		require.NoError(t, err)
		assert.Equal(t, want, got, provider)
	}
}

// A suite is not called good while anything of what it is graded by is wrong.
func TestGradingTellsWhatIsWrong(t *testing.T) {
	if raced {
		t.Skip("grades a whole provider")
	}
	t.Parallel()
	const provider = "intellicall"
	s, err := suiteOf(provider, gradeFlags{})
	require.NoError(t, err)
	spoilt := s.Provider.Operations()[0].ID
	claim := sortedKeys(s.Known.Kills)[0]
	s.Mutants = append(s.Mutants,
		grade.Tampering{Name: spoilt + "/only a header", After: func(x *grade.Passing) bool { x.Header.Set("X-Other", "1"); return true }},
		grade.Tampering{Name: spoilt + "/never", After: func(*grade.Passing) bool { return false }},
	)
	s.Known.Kills[claim] = spoilt + "/only a header"
	dead := grade.Enumerated(s.Provider)[0].Name
	s.Known.Survivors = append(s.Known.Survivors, grade.Reason{Mutant: dead, Reason: "so it is said"})
	s.Chameleons = append(s.Chameleons,
		grade.Tampering{Name: "another status", After: func(x *grade.Passing) bool { x.Status = http.StatusTeapot; return true }},
		grade.Tampering{Name: "no change at all"},
	)
	report, err := grade.Grade(t.Context(), s)
	require.NoError(t, err)
	problems := strings.Join(report.Problems(), "\n")
	assert.Equal(t, []grade.Verdict{{Mutant: spoilt + "/only a header"}}, report.Survivors)
	assert.Equal(t, []string{claim}, report.Unguarded)
	assert.Equal(t, []string{dead}, report.Stale)
	assert.Len(t, report.Flagged, 2)
	assert.Less(t, report.Specificity(), 1.0)
	assert.Contains(t, problems, "survives, and no reason is given: "+spoilt+"/only a header\n")
	assert.Contains(t, problems, "was never applied, and no reason is given: "+spoilt+"/never\n")
	assert.Contains(t, problems, "conforms, and is flagged: another status: ")
	assert.Contains(t, problems, "conforms, and is flagged: no change at all: it was never applied, so it shows nothing")
}

// overSockets is a world that is reached over sockets, and calls back over them.
func overSockets(t *testing.T, provider string) grade.World {
	callbacks := &grade.Callbacks{}
	inboxes := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Host = r.Host
		answer, err := callbacks.RoundTrip(r)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		for name, values := range answer.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
	}))
	t.Cleanup(inboxes.Close)
	fake, err := mocks.New(engine.Options{
		Seed: defaultSeed, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true, Patience: time.Minute,
		Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, inboxes.Listener.Addr().String())
		}},
	}, provider)
	require.NoError(t, err)
	control, err := fake.Control(engine.Control{Ready: func() *engine.Addresses {
		return &engine.Addresses{Control: grade.ControlURL, Providers: map[string]string{provider: grade.BaseURL}}
	}})
	require.NoError(t, err)
	through := func(h http.Handler) http.Handler {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		to, err := url.Parse(server.URL)
		require.NoError(t, err)
		return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = to.Scheme, to.Host // the name stays: addresses that are handed out have it
		}}
	}
	return grade.World{Provider: through(fake.Handler(provider)), Control: through(control), Callbacks: callbacks}
}

// What people say of mutants is about mutants that there are, and every claim
// that can be tested has one to die of. `ringer grade` shows that it does.
func TestTheVerdictsOnMutantsAreAboutThem(t *testing.T) {
	for _, provider := range mocks.Names() {
		s, err := suiteOf(provider, gradeFlags{})
		require.NoError(t, err)
		var names []string
		for _, f := range append(grade.Enumerated(s.Provider), s.Mutants...) {
			assert.NotContains(t, names, f.Name, provider+": two mutants have one name")
			names = append(names, f.Name)
		}
		for _, known := range s.Known.Survivors {
			assert.Contains(t, names, known.Mutant, provider)
		}
		for _, known := range s.Known.Idle {
			assert.Contains(t, "\n"+strings.Join(names, "\n"), "\n"+known.Mutant, provider)
		}
		for _, claim := range s.Provider.Ledger.Claims {
			if claim.Testable() && !claim.Assumed() {
				assert.Contains(t, names, s.Known.Kills[claim.ID], "%s: no mutant of the table of kills dies of %s", provider, claim.ID)
			}
		}
	}
}

// With -update it grades all, and writes the tables of kills anew: for each
// claim the mutant that it has, if that kills it, else any other that does.
func TestTheTablesOfKillsAreWrittenAnew(t *testing.T) {
	if !*update {
		t.Skip("-update writes them")
	}
	for _, provider := range mocks.Names() {
		s, err := suiteOf(provider, gradeFlags{})
		require.NoError(t, err)
		report, err := grade.Grade(t.Context(), s)
		require.NoError(t, err)
		path := filepath.Join("..", "..", "scenarios", "mutants", provider, "verdicts.yaml")
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		table, err := yaml.Marshal(map[string]any{"kills": report.Kills})
		require.NoError(t, err)
		head, _, _ := strings.Cut(string(data), "kills:")
		require.NoError(t, os.WriteFile(path, []byte(head+string(table)), 0o644))
	}
}

func TestEveryProviderHasWrittenMutants(t *testing.T) {
	for _, provider := range specs.Names() {
		written, err := mutants.Of(provider)
		require.NoError(t, err)
		assert.NotEmpty(t, written.Mutants, provider)
	}
	none, err := mutants.Of("nobody")
	require.NoError(t, err)
	assert.Empty(t, none.Mutants)
}

func TestGradeSaysWhatBecameOfWhichMutants(t *testing.T) {
	t.Parallel()
	few := []string{"grade", "induslabs", "--mutant", "getCallTranscript/200/data/transcript/history/*/role/"}
	got := ringer(t, few...)
	assert.Equal(t, exitFine, got.code, got.err)
	assert.Regexp(t, `^induslabs: \d+ scenarios, `, got.out)
	assert.Contains(t, got.out, " scenarios, 6 mutants: 6 applied, 4 killed (66.6 %), 2 survive, 0 never applied\n"+
		"  survives: getCallTranscript/200/data/transcript/history/*/role/agent becomes customer: who of the two said a line cannot be told from outside; both words are legal in every place\n"+
		"  survives: getCallTranscript/200/data/transcript/history/*/role/customer becomes agent: who of the two said a line cannot be told from outside; both words are legal in every place\n")
	assert.Equal(t, got, ringer(t, append(few, "--jobs", "1")...))

	var reports []grade.Report
	got = ringer(t, append(few, "--json")...)
	require.NoError(t, json.Unmarshal([]byte(got.out), &reports))
	require.Len(t, reports, 1)
	assert.Equal(t, 6, reports[0].Applied)
	assert.Equal(t, 4, reports[0].Killed)
	assert.NotEmpty(t, reports[0].Survivors[0].Reason)
}

// A scenario that expects nothing still has the document to see with.
const blind = `
scenario: induslabs/login/blind
title: Somebody can sign in
why: To be seen without being looked at.
steps:
  - call: login
    with: {email: $account.email, password: $account.password}
`

func TestGradeTellsAnAuthorWhatAScenarioCatches(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "new.yaml")
	require.NoError(t, os.WriteFile(file, []byte(blind), 0o600))
	got := ringer(t, "grade", "--scenario", file, "--mutant", "login/200/", "--json")
	assert.Equal(t, exitFine, got.code, got.err)
	var found []grade.Caught
	require.NoError(t, json.Unmarshal([]byte(got.out), &found))
	require.Len(t, found, 1)
	assert.Equal(t, "induslabs/login/blind", found[0].Scenario)
	assert.Contains(t, found[0].Dead, "login/200/data/access_token/dropped", "the document demands it")
	assert.Empty(t, found[0].Only, "others see as much")

	got = ringer(t, "grade", "--scenario", "../../scenarios/callab/sort.yaml", "--mutant", "sorts by no cost")
	assert.Contains(t, got.out, "  only of it: queryCalls/sorts by no cost\n")
}

func TestGradeRefusesWhatItCannotGrade(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	red := filepath.Join(folder, "red.yaml")
	require.NoError(t, os.WriteFile(red, []byte(blind+"    expect: {status: 400}\n"), 0o600))
	empty := filepath.Join(folder, "empty.yaml")
	require.NoError(t, os.WriteFile(empty, []byte("\n"), 0o600))
	for line, want := range map[string]ending{
		"grade induslab": {exitUsage, "", `unknown provider "induslab"; did you mean induslabs?`},
		"grade induslabs --mutant nothing-like-it": {exitUsage, "", `--mutant "nothing-like-it": no mutant's name contains this`},
		"grade --jobs -1":                          {exitUsage, "", "--jobs -1: want 1 or more"},
		"grade --scenario /nowhere.yaml":           {exitUsage, "", "read scenarios: open /nowhere.yaml"},
		"grade vinfer --scenario " + red:           {exitUsage, "", "has scenarios of induslabs, not of vinfer"},
		"grade --scenario " + empty:                {exitUsage, "", "empty.yaml"},
		"grade --scenario " + red:                  {exitEnvironment, "", "induslabs/login/blind does not pass while nothing is tampered with"},
	} {
		got := ringer(t, strings.Fields(line)...)
		assert.Equal(t, want.code, got.code, line)
		assert.Contains(t, got.err, want.err, line)
	}
}
