package conformance

import (
	"io"
	"log"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
)

// told begins a scenario with a call whose end is told to the inbox.
const told = "steps:\n  - call: placeCall\n    with: {number: $numbers.answers, callback_url: $inbox.url}\n    expect: {body: {id: {save: id}}}\n"

func TestStepsAreJudgedAsTheySay(t *testing.T) {
	const receive = "  - receive: call.ended\n    where: {body: {id: $id}}\n    within: 10m\n"
	const later = "  - receive: call.recorded\n    where: {body: {id: $id}}\n    within: 10m\n"
	refuse := "inbox: {call.ended: [503]}\n"
	for name, tt := range map[string]struct {
		text    string
		verdict Verdict
		message string
	}{
		"a refused callback comes again":        {refuse + told + receive + "    times: 4\n", Pass, ""},
		"at least and at most":                  {refuse + told + receive + "    times: {at_least: 2, at_most: 4}\n", Pass, ""},
		"more often than the scenario says":     {refuse + told + receive + "    times: 2\n", Fail, "call.ended arrived 4 times within 10m, not 2 times"},
		"less often":                            {told + receive + "    times: {at_least: 2}\n", Fail, "call.ended arrived 1 times within 10m, not at least 2 times"},
		"exactly once":                          {told + receive + "    times: 1\n", Pass, ""},
		"answers one after the other":           {"inbox: {call.ended: [503, 200]}\n" + told + receive + "    times: 2\n", Pass, ""},
		"growing gaps":                          {refuse + told + receive + "    times: 4\n    gaps: growing\n", Pass, ""},
		"exact gaps":                            {refuse + told + receive + "    times: 4\n    gaps: [10s, 20s, 40s]\n", Pass, ""},
		"gaps nearly exact":                     {refuse + told + receive + "    times: 4\n    gaps: [11s, 21s, 43s]\n", Pass, ""},
		"other gaps":                            {refuse + told + receive + "    times: 4\n    gaps: [10s, 25s, 40s]\n", Fail, "gap 2 between the deliveries of call.ended is 20s, not 25s"},
		"gaps from when each was sent":          {"inbox: {call.ended: [{status: 503, after: 4s}, {status: 503, after: 9s}, 503]}\n" + told + receive + "    times: 4\n    gaps: [14s, 29s, 40s]\n", Pass, ""},
		"gaps after a wait":                     {refuse + told + "  - wait: 5m\n" + receive + "    times: 4\n    gaps: [10s, 20s, 40s]\n", Pass, ""},
		"the right order":                       {told + receive + later + "    after: call.ended\n", Pass, ""},
		"the wrong order":                       {told + later + receive + "    after: call.recorded\n", Fail, "call.ended arrived before call.recorded"},
		"taken once only":                       {told + receive + receive, Fail, "call.ended did not arrive within 10m"},
		"too late":                              {told + "  - receive: call.ended\n    where: {body: {id: $id}}\n    within: 59s\n", Fail, "call.ended did not arrive within 59s"},
		"just in time":                          {told + "  - receive: call.ended\n    where: {body: {id: $id}}\n    within: 1m\n", Pass, ""},
		"never, and it came later than all":     {told + "never:\n  - receive: call.recorded\n    where: {body: {id: $id}}\n", Fail, "call.recorded arrived at +1m20s, and must never arrive"},
		"never, though a step took it":          {told + receive + "never:\n  - receive: call.ended\n    where: {body: {id: $id}}\n", Fail, "call.ended arrived at +1m, and must never arrive"},
		"never, of another call":                {told + "never:\n  - receive: call.ended\n    where: {body: {id: c2}}\n", Pass, ""},
		"eventually, when expect holds":         {told + "  - eventually: getCall\n    with: {id: $id}\n    within: 1m\n    expect: {body: {state: done}}\n", Pass, ""},
		"eventually, too late":                  {told + "  - eventually: getCall\n    with: {id: $id}\n    within: 59s\n    until: {body: {state: done}}\n", Fail, "getCall did not say so within 59s"},
		"eventually, but not as expected":       {told + "  - eventually: getCall\n    with: {id: $id}\n    within: 2m\n    until: {body: {state: done}}\n    expect: {body: {recording: null}}\n", Fail, "getCall answered 200, not as expected"},
		"eventually, given up":                  {told + "  - eventually: getCall\n    with: {id: $id}\n    within: 2m\n    until: {body: {state: waiting, id: c2}}\n    give_up_if: {body: {state: done}}\n", Fail, "getCall says what it must never say here (give_up_if)"},
		"the token of another step":             {"steps:\n  - call: login\n    with: {email: $account.email, password: $account.password}\n    expect: {body: {token: {save: token}}}\n  - call: listCalls\n    as: {token: $token}\n", Pass, ""},
		"a token of nobody":                     {"steps:\n  - call: listCalls\n    as: {token: made-up}\n    expect: {status: 401}\n", Pass, ""},
		"many at once":                          {"steps:\n  - call: placeCall\n    times: 3\n    with: {number: $numbers.answers}\n  - call: listCalls\n    expect: {body: {length: 3}}\n", Pass, ""},
		"an address that is none":               {"steps:\n  - call: login\n    with: {email: x, password: open-}\n    expect: {body: {token: {save: token}}}\n  - get: $token\n", Fail, `"•••" is no absolute http address`},
		"a request that the document forbids":   {"steps:\n  - call: listCalls\n    with: {state: $run.id}\n", Error, ""},
		"the same request, said to be so":       {"steps:\n  - call: listCalls\n    with: {state: $run.id}\n    invalid: no such state\n", Pass, ""},
		"unique names":                          {"steps:\n  - call: placeCall\n    with: {number: $run.uuid}\n    expect: {body: {number: {is: uuid}}}\n", Pass, ""},
		"an assumed failure is noted":           {"steps:\n  - call: getCall\n    with: {id: x}\n    expect: {status: 404, body: {reason: other}}\n    proves: [ACM-007]\n  - call: listCalls\n", Pass, "getCall answered 404, not as expected"},
		"a later step needs what was not saved": {"steps:\n  - call: getCall\n    with: {id: x}\n    expect: {status: 404, body: {reason: {is: integer, save: why}}}\n    proves: [ACM-007]\n  - call: getCall\n    with: {id: $why}\n", Inconclusive, "getCall answered 404, not as expected"},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := config(t, 0)
			c.Scenarios = parse(t, c.Provider, "play.yaml", "scenario: acme/play/one\ntitle: One\nwhy: To see.\n"+tt.text)
			sc := mustRun(t, c).Scenarios[0]
			assert.Equal(t, tt.verdict, sc.Verdict, "%s %+v", sc.Reason, sc.Failures)
			message := ""
			if len(sc.Failures) > 0 {
				message = sc.Failures[0].Message
			}
			if tt.verdict != Inconclusive || len(sc.Failures) > 0 {
				assert.Equal(t, tt.message, message)
			}
		})
	}
}

