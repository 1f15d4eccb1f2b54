package conformance

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARunSaysHowMuchOfTheDocumentItSaw(t *testing.T) {
	_, c := config(t, 0)
	c.Guards = map[string]string{"ACM-004": "call.ended/dropped"}
	result := mustRun(t, c)
	require.NotNil(t, result.Coverage)
	assert.Equal(t, []string{"login 401", "placeCall 401", "getCall 401"}, result.Coverage.Statuses.Missing)
	assert.Equal(t, 2, result.Coverage.Events.Seen)
	assert.Equal(t, 1, result.Coverage.Claims.Guarded)
	assert.Equal(t, result.Coverage.Claims.Proven, len(result.Audit.Proven))
	assert.Empty(t, result.Audit.False)
	assert.Equal(t, Pass, result.Verdict)
}

func TestLessCoverageThanAskedForIsAFailure(t *testing.T) {
	_, c := config(t, 0)
	c.MinCoverage = 100
	result := mustRun(t, c)
	assert.Equal(t, Fail, result.Verdict)
	assert.Equal(t, ExitFailure, result.ExitCode())
	assert.True(t, result.Coverage.Short())

	_, c = config(t, 0)
	c.MinCoverage = 10
	assert.Equal(t, Pass, mustRun(t, c).Verdict)
}

func TestWhatIsLackedAndWorksAllTheSameIsTold(t *testing.T) {
	_, c := config(t, 0)
	c.Target.Lacks = []string{"login", "call.ended"}
	c.Scenarios = parse(t, c.Provider, "legs.yaml", `scenario: acme/legs/told
title: The recording is told
steps:
  - call: placeCall
    with: {number: $numbers.answers, callback_url: $inbox.url}
    expect: {body: {id: {save: id}}}
  - receive: call.recorded
    where: {body: {id: $id}}
    within: 10m
`)
	result := mustRun(t, c)
	assert.Equal(t, []string{"login", "call.ended"}, result.Audit.Works)
}

func TestAClaimThatDoesNotHoldIsFalse(t *testing.T) {
	a, c := config(t, 0)
	a.alter = func(what string, body map[string]any) map[string]any {
		if what == "call.ended" {
			body["seconds"] = "60"
		}
		return body
	}
	result := mustRun(t, c)
	assert.Contains(t, result.Audit.False, "ACM-005")
	assert.NotContains(t, result.Audit.Proven, "ACM-005")
	for _, e := range result.Coverage.Deliveries {
		if e.Event == "call.ended" {
			assert.NotZero(t, e.Seen)
			assert.Zero(t, e.Valid)
		}
	}
}
