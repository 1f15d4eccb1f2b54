package conformance

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
)

func (r *Result) claimsThatAre(verdict Verdict) []string {
	ids := []string{}
	for _, claim := range r.Claims {
		if claim.Verdict == verdict {
			ids = append(ids, claim.ID)
		}
	}
	return ids
}

func set(what, member string, value any) func(string, map[string]any) map[string]any {
	return func(got string, body map[string]any) map[string]any {
		if got == what {
			body[member] = value
		}
		return body
	}
}

func drop(what, member string) func(string, map[string]any) map[string]any {
	return func(got string, body map[string]any) map[string]any {
		if got == what {
			delete(body, member)
		}
		return body
	}
}

func TestEachDeviationFailsExactlyItsClaims(t *testing.T) {
	for name, deviation := range map[string]struct {
		alter            func(string, map[string]any) map[string]any
		status           func(string, int) int
		failed, warnings []string
		exit             int
	}{
		"none":                             {exit: 0},
		"a further member":                 {alter: set("getCall", "more", 1), exit: 0},
		"a wrong state":                    {alter: set("placeCall", "state", "done"), failed: []string{"ACM-002"}, exit: 1},
		"a member of another type":         {alter: set("call.ended", "seconds", "60"), failed: []string{"ACM-004", "ACM-005"}, exit: 1},
		"a wrong value":                    {alter: set("call.ended", "seconds", 61), failed: []string{"ACM-004"}, exit: 1},
		"a wrong event":                    {alter: set("call.recorded", "event", "call.stored"), failed: []string{"ACM-006"}, exit: 1},
		"a missing callback":               {alter: func(what string, body map[string]any) map[string]any { return without(what, "call.ended", body) }, failed: []string{"ACM-004"}, exit: 1},
		"an assumed reason":                {alter: set("getCall", "reason", "gone"), warnings: []string{"ACM-007"}, exit: 0},
		"a token that is no string":        {alter: set("login", "token", 7), failed: []string{"ACM-001"}, exit: 1},
		"a member missing without a claim": {alter: drop("getCall", "number"), failed: []string{"ACM-003"}, exit: 1},
		"a status that nobody documents": {status: func(what string, status int) int {
			if what == "placeCall" && status == 422 {
				return 400
			}
			return status
		}, exit: 1},
	} {
		t.Run(name, func(t *testing.T) {
			a, c := config(t, 0)
			a.alter, a.status = deviation.alter, deviation.status
			result := mustRun(t, c)
			assert.Equal(t, append([]string{}, deviation.failed...), result.claimsThatAre(Failed))
			assert.Equal(t, append([]string{}, deviation.warnings...), result.claimsThatAre(Warned))
			assert.Equal(t, deviation.exit, result.ExitCode())
		})
	}
}

func without(what, event string, body map[string]any) map[string]any {
	if what == event {
		return nil
	}
	return body
}

func TestStrictMakesAssumedClaimsCount(t *testing.T) {
	a, c := config(t, 0)
	a.alter, c.Strict = set("getCall", "reason", "gone"), true
	result := mustRun(t, c)
	assert.Equal(t, []string{"ACM-007"}, result.claimsThatAre(Failed))
	assert.Equal(t, ExitFailure, result.ExitCode())
}

