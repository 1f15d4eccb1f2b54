package call_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/mocks/call"
)

// meets is a plan with one hitch.
func meets(p call.Plan, part call.Part, hitch call.Hitch) call.Plan {
	p.Trouble = &call.Trouble{}
	p.Trouble.Parts[part] = hitch
	return p
}

func TestAStoryMeetsItsTrouble(t *testing.T) {
	const late = 30 * time.Second
	full := call.Plan{Recording: true, Transcript: true, Analysis: true}
	two, web, job := call.Plan{TwoLegs: true}, call.Plan{Web: true}, call.Plan{Job: true}
	rung := "0s queued, 1s dialing, 2s ringing"
	ended := rung + ", 5s answered, 53s ended completed"
	bridging := "0s queued, 0s leg-added leg 1, 1s dialing leg 1, 2s ringing leg 1, 5s answered leg 1, 5s leg-added leg 2, 5s dialing leg 2"
	for name, test := range map[string]struct {
		plan  call.Plan
		story string
	}{
		"a long queue":          {meets(call.Plan{}, call.InQueue, call.Hitch{Delay: late}), "0s queued, 31s dialing, 32s ringing, 35s answered, 1m23s ended completed, 1m23s transcript-disabled"},
		"an endless queue":      {meets(full, call.InQueue, call.Hitch{Never: true}), "0s queued"},
		"given up in the queue": {meets(full, call.InQueue, call.Hitch{Cause: call.CarrierFailure}), "0s queued, 1s ended carrier-failure"},

		"a long dialling":           {meets(call.Plan{}, call.InDial, call.Hitch{Delay: late}), "0s queued, 1s dialing, 32s ringing, 35s answered, 1m23s ended completed, 1m23s transcript-disabled"},
		"an endless dialling":       {meets(full, call.InDial, call.Hitch{Never: true}), "0s queued, 1s dialing"},
		"busy":                      {meets(full, call.InDial, call.Hitch{Cause: call.Busy}), "0s queued, 1s dialing, 3s ended busy"},
		"busy, and late to tell":    {meets(full, call.InDial, call.Hitch{Cause: call.Busy, Delay: late}), "0s queued, 1s dialing, 33s ended busy"},
		"a long ringing":            {meets(call.Plan{}, call.InRing, call.Hitch{Delay: late}), rung + ", 35s answered, 1m23s ended completed, 1m23s transcript-disabled"},
		"ringing beyond the limit":  {meets(call.Plan{RingLimit: late}, call.InRing, call.Hitch{Delay: late}), rung + ", 32s ended no-answer"},
		"ringing for ever":          {meets(call.Plan{RingLimit: late}, call.InRing, call.Hitch{Never: true}), rung},
		"declined":                  {meets(full, call.InRing, call.Hitch{Cause: call.Declined}), rung + ", 5s ended declined"},
		"busy though it rang":       {meets(full, call.InRing, call.Hitch{Cause: call.Busy}), rung + ", 3s ended busy"},
		"a long conversation":       {meets(call.Plan{}, call.InAnswer, call.Hitch{Delay: late}), rung + ", 5s answered, 1m23s ended completed, 1m23s transcript-disabled"},
		"an endless conversation":   {meets(full, call.InAnswer, call.Hitch{Never: true}), rung + ", 5s answered"},
		"broken off in the middle":  {meets(full, call.InAnswer, call.Hitch{Cause: call.CarrierFailure}), rung + ", 5s answered, 29s ended carrier-failure"},
		"a late recording":          {meets(full, call.InRecording, call.Hitch{Delay: late}), ended + ", 53s analysis-ready, 1m23s recording-ready, 1m23s transcript-started, 1m43s transcript-ready"},
		"a recording never made":    {meets(full, call.InRecording, call.Hitch{Never: true}), ended + ", 53s analysis-ready"},
		"a recording that fails":    {meets(full, call.InRecording, call.Hitch{Status: 500}), ended + ", 53s recording-failed 500, 53s analysis-ready, 53s transcript-started, 1m13s transcript-failed 500"},
		"a late transcript":         {meets(full, call.InTranscript, call.Hitch{Delay: late}), ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-started, 1m43s transcript-ready"},
		"an endless transcript":     {meets(full, call.InTranscript, call.Hitch{Never: true}), ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-started"},
		"a transcript that fails":   {meets(full, call.InTranscript, call.Hitch{Status: 401}), ended + ", 53s recording-ready, 53s analysis-ready, 53s transcript-started, 1m13s transcript-failed 401"},
		"a late analysis":           {meets(full, call.InAnalysis, call.Hitch{Delay: time.Second}), ended + ", 53s recording-ready, 53s transcript-started, 54s analysis-ready, 1m13s transcript-ready"},
		"an analysis never made":    {meets(full, call.InAnalysis, call.Hitch{Never: true}), ended + ", 53s recording-ready, 53s transcript-started, 1m13s transcript-ready"},
		"an analysis that fails":    {meets(full, call.InAnalysis, call.Hitch{Status: 500}), ended + ", 53s recording-ready, 53s analysis-failed 500, 53s transcript-started, 1m13s transcript-ready"},
		"trouble that never begins": {meets(call.Plan{Customer: persona("busy")}, call.InTranscript, call.Hitch{Never: true}), "0s queued, 1s dialing, 3s ended busy"},

		"two legs in a long queue":       {meets(two, call.InQueue, call.Hitch{Delay: late}), "0s queued, 0s leg-added leg 1, 31s dialing leg 1, 32s ringing leg 1, 35s answered leg 1, 35s leg-added leg 2, 35s dialing leg 2, 36s ringing leg 2, 39s answered leg 2, 39s bridged, 1m27s ended completed, 1m27s transcript-disabled"},
		"two legs, the customer busy":    {meets(two, call.InDial, call.Hitch{Cause: call.Busy}), bridging + ", 7s ended leg 2 busy, 7s ended busy"},
		"two legs, the customer silent":  {meets(two, call.InRing, call.Hitch{Never: true}), bridging + ", 6s ringing leg 2"},
		"two legs, talking for ever":     {meets(two, call.InAnswer, call.Hitch{Never: true}), bridging + ", 6s ringing leg 2, 9s answered leg 2, 9s bridged"},
		"two legs, cut off in the queue": {meets(two, call.InQueue, call.Hitch{Cause: call.CarrierFailure}), "0s queued, 0s leg-added leg 1, 1s ended carrier-failure"},
		"late on the web":                {meets(web, call.InQueue, call.Hitch{Delay: late}), "0s queued, 30s answered, 1m18s ended completed, 1m18s transcript-disabled"},
		"never on the web":               {meets(web, call.InQueue, call.Hitch{Never: true}), "0s queued"},
		"a job in a long queue":          {meets(job, call.InQueue, call.Hitch{Delay: late}), "0s queued, 32s job-started, 1m0s job-done completed"},
		"a job that fails in the queue":  {meets(job, call.InQueue, call.Hitch{Cause: call.CallFailed}), "0s queued, 2s job-failed failed"},
		"a job that takes long":          {meets(job, call.InTranscript, call.Hitch{Delay: late}), "0s queued, 2s job-started, 1m0s job-done completed"},
		"a job never done":               {meets(job, call.InTranscript, call.Hitch{Never: true}), "0s queued, 2s job-started"},
		"a job that fails":               {meets(job, call.InTranscript, call.Hitch{Status: 500}), "0s queued, 2s job-started, 30s job-failed failed 500"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.story, story(test.plan.Script().Begin(noon)))
		})
	}
}

