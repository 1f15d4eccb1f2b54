package conformance

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// only makes a scenario of its steps.
func only(t *testing.T, c *Config, steps string) {
	c.Scenarios = parse(t, c.Provider, "play.yaml", "scenario: acme/play/one\ntitle: One\nwhy: To see.\n"+steps)
}

func TestAScenarioThatPassesShowsItsTimelineWhereItIsWanted(t *testing.T) {
	_, c := config(t, 0)
	only(t, &c, told+"  - receive: call.ended\n    where: {body: {id: $id}}\n    within: 10m\n    expect: {body: {seconds: 60}}\n")
	assert.Empty(t, mustRun(t, c).Scenarios[0].Timeline)

	c.Timelines = true
	timeline := mustRun(t, c).Scenarios[0].Timeline
	require.Len(t, timeline, 3)
	login, placed, ended := timeline[0], timeline[1], timeline[2]
	assert.Empty(t, login.Judged, "signing in is no step of the scenario")
	assert.Equal(t, "application/json", placed.GotHeaders["Content-Type"])
	assert.Equal(t, "Bearer •••", placed.SentHeaders["Authorization"])
	require.Len(t, placed.Judged, 1)
	assert.Equal(t, Judgement{By: "scenario", Step: 1, File: "acme/play.yaml", Line: 7, Expect: "{body: {id: {save: id}}}", OK: true}, placed.Judged[0])
	assert.Equal(t, 2, ended.Step, "the step that took it")
	assert.Equal(t, "application/json", ended.SentHeaders["Content-Type"])
	require.Len(t, ended.Judged, 1)
	assert.Equal(t, "{body: {seconds: 60}}", ended.Judged[0].Expect)
}

func TestATimelineShowsWhatWasExpectedBesideWhatCame(t *testing.T) {
	a, c := config(t, 0)
	a.alter = func(what string, body map[string]any) map[string]any {
		if what == "call.ended" {
			body["seconds"] = "60"
		}
		return body
	}
	only(t, &c, told+"  - receive: call.ended\n    where: {body: {id: $id}}\n    within: 10m\n    expect: {body: {seconds: 60}}\n")
	timeline := mustRun(t, c).Scenarios[0].Timeline
	judged := timeline[len(timeline)-1].Judged
	require.Len(t, judged, 2)
	assert.Equal(t, "document", judged[0].By)
	assert.False(t, judged[0].OK)
	assert.Equal(t, "body.seconds", judged[0].Mismatches[0].Path)
	assert.Equal(t, "scenario", judged[1].By)
	assert.Equal(t, `"60"`, judged[1].Mismatches[0].Got)
}
