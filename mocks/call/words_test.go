package call_test

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

func TestEveryWordNamesItsValue(t *testing.T) {
	for k := call.Queued; k <= call.AnalysisFailed; k++ {
		got, ok := call.KindNamed(k.String())
		assert.True(t, ok && got == k, k.String())
	}
	for c := call.Completed; c <= call.CallFailed; c++ {
		got, ok := call.CauseNamed(c.String())
		assert.True(t, ok && got == c, c.String())
	}
	for word, value := range map[string]interface{ String() string }{
		"transcript-ready": call.TranscriptReady, "job-failed": call.JobFailed, "failed": call.CallFailed, "no-answer": call.NoAnswer,
		"in-progress": call.PhaseInProgress, "ended": call.PhaseEnded, "off": call.Off, "processing": call.Processing, "": call.NoCause,
		"unknown(99)": call.Kind(99),
	} {
		assert.Equal(t, word, value.String())
	}
	_, ok := call.KindNamed("")
	assert.False(t, ok)
	_, ok = call.CauseNamed("bussy")
	assert.False(t, ok)
}

func TestPlansAndEventsSurviveJSON(t *testing.T) {
	plan := call.Plan{Customer: persona("not-reachable"), Transcript: true}
	text, err := json.Marshal(plan)
	require.NoError(t, err)
	var again call.Plan
	require.NoError(t, json.Unmarshal(text, &again))
	assert.Equal(t, plan, again)

	events := plan.Script().Begin(noon).Events()
	text, err = json.Marshal(events)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"Kind":"ringing"`)
	var same []call.Event
	require.NoError(t, json.Unmarshal(text, &same))
	assert.Equal(t, events, same)

	assert.ErrorContains(t, json.Unmarshal([]byte(`{"Cause": "bussy"}`), &again.Customer), `unknown cause "bussy"`)
	assert.ErrorContains(t, json.Unmarshal([]byte(`{"Kind": "rang"}`), &same[0]), `unknown event "rang"`)
}

func TestTheBookGoesByTheLastSixDigits(t *testing.T) {
	book := call.NewBook(personas)
	for number, name := range map[string]string{
		"919999000486": "busy", "000486": "busy", "+91 99990 01401": call.Plain, "+919999001401": "transcript-401",
		"AGT_000404": "unreachable", "919810012345": call.Plain, "00486": call.Plain, "": call.Plain, "0004860": call.Plain,
	} {
		assert.Equal(t, name, book.Of(number).Name, number)
	}
	_, ok := book.ByName("bussy")
	assert.False(t, ok)
	plain, ok := call.NewBook(nil).ByName(call.Plain)
	assert.True(t, ok)
	assert.Equal(t, plain, call.NewBook(nil).Of("919999000486"))
}

func TestCallsOfOnePlanShareOneScript(t *testing.T) {
	var library call.Library
	scripts := make([]*call.Script, 8)
	var all sync.WaitGroup
	for i := range scripts {
		all.Go(func() { scripts[i] = library.Script(call.Plan{Transcript: i%2 == 0}) })
	}
	all.Wait()
	assert.Same(t, scripts[0], scripts[2])
	assert.Same(t, scripts[1], scripts[7])
	assert.NotSame(t, scripts[0], scripts[1])
	assert.Equal(t, call.Plan{Transcript: true}, scripts[0].Plan())
}

func TestALibraryStopsKeepingScriptsBeforeItFillsTheMemory(t *testing.T) {
	var library call.Library
	kept := library.Script(call.Plan{})
	for i := range 5000 {
		library.Script(call.Plan{TalksFor: time.Duration(1+i) * time.Second})
	}
	assert.Same(t, kept, library.Script(call.Plan{}))
	late := call.Plan{TalksFor: 5000 * time.Second}
	assert.NotSame(t, library.Script(late), library.Script(late))
	assert.Equal(t, library.Script(late), library.Script(late))
}

func TestARestoredTimelineSharesItsScriptUnlessItWasRewritten(t *testing.T) {
	var library call.Library
	plan := call.Plan{Transcript: true}
	c := library.Script(plan).Begin(noon)
	same, err := library.Restore(plan, c.Start(), c.Events())
	require.NoError(t, err)
	assert.True(t, c == same)

	c = c.End(at(9), call.HungUp)
	same, err = library.Restore(plan, c.Start(), c.Events())
	require.NoError(t, err)
	assert.Equal(t, c, same)
}

func TestEventsThatNoTimelineCouldHaveAreRefused(t *testing.T) {
	good := func() []call.Event { return call.Plan{}.Script().Begin(noon).Events() }
	for reason, spoil := range map[string]func([]call.Event) []call.Event{
		"does not begin with queued":      func(e []call.Event) []call.Event { return e[1:] },
		"does not begin with queued at":   func([]call.Event) []call.Event { return nil },
		"event 2, ringing, is earlier":    func(e []call.Event) []call.Event { e[2].At = noon; return e },
		"event 1 has an unknown kind":     func(e []call.Event) []call.Event { e[1].Kind = 99; return e },
		"event 3 has an unknown kind":     func(e []call.Event) []call.Event { e[3].Cause = 99; return e },
		"event 6 repeats queued of leg 0": func(e []call.Event) []call.Event { return append(e, call.Event{At: at(99), Kind: call.Queued}) },
	} {
		_, err := new(call.Library).Restore(call.Plan{}, noon, spoil(good()))
		assert.ErrorContains(t, err, reason)
	}
}