func TestWhatNeverEndsCanBeEnded(t *testing.T) {
	ringing := meets(call.Plan{Transcript: true}, call.InRing, call.Hitch{Never: true}).Script().Begin(noon)
	assert.Equal(t, "0s queued, 1s dialing, 2s ringing, 1m0s ended cancelled", story(ringing.End(at(60), call.HungUp)))
	talking := meets(call.Plan{Transcript: true}, call.InAnswer, call.Hitch{Never: true}).Script().Begin(noon)
	assert.Equal(t, "0s queued, 1s dialing, 2s ringing, 5s answered, 1m0s ended hung-up, 1m0s transcript-started, 1m20s transcript-ready",
		story(talking.End(at(60), call.HungUp)))
}

func TestTroubleThatComesLaterSparesWhatIsOver(t *testing.T) {
	full := call.Plan{Recording: true, Transcript: true}
	begun := full.Script().Begin(noon)
	never := func(part call.Part) func(*call.Trouble) {
		return func(t *call.Trouble) { t.Parts[part].Never = true }
	}
	met, ok := begun.Disturb(at(60), call.InTranscript, never(call.InTranscript))
	assert.True(t, ok)
	assert.Equal(t, "0s queued, 1s dialing, 2s ringing, 5s answered, 53s ended completed, 53s recording-ready, 53s transcript-started", story(met))
	met, ok = begun.Disturb(at(3), call.InRing, never(call.InRing))
	assert.True(t, ok)
	assert.Equal(t, "0s queued, 1s dialing, 2s ringing", story(met))
	for part, when := range map[call.Part]float64{call.InQueue: 1, call.InDial: 2, call.InRing: 5, call.InAnswer: 53, call.InRecording: 53, call.InTranscript: 73} {
		same, ok := begun.Disturb(at(when), part, never(part))
		assert.False(t, ok, part)
		assert.Equal(t, begun, same)
	}
}