func TestWhatTheTargetLacksIsNotApplicableAndWhatItCannotArrangeIsInconclusive(t *testing.T) {
	for name, tt := range map[string]struct {
		change   func(*target.Target)
		address  string
		verdict  Verdict
		reason   string
		lacks    []string
		exit     int
		claim    string
		reported Verdict
	}{
		"a lacked event":      {func(g *target.Target) { g.Lacks = []string{"call.recorded"} }, "acme/calls/told", NotApplicable, "the target lacks call.recorded", nil, 0, "ACM-006", NotApplicable},
		"a lacked operation":  {func(g *target.Target) { g.Lacks = []string{"listCalls"} }, "acme/calls/foreign", NotApplicable, "the target lacks listCalls", nil, 0, "ACM-008", NotApplicable},
		"a lacked persona":    {func(g *target.Target) { g.Lacks = []string{"busy"} }, "acme/calls/foreign", NotApplicable, "the target lacks busy", nil, 0, "ACM-008", NotApplicable},
		"no number":           {func(g *target.Target) { delete(g.Numbers, "busy") }, "acme/calls/foreign", Inconclusive, "the target has no number for busy", []string{"busy"}, 3, "ACM-008", Untested},
		"no second account":   {func(g *target.Target) { g.Accounts = g.Accounts[:1] }, "acme/calls/foreign", Inconclusive, "the target has no account other", []string{"other"}, 3, "ACM-008", Untested},
		"no way to sign in":   {func(g *target.Target) { g.Accounts[1].Fields = map[string]string{"email": "x"} }, "acme/calls/foreign", Inconclusive, "the account other has no password to sign in with", []string{"other"}, 3, "ACM-008", Untested},
		"the wrong password":  {func(g *target.Target) { g.Accounts[1].Fields = map[string]string{"email": "x", "password": "y"} }, "acme/calls/foreign", Inconclusive, "cannot sign in as other: login answered 401 without a token at /token", nil, 3, "ACM-008", Untested},
		"an account's token":  {func(g *target.Target) { g.Accounts[1].Fields = map[string]string{"token": "token-of-o"} }, "acme/calls/foreign", Pass, "", nil, 0, "ACM-008", Verified},
		"patience at its end": {func(g *target.Target) { g.Wait.Longest = 30 * time.Second; g.Wait.Pace = 600; g.Control = "" }, "acme/calls/told", Inconclusive, "call.ended did not arrive within 30s, which is all that the target allows (wait.longest); the scenario allows 10m", nil, 3, "ACM-004", Untested},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := config(t, 0)
			tt.change(c.Target)
			c.Select = []string{tt.address}
			if tt.exit == 0 && tt.verdict == NotApplicable {
				c.Select = nil
			}
			result := mustRun(t, c)
			sc := result.scenario(tt.address)
			assert.Equal(t, tt.verdict, sc.Verdict)
			assert.Equal(t, tt.reason, sc.Reason)
			assert.Equal(t, tt.lacks, sc.Lacks)
			assert.Equal(t, tt.exit, result.ExitCode())
			assert.Equal(t, tt.reported, result.claim(tt.claim))
			assert.Equal(t, tt.lacks, result.Lacks)
		})
	}
}

func TestAKnownFailureIsNoFailureUntilItPasses(t *testing.T) {
	for name, tt := range map[string]struct {
		broken  bool
		known   target.Known
		verdict Verdict
		exit    int
	}{
		"a claim that fails":     {true, target.Known{Claim: "ACM-004", Because: "GW-9"}, KnownFailure, 0},
		"a claim that holds":     {false, target.Known{Claim: "ACM-004", Because: "GW-9"}, Pass, 1},
		"a scenario that fails":  {true, target.Known{Scenario: "acme/calls/told", Because: "GW-9"}, KnownFailure, 0},
		"a scenario that passes": {false, target.Known{Scenario: "acme/calls/told", Because: "GW-9"}, Pass, 1},
		"another claim":          {true, target.Known{Claim: "ACM-011", Because: "GW-9"}, Fail, 1},
	} {
		t.Run(name, func(t *testing.T) {
			a, c := config(t, 0)
			if tt.broken {
				a.alter = set("call.ended", "seconds", 61)
			}
			c.Target.Known = []target.Known{tt.known}
			c.Select = []string{"acme/calls/told"}
			result := mustRun(t, c)
			assert.Equal(t, tt.verdict, result.scenario("acme/calls/told").Verdict)
			assert.Equal(t, tt.exit, result.ExitCode())
		})
	}
}

func TestAnUnreachableTargetIsToldWithinFiveSeconds(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	listener.Close()
	_, c := config(t, 0)
	c.Target.BaseURL = "http://" + listener.Addr().String()
	_, err = Run(context.Background(), c)
	require.Error(t, err)
	assert.Equal(t, ExitEnvironment, ExitCode(err))
	assert.Equal(t, "the target does not answer at "+c.Target.BaseURL+": connection refused", err.Error())
}

func TestAControlPortOfSomethingElseIsRefused(t *testing.T) {
	_, c := config(t, 0)
	other, _ := config(t, 0)
	c.Target.Control = other.control.URL
	_, err := Run(context.Background(), c)
	require.Error(t, err)
	assert.Equal(t, ExitUsage, ExitCode(err))
	assert.Contains(t, err.Error(), "does not list "+c.Target.BaseURL+" among its own")
}

func TestSelectingNothingIsAnErrorThatNamesTheNearest(t *testing.T) {
	_, c := config(t, 0)
	for pattern, want := range map[string]string{
		"acme/calls/tolt": "nothing selected: no scenario is called acme/calls/tolt; did you mean acme/calls/told?",
		"other/**":        "nothing selected: no scenario is called other/**; there are 4, such as acme/calls/told",
		"[":               `nothing selected: "[" is no pattern: syntax error in pattern`,
	} {
		_, err := Select(c.Scenarios, []string{pattern})
		require.Error(t, err, pattern)
		assert.Equal(t, want, err.Error())
		assert.Equal(t, ExitUsage, ExitCode(err))
	}
	for pattern, want := range map[string]int{"acme": 4, "acme/calls/*": 4, "acme/**": 4, "**/told": 1, "*/*/f*": 1, "acme/calls/": 4} {
		selected, err := Select(c.Scenarios, []string{pattern})
		require.NoError(t, err, pattern)
		assert.Len(t, selected, want, pattern)
	}
}