// An assumption may be wrong without failing anybody, but nothing is judged by
// a connection that breaks.
func TestNoAnswerIsNeverGreenWhateverTheStepProves(t *testing.T) {
	a, c := config(t, 0)
	a.alter = func(what string, body map[string]any) map[string]any {
		if what == "getCall" {
			panic(http.ErrAbortHandler)
		}
		return body
	}
	a.api.Config.ErrorLog = log.New(io.Discard, "", 0)
	c.Scenarios = parse(t, c.Provider, "play.yaml", "scenario: acme/play/one\ntitle: One\nwhy: To see.\nsteps:\n"+
		"  - call: getCall\n    with: {id: x}\n    expect: {status: 404}\n    proves: [ACM-007]\n")
	sc := mustRun(t, c).Scenarios[0]
	assert.Equal(t, Inconclusive, sc.Verdict)
	assert.Equal(t, "step 1: no answer: EOF", sc.Reason)
}

func TestAfterAWaitEveryAccountSignsInAnew(t *testing.T) {
	_, c := config(t, 0)
	c.Scenarios = parse(t, c.Provider, "play.yaml", "scenario: acme/play/one\ntitle: One\nwhy: To see.\nsteps:\n"+
		"  - call: listCalls\n  - call: listCalls\n  - wait: 1h\n  - call: listCalls\n")
	result := mustRun(t, c)
	assert.Equal(t, map[int]int{200: 2}, result.Operations[0].Statuses, "login")
}

func TestACallbackThatWasOnItsWayBeforeTheClockMovedCameThen(t *testing.T) {
	a, c := config(t, 0)
	a.prompt = true
	c.Scenarios = parse(t, c.Provider, "play.yaml", "scenario: acme/play/one\ntitle: One\nwhy: To see.\n"+told+
		"  - wait: 70s\nnever:\n  - receive: call.ended\n    where: {body: {id: $id}}\n  - receive: call.recorded\n    where: {body: {id: $id}}\n")
	failures := mustRun(t, c).Scenarios[0].Failures
	require.Len(t, failures, 2)
	assert.Equal(t, "call.ended arrived at +0s, and must never arrive", failures[0].Message)
	assert.Equal(t, "call.recorded arrived at +1m20s, and must never arrive", failures[1].Message)
}

func TestNoWaitIsLongerThanTheTargetAllows(t *testing.T) {
	_, c := config(t, 1)
	c.Target.Wait.Longest = 20 * time.Millisecond
	began := time.Now()
	result := mustRun(t, c)
	assert.Less(t, time.Since(began), 5*time.Second)
	assert.Equal(t, Inconclusive, result.scenario("acme/calls/told").Verdict)
	assert.Equal(t, Inconclusive, result.scenario("acme/calls/polled").Verdict)
	assert.Equal(t, Pass, result.scenario("acme/calls/foreign").Verdict)
	assert.Equal(t, ExitIncomplete, result.ExitCode())
	assert.Empty(t, result.Lacks, "nobody knows of anything that is lacked")
	assert.Equal(t, Span(10*time.Minute), result.scenario("acme/calls/told").Longest)
	assert.Zero(t, result.scenario("acme/calls/foreign").Longest)
}

func TestWhatMustNeverArriveWasWatchedOnlyWhereAScenarioCameSoFar(t *testing.T) {
	for want, change := range map[time.Duration]func(*target.Target){
		10 * time.Millisecond: func(*target.Target) {},
		0:                     func(g *target.Target) { g.Wait.Longest = time.Second },
	} {
		_, c := config(t, 600)
		c.Select = []string{"acme/calls/told"}
		change(c.Target)
		assert.Equal(t, Span(want), mustRun(t, c).Watched)
	}
}

func TestThePlanSaysHowLongARealRunTakes(t *testing.T) {
	_, c := config(t, 600)
	var plan Plan
	c.Begin = func(p Plan) { plan = p }
	c.Select = []string{"acme/calls/told", "acme/calls/foreign"}
	mustRun(t, c)
	require.Equal(t, 2, plan.Scenarios)
	assert.False(t, plan.Virtual)
	assert.Equal(t, 10*time.Millisecond, plan.Least, "what must never arrive is watched")
	assert.Equal(t, 10*time.Millisecond+20*time.Minute/600, plan.Most)
	assert.Equal(t, 2, plan.Calls)
}