func TestAScriptKnowsWhichPartsItHas(t *testing.T) {
	full := call.Plan{Recording: true, Transcript: true, Analysis: true}
	for name, test := range map[string]struct {
		plan call.Plan
		has  string
	}{
		"all":         {full, "queue dial ring answer recording transcript analysis "},
		"busy":        {call.Plan{Customer: persona("busy"), Recording: true, Transcript: true}, "queue dial "},
		"no answer":   {call.Plan{Customer: persona("no-answer"), Recording: true, Transcript: true}, "queue dial ring "},
		"two legs":    {call.Plan{TwoLegs: true, Recording: true}, "queue dial ring answer recording "},
		"agent gone":  {call.Plan{TwoLegs: true, Agent: persona("busy")}, "queue "},
		"on the web":  {call.Plan{Web: true, Transcript: true}, "queue answer transcript "},
		"a job":       {call.Plan{Job: true}, "queue transcript "},
		"rings on":    {meets(full, call.InRing, call.Hitch{Never: true}), "queue dial ring "},
		"nothing yet": {meets(full, call.InQueue, call.Hitch{Never: true}), "queue "},
	} {
		t.Run(name, func(t *testing.T) {
			script, has := test.plan.Script(), ""
			for part := range call.Part(call.Parts) {
				if script.Has(part) {
					has += part.String() + " "
				}
				named, ok := call.PartNamed(part.String())
				assert.True(t, ok && named == part)
			}
			assert.Equal(t, test.has, has)
		})
	}
}

func TestEqualTroublesAreOne(t *testing.T) {
	var library call.Library
	one, other := call.Trouble{Empty: true}, call.Trouble{Empty: true}
	assert.Same(t, library.Trouble(one), library.Trouble(other))
	assert.Nil(t, library.Trouble(call.Trouble{}))
	assert.NotSame(t, library.Trouble(one), library.Trouble(call.Trouble{Language: "ta"}))
	a, b := call.Plan{Trouble: library.Trouble(one)}, call.Plan{Trouble: library.Trouble(other)}
	assert.Same(t, library.Script(a), library.Script(b))
}
