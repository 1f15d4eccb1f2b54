package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

func chaosTest(t *testing.T, _ *running) {
	got := ringer(t, "chaos", "induslabs")
	assert.Equal(t, exitFine, got.code)
	assert.Contains(t, got.out, "A reply is JSON, which may be written with white space and escapes. (IND-002, IND-003)\n")
	assert.Regexp(t, `(?m)^  drop +a callback is never sent$`, got.out)
	assert.NotContains(t, got.out, "vinfer")
	assert.Contains(t, ringer(t, "chaos", "indigenius").out, "(IGN-090, assumed: no document says so)")
	assert.Equal(t, wrong(`unknown provider "vinfr"; did you mean vinfer?`), ringer(t, "chaos", "vinfr"))
}

// Five at least rest on what a document says, and all are told by the command.
func TestEveryProviderSaysWhatItsDocumentsPermit(t *testing.T) {
	t.Parallel()
	var listed struct {
		Legal   []freedoms
		Hostile []freedom
	}
	require.NoError(t, json.Unmarshal([]byte(ringer(t, "chaos", "--json").out), &listed))
	require.Len(t, listed.Legal, len(mocks.Names()))
	for i, name := range mocks.Names() {
		spec, err := specs.Load(name)
		require.NoError(t, err)
		assert.Equal(t, freedomsOf(spec), listed.Legal[i])
		documented := 0
		for _, f := range spec.Freedoms {
			all := true
			for _, id := range f.Claims {
				claim, known := spec.Ledger.Find(id)
				require.True(t, known, id)
				assert.Empty(t, claim.OverruledBy, "%s: %s rests on what does not hold", name, f.Name)
				all = all && claim.Assumed()
			}
			assert.Equal(t, all, f.Assumed, f.Name)
			if !f.Assumed {
				documented++
			}
		}
		assert.GreaterOrEqual(t, documented, 5, name)
	}
	assert.Len(t, listed.Hostile, len(hostility()))
}

func TestJournalAndDeliveriesSayWhatWasChosenAndWhy(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	require.Equal(t, http.StatusCreated, s.tell("PUT", "/sandboxes/odd", `{"chaos": "legal", "seed": 4}`).status)
	night := func() string {
		token, _ := s.ask("", "POST", "/api/login", `{"email": "user+odd@example.com", "password": "your_password"}`).member("data", "access_token").(string)
		for range 4 {
			s.create(token, "919999999999", s.control+"/inbox/odd/")
		}
		require.Equal(t, http.StatusOK, s.tell("POST", "/sandboxes/odd/clock/advance", `{"to": "idle"}`).status)
		journal, deliveries := s.tell("GET", "/sandboxes/odd/journal", ""), s.tell("GET", "/sandboxes/odd/deliveries", "")
		return regexp.MustCompile(`"seq":\d+`).ReplaceAllString(string(journal.body), "") + string(deliveries.body)
	}
	first := night()
	assert.Contains(t, first, `"chaos":[{"name":"`)
	assert.Regexp(t, `"note":"[^"]*chaos: [a-z-]+ \(IND-\d+`, first)
	assert.Regexp(t, `"name":"order-of-callbacks","claims":\["IND-091","IND-092"\]`, first)
	require.Equal(t, http.StatusNoContent, s.tell("POST", "/sandboxes/odd/reset", "").status)
	require.Equal(t, http.StatusNoContent, s.tell("DELETE", "/sandboxes/odd", "").status)
	assert.Contains(t, string(s.tell("GET", "/sandboxes/default", "").body)+string(s.tell("GET", "/sandboxes", "").body), `"chaos":"none"`)
	again := serveRinger(t, "--clock", "frozen", "--chaos", "legal", "--seed", "4")
	require.Equal(t, http.StatusCreated, again.tell("PUT", "/sandboxes/odd", "").status)
	host := func(s *running, text string) string {
		return strings.NewReplacer(s.control, "http://control", s.base, "http://induslabs", strings.TrimPrefix(s.control, "http://"), "control", strings.TrimPrefix(s.base, "http://"), "induslabs").Replace(text)
	}
	want := host(s, first)
	s = again
	assert.Equal(t, plainText(want), plainText(host(again, night())), "another process with the same seed does the same")
}

// plainText is without what the seed does not decide: tokens, real time, and
// lengths that depend on the ports.
func plainText(text string) string {
	text = regexp.MustCompile(`"Date":"[^"]*"`).ReplaceAllString(text, "")
	text = regexp.MustCompile(`"(Content-Length|length)":"?\d+"?`).ReplaceAllString(text, "")
	return regexp.MustCompile(`eyJ[\w.-]+`).ReplaceAllString(text, "token")
}

func TestASeedRepeatsARunAloneAsAmongOthers(t *testing.T) {
	t.Parallel()
	among := ringer(t, "conform", "induslabs", "--chaos", "hostile:omit", "--seed", "5")
	require.Equal(t, exitFailed, among.code)
	line := regexp.MustCompile(`alone: ringer (conform induslabs --chaos hostile:omit --seed 5 --run (\S+))`).FindStringSubmatch(among.out)
	require.NotNil(t, line, among.out)
	alone := ringer(t, strings.Fields(line[1])...)
	assert.Equal(t, exitFailed, alone.code, "the command that is told repeats it")
	first := func(text string) string {
		_, after, _ := strings.Cut(text, "scenario: "+line[2]+"\n")
		said, _, _ := strings.Cut(after, "what happened")
		return said
	}
	assert.Equal(t, first(among.out), first(alone.out))
	assert.Equal(t, exitFine, ringer(t, "conform", "induslabs", "--chaos", "legal", "--seed", "5").code)
}

func TestChaosThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"serve", "--chaos", "legall"}, `--chaos: unknown chaos "legall"; did you mean legal?: want legal, hostile or none`},
		{[]string{"conform", "--chaos", "wild"}, `--chaos: unknown chaos "wild": want legal, hostile or none`},
		{[]string{"conform", "vinfer", "--chaos", "legal:repeated-results"}, `--chaos: legal has no behaviour "repeated-results"`},
		{[]string{"conform", "--target", targetAt(t, "http://127.0.0.1:1", ""), "--chaos", "legal"}, "--chaos and --seed are for our own fakes: a target behaves as it was started, such as by ringer serve --chaos"},
	} {
		got := ringer(t, row.args...)
		assert.Equal(t, exitUsage, got.code, row.args)
		assert.Equal(t, "ringer: "+row.want+"\n", got.err)
	}
	s := serveRinger(t)
	refused := s.tell("PUT", "/sandboxes/odd", `{"chaos": "legal:charsets"}`)
	assert.Equal(t, http.StatusUnprocessableEntity, refused.status)
	assert.Contains(t, string(refused.body), `did you mean charset?`)
	assert.NotEqual(t, http.StatusOK, s.tell("PUT", "/sandboxes/odd", `{"chaos": "wild"}`).status)
	assert.Equal(t, exitFine, ringer(t, "conform", "intellicall", "vinfer", "--chaos", "legal:repeated-results", "--run", "*/calls/*", "--run", "*/transcript/*").code, "what one has, others may lack")
	assert.NotEmpty(t, engine.ChaosKinds())
}
