package call_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

func TestAStateTellsHowFarTheCallHasCome(t *testing.T) {
	c := call.Plan{Recording: true, Transcript: true, Analysis: true, Disposition: "interested"}.Script().Begin(noon)
	type brief struct {
		phase                           call.Phase
		recording, transcript, analysis call.Stage
		disposition                     string
	}
	for _, test := range []struct {
		at   float64
		want brief
	}{
		{-1, brief{call.PhaseQueued, call.Pending, call.Pending, call.Pending, ""}},
		{0.999, brief{call.PhaseQueued, call.Pending, call.Pending, call.Pending, ""}},
		{1, brief{call.PhaseDialing, call.Pending, call.Pending, call.Pending, ""}},
		{2, brief{call.PhaseRinging, call.Pending, call.Pending, call.Pending, ""}},
		{5, brief{call.PhaseInProgress, call.Processing, call.Pending, call.Pending, ""}},
		{52.999, brief{call.PhaseInProgress, call.Processing, call.Pending, call.Pending, ""}},
		{53, brief{call.PhaseEnded, call.Ready, call.Processing, call.Ready, "interested"}},
		{73, brief{call.PhaseEnded, call.Ready, call.Ready, call.Ready, "interested"}},
	} {
		s := c.State(at(test.at))
		assert.Equal(t, test.want, brief{s.Phase, s.Recording, s.Transcript, s.Analysis, s.Disposition}, "at %v s", test.at)
	}
}

func TestACompletedCallHasItsInstantsAndDurations(t *testing.T) {
	c := call.Plan{Recording: true, Transcript: true}.Script().Begin(noon)
	s := c.State(at(80))
	assert.Equal(t, c.Standing(at(80)), s.Standing)
	assert.Equal(t, call.State{
		Standing: s.Standing,
		QueuedAt: noon, DialedAt: at(1), RangAt: at(2), AnsweredAt: at(5), EndedAt: at(53), TranscriptAt: at(73), UpdatedAt: at(73),
	}, s)
	assert.Equal(t, call.Completed, s.Cause)
	assert.Equal(t, "", s.Disposition)

	running, over := c.State(at(52)), c.State(at(53))
	assert.True(t, running.Connected())
	assert.False(t, running.Ended() || running.Completed() || running.Failed())
	assert.Zero(t, running.Duration())
	assert.Zero(t, running.Answered())
	assert.True(t, over.Ended() && over.Completed() && !over.Failed())
	assert.Equal(t, 52*time.Second, over.Duration())
	assert.Equal(t, 48*time.Second, over.Answered())
}

func TestACallThatFailedFailsWhatWasOrdered(t *testing.T) {
	ordered := call.Plan{Customer: persona("busy"), Recording: true, Transcript: true, Analysis: true, Missed: "not_reachable"}
	s := ordered.Script().Begin(noon).State(at(3))
	assert.True(t, s.Failed() && !s.Completed() && !s.Connected())
	assert.Equal(t, call.Busy, s.Cause)
	assert.Equal(t, []call.Stage{call.Failed, call.Failed, call.Failed}, []call.Stage{s.Recording, s.Transcript, s.Analysis})
	assert.Equal(t, 2*time.Second, s.Duration())
	assert.Zero(t, s.Answered())
	assert.Zero(t, s.TranscriptStatus)
	assert.Equal(t, "not_reachable", s.Disposition)

	s = call.Plan{Customer: persona("busy")}.Script().Begin(noon).State(at(3))
	assert.Equal(t, []call.Stage{call.Off, call.Off, call.Off}, []call.Stage{s.Recording, s.Transcript, s.Analysis})
}

func TestACallBrokenWhileTheyTalkFailedThoughItWasConnected(t *testing.T) {
	c := call.Plan{Recording: true, Transcript: true}.Script().Begin(noon).End(at(10), call.CallFailed)
	s := c.State(at(10))
	assert.True(t, s.Failed() && s.Connected())
	assert.Equal(t, call.Failed, s.Recording)
	assert.Equal(t, call.Failed, s.Transcript)
	assert.Equal(t, 5*time.Second, s.Answered())
}

