package conformance

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/negative"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// broken are the requests that break a rule of acme's document.
func broken(t *testing.T, provider *specs.Provider) []*scenario.Scenario {
	t.Helper()
	loader := scenario.NewLoader([]string{"acme"}, func(string) (*specs.Provider, error) { return provider, nil }, &specs.PhoneBook{})
	written, err := loader.Load(os.DirFS("testdata"), "acme/calls.yaml")
	require.NoError(t, err)
	list, err := negative.Scenarios(loader, provider, written)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list
}

// Acme shows a call to whoever asks, and nothing in its scenarios would tell.
func TestARequestThatBreaksARuleFindsWhatNoScenarioAsks(t *testing.T) {
	_, c := config(t, 0)
	c.Scenarios = broken(t, c.Provider)
	result := mustRun(t, c)
	var failed []string
	for _, sc := range result.Scenarios {
		if sc.Verdict != Pass {
			failed = append(failed, sc.Address)
		}
	}
	assert.Equal(t, []string{"acme/negative/getCall/id/foreign"}, failed)
	foreign := result.scenario("acme/negative/getCall/id/foreign")
	assert.Equal(t, &BreachResult{Operation: "getCall", Member: "id", Rule: specs.Foreign, Documented: true, Status: 200}, foreign.Breaks)
	require.Len(t, foreign.Failures, 1)
	assert.Equal(t, "        status: 404", foreign.Failures[0].Mismatches[0].Source, "the line of a file that nobody wrote")
	assert.Equal(t, []BreachResult{
		{Operation: "placeCall", Rule: specs.WrongMedia, Status: 200},
		{Operation: "listCalls", Member: "state", Rule: specs.UnknownWord, Status: 200},
		{Operation: "listCalls", Member: "limit", Rule: specs.WrongType, Status: 200},
		{Operation: "listCalls", Member: "limit", Rule: specs.OutOfRange, Status: 200},
	}, result.Undocumented)
	assert.Zero(t, result.Withheld)
}

func TestWhereNobodySaysHowOnlyAnErrorOfTheServerFails(t *testing.T) {
	for status, verdict := range map[int]Verdict{200: Pass, 404: Pass, 418: Pass, 500: Fail, 503: Fail} {
		a, c := config(t, 0)
		a.status = func(what string, was int) int {
			if what == "listCalls" {
				return status
			}
			return was
		}
		c.Scenarios, c.Select = broken(t, c.Provider), []string{"acme/negative/listCalls/limit/range-below"}
		sc := mustRun(t, c).scenario(c.Select[0])
		// The document has no word on these statuses either, which is another failure.
		failed := false
		for _, f := range sc.Failures {
			failed = failed || strings.Contains(f.Message, "not as expected")
		}
		assert.Equal(t, verdict == Fail, failed, "%d: %+v", status, sc.Failures)
		assert.Equal(t, status, sc.Breaks.Status)
	}
}

func TestABodyIsSpoiltAsTheScenarioSays(t *testing.T) {
	_, c := config(t, 0)
	c.Scenarios, c.Select, c.Timelines = broken(t, c.Provider), []string{"acme/negative/placeCall/no-json", "acme/negative/placeCall/media-type"}, true
	result := mustRun(t, c)
	last := func(address string) Moment {
		line := result.scenario(address).Timeline
		return line[len(line)-1]
	}
	assert.Equal(t, `{"number":"919999999999"`, last(c.Select[0]).Sent)
	assert.Equal(t, "application/json", last(c.Select[0]).SentHeaders["Content-Type"])
	assert.Equal(t, `{"number":"919999999999"}`, last(c.Select[1]).Sent)
	assert.Equal(t, "text/plain", last(c.Select[1]).SentHeaders["Content-Type"])
}

// A broken request may dial anyone, and one that is taken dials for sure: not even a number that may be dialled goes out.
func TestNothingBrokenIsSentToAnOperationThatDialsWhereSomebodyCouldBeCalled(t *testing.T) {
	for name, arrange := range map[string]func(*testing.T) (Config, func() int){
		"off loopback": func(t *testing.T) (Config, func() int) {
			c, seen := abroad(t, &target.Safety{MayDial: []string{"*"}, MaxCalls: 100}, header+"  - call: listCalls\n")
			return c, func() int { return dialled(*seen) }
		},
		"on loopback, before something that dials": func(t *testing.T) (Config, func() int) {
			a, c := config(t, 1000)
			to, err := url.Parse(a.api.URL)
			require.NoError(t, err)
			seen := &[]string{}
			c.Transport, c.Target.Safety = elsewhere{to, seen}, &target.Safety{MayDial: []string{"*"}, MaxCalls: 100}
			return c, func() int { return dialled(*seen) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, dialled := arrange(t)
			c.Scenarios = broken(t, c.Provider)
			result := mustRun(t, c)
			assert.Zero(t, dialled())
			assert.Zero(t, result.Calls.Used)
			for _, sc := range result.Scenarios {
				dials := strings.Contains(sc.Address, "/placeCall/") || strings.Contains(sc.Address, "/getCall/") // whose call is placed first
				assert.Equal(t, dials, sc.Verdict == NotSelected, sc.Address)
				assert.Equal(t, dials, sc.Breaks.Status == 0, sc.Address)
			}
			assert.Equal(t, 10, result.Withheld)
		})
	}
}

// The guard looks at the finished request, in case a scenario that does not say so leads to an operation that dials.
func TestABrokenRequestThatDialsIsStoppedOnTheWayToo(t *testing.T) {
	c, seen := abroad(t, &target.Safety{MayDial: []string{"*"}, MaxCalls: 100}, header+"  - call: listCalls\n")
	list := broken(t, c.Provider)
	r, err := begin(context.Background(), c)
	require.NoError(t, err)
	defer r.hooks.close()
	pl := &played{sc: list[0], selected: true, tally: newTally(), inbox: r.hooks.url}
	pl.result.Verdict = Pass
	require.Equal(t, "placeCall", list[0].Breaks.Operation)
	r.playOne(context.Background(), pl, 1)
	assert.Equal(t, Inconclusive, pl.result.Verdict)
	assert.Equal(t, "not sent: "+withheldReason, pl.result.Reason)
	assert.Zero(t, dialled(*seen))
}
