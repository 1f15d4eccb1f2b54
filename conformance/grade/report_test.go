package grade

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheReportListsWhatIsAliveAndWhatIsWrong(t *testing.T) {
	known := Known{
		Survivors: []Reason{{"getCall/a", "nobody can see it"}, {"getCall/z", "it was so once"}},
		Idle:      []Reason{{"listCalls/500", "nothing fails"}, {"gone/", "it was so once"}},
	}
	outcomes := []outcome{
		{applied: true}, {applied: true}, {applied: true, open: []string{"ACM-001"}}, {}, {}, {}, {broken: "acme/calls/told: it fails"},
	}
	var mutants []Tampering
	for _, name := range []string{"getCall/a", "getCall/b", "getCall/c", "listCalls/500/x", "listCalls/500/y", "listCalls/200/x", "listCalls/200/y"} {
		mutants = append(mutants, Tampering{Name: name})
	}
	r := &Report{
		Provider: "acme", Scenarios: 4, Mutants: len(mutants), Whole: true, Claims: 2, Guarded: 1, Unguarded: []string{"ACM-002"},
		Chameleons: 3, Flagged: []Flagged{{"more members", []string{"acme/calls/told: fail"}}},
	}
	r.note(known, mutants, outcomes)
	var out strings.Builder
	r.Print(&out)
	assert.Equal(t, `acme: 4 scenarios, 7 mutants: 3 applied, 1 killed (33.3 %), 2 survive, 4 never applied
  1 of the killed turned no scenario red, but left a claim that nothing verifies
  chameleons: 2 of 3 pass (66.6 %)
  claims: 1 of 2 are guarded by a mutant that dies of them
  survives: getCall/a: nobody can see it
  never applied: listCalls/500/x, listCalls/500/y: nothing fails
  WRONG: survives, and no reason is given: getCall/b
  WRONG: more than two in a hundred survive
  WRONG: was never applied, and no reason is given: listCalls/200/x
  WRONG: was never applied, and no reason is given: listCalls/200/y
  WRONG: is listed, and is not so: getCall/z
  WRONG: is listed, and is not so: gone/
  WRONG: no mutant of the table of kills dies of ACM-002
  WRONG: conforms, and is flagged: more members: acme/calls/told: fail
  WRONG: failed without a mutant's doing: acme/calls/told: it fails
`, out.String())
	data, err := json.Marshal(r)
	require.NoError(t, err)
	var said struct {
		Sensitivity, Specificity float64
		Killed                   int
		Problems                 []string
	}
	require.NoError(t, json.Unmarshal(data, &said))
	assert.Equal(t, r.Problems(), said.Problems, "text and JSON agree")
	assert.InDelta(t, 0.333, said.Sensitivity, 0.001)
	assert.InDelta(t, 0.667, said.Specificity, 0.001)
	assert.Equal(t, 1, said.Killed)
}

func TestAlmostAllIsNotCalledAll(t *testing.T) {
	assert.Equal(t, "99.9 %", percent(part(9999, 10000)))
	assert.Equal(t, "100 %", percent(part(10000, 10000)))
	assert.Equal(t, "100 %", percent(part(0, 0)))
	assert.Equal(t, "0 %", percent(part(0, 3)))
}

func TestAReasonIsNeeded(t *testing.T) {
	known, err := ParseKnown("verdicts.yaml", []byte("survivors: [{mutant: a, reason: b}]\nidle: []\nkills: {ACM-001: c}\n"))
	require.NoError(t, err)
	assert.Equal(t, "b", known.survivor("a"))
	assert.Empty(t, known.survivor("ab"))
	for text, want := range map[string]string{
		"survivors: [{mutant: a}]":             `verdicts.yaml: mutant "a" needs a name and a reason`,
		"idle: [{reason: because}]":            `verdicts.yaml: mutant "" needs a name and a reason`,
		"kills: {}\nsurvivers: []":             "line 2",
		"survivors:\n  - {mutant: a, why: no}": "line 2",
	} {
		_, err := ParseKnown("verdicts.yaml", []byte(text))
		assert.ErrorContains(t, err, want, text)
	}
}

func TestWhatAScenarioCatchesIsGroupedByWhatItIsAbout(t *testing.T) {
	var out strings.Builder
	c := &Caught{
		Scenario: "acme/calls/told", Only: []string{"getCall/200/id/null"},
		Dead:  []string{"getCall/200/id/null", "getCall/200/id/dropped", "getCall/200 becomes 404", "call.ended/data/id/null", "getCall/any key does"},
		Alive: []string{"listCalls/200/total/null"},
	}
	c.Print(&out)
	assert.Equal(t, `acme/calls/told: 6 mutants come to it, 5 die of it, 1 of them of nothing else
  only of it: getCall/200/id/null
  of others too: 2 of getCall/200, 1 of call.ended, 1 of getCall
  unnoticed: 1 of listCalls/200
`, out.String())
}