func TestLaterStagesFailForTheirOwnReason(t *testing.T) {
	plan := call.Plan{Customer: persona("transcript-401"), Recording: true, Transcript: true}
	s := plan.Script().Begin(noon).State(at(73))
	assert.True(t, s.Completed())
	assert.Equal(t, call.Ready, s.Recording)
	assert.Equal(t, call.Failed, s.Transcript)
	assert.Equal(t, 401, s.TranscriptStatus)
	assert.Equal(t, at(73), s.TranscriptAt)

	plan.Customer = persona("no-recording")
	s = plan.Script().Begin(noon).State(at(73))
	assert.Equal(t, call.Failed, s.Recording)
	assert.Equal(t, 404, s.TranscriptStatus)

	plan.Customer = persona("transcript-processing")
	s = plan.Script().Begin(noon).State(at(1e6))
	assert.Equal(t, call.Processing, s.Transcript)
	assert.Zero(t, s.TranscriptAt)
}

func TestAJobIsStartedAndDone(t *testing.T) {
	c := call.Plan{Job: true}.Script().Begin(noon)
	assert.Equal(t, call.PhaseQueued, c.State(at(1)).Phase)
	assert.Equal(t, call.PhaseInProgress, c.State(at(2)).Phase)
	assert.True(t, c.State(at(30)).Completed())
	s := call.Plan{Job: true, Customer: persona("transcript-401")}.Script().Begin(noon).State(at(30))
	assert.True(t, s.Failed())
	assert.Equal(t, 401, s.TranscriptStatus)
}

func TestACallOnTheWebLastsFromTheAnswer(t *testing.T) {
	s := call.Plan{Web: true}.Script().Begin(noon).State(at(48))
	assert.Equal(t, 48*time.Second, s.Duration())
	assert.Equal(t, noon, s.AnsweredAt)
	assert.Zero(t, s.DialedAt)
}

func TestEscalationIsSeenFromItsInstant(t *testing.T) {
	c := call.Plan{Customer: persona("escalated")}.Script().Begin(noon)
	assert.False(t, c.State(at(28)).Escalated)
	assert.True(t, c.State(at(29)).Escalated)
	assert.Empty(t, c.State(at(29)).Disposition)
	assert.Equal(t, "escalated", c.State(at(53)).Disposition)
}

func TestAPersonasOutcomeHoldsIfTheCallWentItsWay(t *testing.T) {
	for name, test := range map[string]struct {
		persona string
		end     time.Time
		cause   call.Cause
		want    string
	}{
		"dnd, told to the end":                   {"dnd", at(53), call.Completed, "dnd"},
		"dnd, hung up on":                        {"dnd", at(10), call.HungUp, "dnd"},
		"dnd, ended before the answer":           {"dnd", at(3), call.HungUp, "missed"},
		"escalated, told to the end":             {"escalated", at(53), call.Completed, "escalated"},
		"escalated, hung up on before it was":    {"escalated", at(28), call.HungUp, "talked"},
		"escalated, hung up on after it was":     {"escalated", at(30), call.HungUp, "escalated"},
		"not reachable, told to the end":         {"not-reachable", at(53), call.Completed, "not_reachable"},
		"no persona's own, told to the end":      {call.Plain, at(53), call.Completed, "talked"},
		"no persona's own, broken while talking": {call.Plain, at(10), call.CallFailed, "missed"},
	} {
		plan := call.Plan{Customer: persona(test.persona), Disposition: "talked", Missed: "missed"}
		c := plan.Script().Begin(noon).End(test.end, test.cause)
		assert.Equal(t, test.want, c.State(test.end).Disposition, name)
	}
}

