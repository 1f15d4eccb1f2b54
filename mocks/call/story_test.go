package call_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/mocks/call"
)

func TestEachPlanTellsItsStory(t *testing.T) {
	full := call.Plan{Recording: true, Transcript: true, Analysis: true}
	of := func(name string, change func(*call.Plan)) call.Plan {
		p := full
		p.Customer = persona(name)
		if change != nil {
			change(&p)
		}
		return p
	}
	answered := "0s queued, 1s dialing, 2s ringing, 5s answered"
	ended := answered + ", 53s ended completed"
	for name, test := range map[string]struct {
		plan  call.Plan
		story string
	}{
		"by default":           {full, ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-started, 1m13s transcript-ready"},
		"with nothing ordered": {call.Plan{}, ended + ", 53s transcript-disabled"},
		"with a number's own times": {call.Plan{AnsweredAfter: 10 * time.Second, TalksFor: time.Minute},
			"0s queued, 1s dialing, 2s ringing, 11s answered, 1m11s ended completed, 1m11s transcript-disabled"},
		"with a bound number's times": {call.Plan{Customer: call.Persona{AnsweredAfter: 10 * time.Second, TalksFor: time.Minute}},
			"0s queued, 1s dialing, 2s ringing, 11s answered, 1m11s ended completed, 1m11s transcript-disabled"},
		"with the plan's times before a bound number's": {call.Plan{AnsweredAfter: 4 * time.Second, TalksFor: 48 * time.Second,
			Customer: call.Persona{AnsweredAfter: 10 * time.Second, TalksFor: time.Minute}}, ended + ", 53s transcript-disabled"},
		"answered before it could ring": {call.Plan{AnsweredAfter: time.Millisecond},
			"0s queued, 1s dialing, 1.001s ringing, 1.001s answered, 49.001s ended completed, 49.001s transcript-disabled"},

		"busy":            {of("busy", nil), "0s queued, 1s dialing, 3s ended busy"},
		"no-answer":       {of("no-answer", nil), "0s queued, 1s dialing, 2s ringing, 32s ended no-answer"},
		"cancelled":       {of("cancelled", nil), "0s queued, 1s dialing, 2s ringing, 9s ended cancelled"},
		"declined":        {of("declined", nil), "0s queued, 1s dialing, 2s ringing, 5s ended declined"},
		"unreachable":     {of("unreachable", nil), "0s queued, 1s dialing, 3s ended unreachable"},
		"carrier-failure": {of("carrier-failure", nil), "0s queued, 1s dialing, 3s ended carrier-failure"},

		"a ring limit ends the ringing": {of("no-answer", func(p *call.Plan) { p.RingLimit = 10 * time.Second }),
			"0s queued, 1s dialing, 2s ringing, 12s ended no-answer"},
		"a ring limit of exactly the time to the answer": {call.Plan{RingLimit: 3 * time.Second}, ended + ", 53s transcript-disabled"},
		"a ring limit shorter than that": {call.Plan{RingLimit: 2 * time.Second},
			"0s queued, 1s dialing, 2s ringing, 4s ended no-answer"},
		"a ring limit does not concern who is busy": {of("busy", func(p *call.Plan) { p.RingLimit = time.Millisecond }),
			"0s queued, 1s dialing, 3s ended busy"},

		"transcript-401":                             {of("transcript-401", nil), ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-started, 1m13s transcript-failed 401"},
		"transcript-401, none ordered":               {call.Plan{Customer: persona("transcript-401")}, ended + ", 53s transcript-disabled"},
		"transcript-processing":                      {of("transcript-processing", nil), ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-started"},
		"no-recording":                               {of("no-recording", nil), ended + ", 53s recording-failed 404, 53s analysis-ready, 53s transcript-started, 1m13s transcript-failed 404"},
		"no-recording, none ordered":                 {call.Plan{Customer: persona("no-recording"), Transcript: true}, ended + ", 53s transcript-started, 1m13s transcript-ready"},
		"cannot-queue, should the provider place it": {of("cannot-queue", func(p *call.Plan) { p.Transcript = false }), ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-disabled"},

		"dnd":       {call.Plan{Customer: persona("dnd")}, ended + ", 53s disposition-set, 53s transcript-disabled"},
		"escalated": {call.Plan{Customer: persona("escalated")}, answered + ", 29s escalated, 53s ended completed, 53s disposition-set, 53s transcript-disabled"},
		"not-reachable": {call.Plan{Customer: persona("not-reachable")},
			"0s queued, 1s dialing, 2s ringing, 32s ended no-answer, 32s disposition-set"},

		"two legs":                              {call.Plan{TwoLegs: true}, "0s queued, 0s leg-added leg 1, 1s dialing leg 1, 2s ringing leg 1, 5s answered leg 1, 5s leg-added leg 2, 5s dialing leg 2, 6s ringing leg 2, 9s answered leg 2, 9s bridged, 57s ended completed, 57s transcript-disabled"},
		"two legs, the agent busy":              {call.Plan{TwoLegs: true, Agent: persona("busy")}, "0s queued, 0s leg-added leg 1, 1s dialing leg 1, 3s ended leg 1 busy, 3s ended busy"},
		"two legs, the customer slow to answer": {call.Plan{TwoLegs: true, AnsweredAfter: 9 * time.Second, RingLimit: 4 * time.Second}, "0s queued, 0s leg-added leg 1, 1s dialing leg 1, 2s ringing leg 1, 5s answered leg 1, 5s leg-added leg 2, 5s dialing leg 2, 6s ringing leg 2, 10s ended leg 2 no-answer, 10s ended no-answer"},

		"on the web":              {call.Plan{Web: true, Recording: true}, "0s queued, 0s answered, 48s ended completed, 48s recording-ready, 48s transcript-disabled"},
		"on the web, unreachable": {call.Plan{Web: true, Customer: persona("unreachable")}, "0s queued, 2s ended unreachable"},

		"a job":              {call.Plan{Job: true}, "0s queued, 2s job-started, 30s job-done completed"},
		"a job that fails":   {call.Plan{Job: true, Customer: persona("transcript-401")}, "0s queued, 2s job-started, 30s job-failed failed 401"},
		"a job that hangs":   {call.Plan{Job: true, Customer: persona("transcript-processing")}, "0s queued, 2s job-started"},
		"a job in no hurry":  {call.Plan{Job: true, AnsweredAfter: time.Minute, TalksFor: time.Hour}, "0s queued, 1m0s job-started, 1h1m0s job-done completed"},
		"a job by a persona": {call.Plan{Job: true, Customer: persona("busy")}, "0s queued, 2s job-started, 30s job-done completed"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.story, story(test.plan.Script().Begin(noon)))
		})
	}
}

func TestInputsRewriteWhatIsStillToCome(t *testing.T) {
	full := call.Plan{Recording: true, Transcript: true}
	two := call.Plan{TwoLegs: true}
	answered := "0s queued, 1s dialing, 2s ringing, 5s answered"
	for name, test := range map[string]struct {
		plan  call.Plan
		input func(call.Timeline) call.Timeline
		story string
	}{
		"hung up while they talk": {full,
			func(c call.Timeline) call.Timeline { return c.End(at(10), call.HungUp) },
			answered + ", 10s ended hung-up, 10s recording-ready, 10s transcript-started, 30s transcript-ready"},
		"failed while they talk": {full,
			func(c call.Timeline) call.Timeline { return c.End(at(10), call.CallFailed) },
			answered + ", 10s ended failed"},
		"hung up at the instant of the answer": {call.Plan{},
			func(c call.Timeline) call.Timeline { return c.End(at(5), call.HungUp) },
			answered + ", 5s ended hung-up, 5s transcript-disabled"},
		"hung up while it rings": {full,
			func(c call.Timeline) call.Timeline { return c.End(at(3), call.HungUp) },
			"0s queued, 1s dialing, 2s ringing, 3s ended cancelled"},
		"ended for no cause": {call.Plan{},
			func(c call.Timeline) call.Timeline { return c.End(at(10), call.NoCause) },
			answered + ", 10s ended completed, 10s transcript-disabled"},
		"ended before the start": {full,
			func(c call.Timeline) call.Timeline { return c.End(at(-9), call.CallFailed) },
			"0s queued, 0s ended failed"},
		"ended after the end": {call.Plan{},
			func(c call.Timeline) call.Timeline { return c.End(at(53), call.CallFailed) },
			answered + ", 53s ended completed, 53s transcript-disabled"},
		"hung up before it was escalated": {call.Plan{Customer: persona("escalated"), Disposition: "interested"},
			func(c call.Timeline) call.Timeline { return c.End(at(10), call.HungUp) },
			answered + ", 10s ended hung-up, 10s disposition-set, 10s transcript-disabled"},
		"a job is given up": {call.Plan{Job: true},
			func(c call.Timeline) call.Timeline { return c.End(at(1), call.CallFailed) },
			"0s queued, 1s job-failed failed"},
		"a job is done early": {call.Plan{Job: true},
			func(c call.Timeline) call.Timeline { return c.End(at(1), call.Completed) },
			"0s queued, 1s job-started, 1s job-done completed"},

		"a leg that answers stays to the end": {two,
			func(c call.Timeline) call.Timeline { c, _ = c.AddLeg(at(20), call.Leg{}); return c },
			"0s queued, 0s leg-added leg 1, 1s dialing leg 1, 2s ringing leg 1, 5s answered leg 1, 5s leg-added leg 2, 5s dialing leg 2, 6s ringing leg 2, 9s answered leg 2, 9s bridged, 20s leg-added leg 3, 21s dialing leg 3, 22s ringing leg 3, 25s answered leg 3, 57s ended completed, 57s transcript-disabled"},
		"the end cuts a leg short": {call.Plan{},
			func(c call.Timeline) call.Timeline {
				c, _ = c.AddLeg(at(20), call.Leg{Persona: persona("no-answer")})
				return c.End(at(21.5), call.HungUp)
			},
			answered + ", 20s leg-added leg 3, 21s dialing leg 3, 21.5s ended hung-up, 21.5s transcript-disabled"},
		"a leg leaves before the end": {call.Plan{},
			func(c call.Timeline) call.Timeline {
				c, _ = c.AddLeg(at(20), call.Leg{TalksFor: time.Second})
				return c
			},
			answered + ", 20s leg-added leg 3, 21s dialing leg 3, 22s ringing leg 3, 25s answered leg 3, 26s ended leg 3 completed, 53s ended completed, 53s transcript-disabled"},
		"a leg that would answer at the end does not": {call.Plan{},
			func(c call.Timeline) call.Timeline { c, _ = c.AddLeg(at(48), call.Leg{}); return c },
			answered + ", 48s leg-added leg 3, 49s dialing leg 3, 50s ringing leg 3, 53s ended completed, 53s transcript-disabled"},

		"a call on the web that has connected": {call.Plan{Web: true},
			func(c call.Timeline) call.Timeline { return c.Replan(at(1), call.Plan{Customer: persona("busy")}) },
			"0s queued, 0s answered, 48s ended completed, 48s transcript-disabled"},
		"the customer turns busy before it rings": {full,
			func(c call.Timeline) call.Timeline {
				return c.Replan(at(1), call.Plan{Customer: persona("busy")})
			},
			"0s queued, 1s dialing, 3s ended busy"},
		"the answer is past": {call.Plan{},
			func(c call.Timeline) call.Timeline {
				return c.Replan(at(6), call.Plan{Customer: persona("busy"), TalksFor: 10 * time.Second})
			},
			answered + ", 15s ended completed, 15s transcript-disabled"},
		"the time to talk is up": {call.Plan{},
			func(c call.Timeline) call.Timeline { return c.Replan(at(20), call.Plan{TalksFor: time.Second}) },
			answered + ", 20s ended completed, 20s transcript-disabled"},
		"the transcript turns out to fail": {full,
			func(c call.Timeline) call.Timeline {
				return c.Replan(at(60), call.Plan{Customer: persona("transcript-401")})
			},
			answered + ", 53s ended completed, 53s recording-ready, 53s transcript-started, 1m13s transcript-failed 401"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.story, story(test.input(test.plan.Script().Begin(noon))))
		})
	}
}