func TestOrderAndNumberOfJobsDoNotChangeTheVerdict(t *testing.T) {
	_, c := config(t, 0)
	for seed := range uint64(10) {
		c.Shuffle, c.Jobs = seed, int(seed)
		result := mustRun(t, c)
		assert.Equal(t, ExitConformant, result.ExitCode())
		assert.Equal(t, "acme/calls/told", result.Scenarios[0].Address, "the report keeps the order of the files")
	}
}

func TestFailFastBeginsNothingAfterAFailure(t *testing.T) {
	a, c := config(t, 0)
	a.alter, c.FailFast, c.Jobs = set("call.ended", "seconds", 61), true, 1
	result := mustRun(t, c)
	assert.Equal(t, Fail, result.Scenarios[0].Verdict)
	for _, sc := range result.Scenarios[1:] {
		assert.Equal(t, NotSelected, sc.Verdict)
	}
}

func TestAnInterruptedRunNamesTheCallsThatMayStillRun(t *testing.T) {
	_, c := config(t, 1)
	c.Select = []string{"acme/calls/told"}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	result, err := Run(ctx, c)
	require.NoError(t, err)
	assert.True(t, result.Interrupted)
	assert.Equal(t, ExitIncomplete, result.ExitCode())
	require.Len(t, result.Running, 1)
	assert.Contains(t, result.Running[0], `placeCall of acme/calls/told: {"extra":true,"id":"c1"`)
}

func TestSecretsAreShownNowhere(t *testing.T) {
	a, c := config(t, 0)
	a.alter = func(what string, body map[string]any) map[string]any {
		if what == "getCall" {
			body["number"] = "open-sesame and token-of-user@example.com"
		}
		return set("call.ended", "seconds", 61)(what, body)
	}
	result := mustRun(t, c)
	require.Equal(t, ExitFailure, result.ExitCode())
	for _, sc := range result.Scenarios {
		for _, m := range sc.Timeline {
			assertNoSecret(t, m.Sent+m.Got+m.URL+m.Note)
		}
		for _, f := range sc.Failures {
			assertNoSecret(t, f.Message+strings.Join(f.Arrived, ""))
			for _, m := range f.Mismatches {
				assertNoSecret(t, m.Want+m.Got)
			}
		}
	}
}

func assertNoSecret(t *testing.T, text string) {
	t.Helper()
	assert.NotContains(t, text, "open-sesame")
	assert.NotContains(t, text, "token-of-user")
}

func TestAMissingCallbackSaysWhatDidArriveNearestFirst(t *testing.T) {
	a, c := config(t, 0)
	a.alter = set("call.ended", "id", "c9")
	result := mustRun(t, c)
	failure := result.scenario("acme/calls/told").Failures[0]
	assert.Equal(t, "call.ended did not arrive within 10m", failure.Message)
	require.Len(t, failure.Arrived, 2)
	assert.Equal(t, `call.ended at +1m: body.id is "c9", not "c1"`, failure.Arrived[0])
	assert.Equal(t, "call.recorded at +1m20s", failure.Arrived[1])
	assert.Equal(t, 9, failure.Line)
	assert.Equal(t, "  - receive: call.ended", failure.Source)
}

func TestAMismatchPointsToItsLine(t *testing.T) {
	a, c := config(t, 0)
	a.alter = set("call.ended", "seconds", 61)
	failure := mustRun(t, c).scenario("acme/calls/told").Failures[0]
	assert.Equal(t, Mismatch{Path: "body.seconds", Want: "60", Got: "61", Line: 12, Column: 30, Source: "    expect: {body: {seconds: 60}}"}, failure.Mismatches[0])
	assert.Equal(t, "acme/calls.yaml", failure.File)
	assert.Equal(t, 12, failure.Line)
}

func TestARunThatIsInterruptedBeforeItBeginsIsAResultToo(t *testing.T) {
	_, c := config(t, 0)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	result, err := Run(ctx, c)
	require.NoError(t, err)
	assert.True(t, result.Interrupted)
	assert.Equal(t, ExitIncomplete, result.ExitCode())
}
