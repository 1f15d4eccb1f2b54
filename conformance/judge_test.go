package conformance

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// An old run is judged by what a scenario says today.
func TestARecordedRunIsJudgedByTodaysScenarios(t *testing.T) {
	const head = "scenario: acme/play/one\ntitle: One\nwhy: To see.\n"
	const receive = "  - receive: call.ended\n    where: {body: {id: $id}}\n    within: 10m\n"
	const poll = "  - eventually: getCall\n    with: {id: $id}\n    within: 10m\n    until: {body: {state: done}}\n"
	for name, tt := range map[string]struct {
		then, now string
		verdict   Verdict
		reason    string
	}{
		"expects more, and it was so":         {told + receive, told + receive + "    expect: {body: {seconds: 60}}\n", Pass, ""},
		"expects another thing":               {told + receive, told + receive + "    expect: {body: {seconds: 61}}\n", Fail, ""},
		"expects less":                        {told + receive + "    expect: {body: {seconds: 61}}\n", told + receive, Pass, ""},
		"waits for less, and it came in time": {told + receive, told + strings.Replace(receive, "10m", "1m", 1), Pass, ""},
		"waits for less, and it came later":   {told + receive, told + strings.Replace(receive, "10m", "59s", 1), Fail, ""},
		"polls for less":                      {told + poll + "  - call: listCalls\n", told + strings.Replace(poll, "state: done", "id: $id", 1) + "  - call: listCalls\n", Pass, ""},
		"polls for what never was":            {told + poll, told + strings.Replace(poll, "done", "waiting, id: c2", 1), Inconclusive, "not in the trace: the scenario ended before up to 9m of waiting for a poll"},
		"asks one thing more":                 {told + receive, told + receive + "  - call: listCalls\n", Inconclusive, "not in the trace: the scenario ended before GET "},
		"asks another thing":                  {told + receive, strings.Replace(told, "$numbers.answers", "$numbers.caller", 1) + receive, Inconclusive, "with another body than then"},
		"is another account":                  {"steps:\n  - call: listCalls\n", "steps:\n  - call: listCalls\n    as: nobody\n    expect: {status: 401}\n", Inconclusive, "and then it was POST"},
		"waits for more time":                 {"steps:\n  - wait: 1h\n", "steps:\n  - wait: 2h\n", Inconclusive, "not in the trace: a wait of 2h: it was a wait of 1h then"},
		"answers callbacks otherwise":         {told + receive, "inbox: {call.ended: [503]}\n" + told + receive, Inconclusive, "not in the trace: the inbox answered otherwise than the scenario says"},
		"takes what came, and never did":      {told + receive + "never:\n  - receive: call.recorded\n    where: {body: {id: c2}}\n", told + receive + "never:\n  - receive: call.recorded\n    where: {body: {id: $id}}\n", Fail, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := config(t, 0)
			if c.Target.Numbers["caller"] == "" {
				c.Target.Numbers["caller"] = "918888888888"
			}
			c.Scenarios = parse(t, c.Provider, "play.yaml", head+tt.then)
			var lines bytes.Buffer
			c.Trace = trace.NewWriter(&lines).Write
			_, err := Run(t.Context(), c)
			require.NoError(t, err)
			c.Scenarios = parse(t, c.Provider, "play.yaml", head+tt.now)
			result, err := Judge(onlyRun(t, lines.Bytes()), c)
			require.NoError(t, err)
			sc := result.Scenarios[0]
			assert.Equal(t, tt.verdict, sc.Verdict, "%s %+v", sc.Reason, sc.Failures)
			assert.Contains(t, sc.Reason, tt.reason)
		})
	}
}

func TestAScenarioThatIsNewIsNotInTheTrace(t *testing.T) {
	_, c := config(t, 0)
	all := c.Scenarios
	c.Scenarios = all[:1]
	var lines bytes.Buffer
	c.Trace = trace.NewWriter(&lines).Write
	_, err := Run(t.Context(), c)
	require.NoError(t, err)
	c.Scenarios = all
	result, err := Judge(onlyRun(t, lines.Bytes()), c)
	require.NoError(t, err)
	assert.Equal(t, Pass, result.Scenarios[0].Verdict)
	assert.Equal(t, Inconclusive, result.Scenarios[1].Verdict)
	assert.Equal(t, "not in the trace: the scenario was not played", result.Scenarios[1].Reason)
	assert.Equal(t, ExitIncomplete, result.Exit)
}

func TestATraceHoldsNoSecret(t *testing.T) {
	_, c := config(t, 0)
	c.Target.Hide(c.Target.Accounts[0].Fields["password"])
	var lines bytes.Buffer
	c.Trace = trace.NewWriter(&lines).Write
	_, err := Run(t.Context(), c)
	require.NoError(t, err)
	assert.NotContains(t, lines.String(), c.Target.Accounts[0].Fields["password"])
	assert.NotContains(t, lines.String(), "token-of-")
	assert.Contains(t, lines.String(), `"request"`)
}