func TestLegsHaveLivesOfTheirOwn(t *testing.T) {
	type brief struct {
		number int
		phase  call.Phase
		cause  call.Cause
		joined bool
	}
	briefs := func(c call.Timeline, seconds float64) []brief {
		var all []brief
		for _, l := range c.Legs(at(seconds)) {
			all = append(all, brief{l.Number, l.Phase, l.Cause, l.Joined()})
		}
		return all
	}
	c := call.Plan{TwoLegs: true}.Script().Begin(noon)
	c, third := c.AddLeg(at(20), call.Leg{Persona: persona("no-answer"), RingLimit: 5 * time.Second})
	c, fourth := c.AddLeg(at(20), call.Leg{})
	require.Equal(t, []int{3, 4}, []int{third, fourth})
	c = c.End(at(40), call.HungUp)

	agent := brief{1, call.PhaseInProgress, call.NoCause, true}
	customer := brief{2, call.PhaseInProgress, call.NoCause, true}
	assert.Equal(t, []brief{{1, call.PhaseQueued, call.NoCause, false}}, briefs(c, 0))
	assert.Equal(t, []brief{agent, {2, call.PhaseDialing, call.NoCause, false}}, briefs(c, 5))
	assert.Equal(t, []brief{agent, customer}, briefs(c, 9))
	assert.Equal(t, []brief{agent, customer, {3, call.PhaseQueued, call.NoCause, false}, {4, call.PhaseQueued, call.NoCause, false}}, briefs(c, 20))
	assert.Equal(t, []brief{agent, customer, {3, call.PhaseEnded, call.NoAnswer, false}, {4, call.PhaseInProgress, call.NoCause, true}}, briefs(c, 27))
	assert.Equal(t, []brief{{1, call.PhaseEnded, call.HungUp, true}, {2, call.PhaseEnded, call.HungUp, true},
		{3, call.PhaseEnded, call.NoAnswer, false}, {4, call.PhaseEnded, call.HungUp, true}}, briefs(c, 40))
	assert.Equal(t, call.PhaseInProgress, c.State(at(27)).Phase, "a leg that is not answered leaves the call alone")

	missed := call.Plan{TwoLegs: true, Customer: persona("busy")}.Script().Begin(noon)
	assert.Equal(t, []brief{{1, call.PhaseEnded, call.Busy, true}, {2, call.PhaseEnded, call.Busy, false}}, briefs(missed, 7))
	assert.Nil(t, call.Plan{}.Script().Begin(noon).Legs(at(9)), "a call of one party has no legs")
}

func TestOfTwoLegsTheBridgeIsTheAnswer(t *testing.T) {
	c := call.Plan{TwoLegs: true}.Script().Begin(noon)
	assert.Equal(t, call.PhaseDialing, c.State(at(5.5)).Phase, "the agent has joined, the customer does not ring yet")
	assert.Equal(t, call.PhaseRinging, c.State(at(6)).Phase)
	s := c.State(at(57))
	assert.Equal(t, []time.Time{at(1), at(6), at(9), at(57)}, []time.Time{s.DialedAt, s.RangAt, s.AnsweredAt, s.EndedAt})
	assert.False(t, call.Plan{TwoLegs: true, Customer: persona("busy")}.Script().Begin(noon).State(at(60)).Connected())
}

func TestACallTakesSoManyLegsAndNoMore(t *testing.T) {
	c := call.Plan{}.Script().Begin(noon)
	for want := 3; want <= 255; want++ {
		var got int
		c, got = c.AddLeg(at(10), call.Leg{})
		require.Equal(t, want, got)
	}
	same, number := c.AddLeg(at(10), call.Leg{})
	assert.Zero(t, number)
	assert.Equal(t, c, same)
}

func TestAJobTakesNoLeg(t *testing.T) {
	_, number := call.Plan{Job: true}.Script().Begin(noon).AddLeg(at(1), call.Leg{})
	assert.Zero(t, number)
}

func TestTheZeroTimelineIsNoCall(t *testing.T) {
	var none call.Timeline
	assert.Zero(t, none.Len())
	assert.Zero(t, none.Past(noon))
	assert.Empty(t, none.Events())
	assert.Equal(t, call.State{}, none.State(noon))
	assert.Equal(t, none, none.End(noon, call.HungUp))
	assert.Equal(t, none, none.Replan(noon, call.Plan{}))
}
