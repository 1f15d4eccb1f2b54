package engine

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

func at(stage string, do Effect, narrowed ...func(*Point)) Fault {
	fault := Fault{On: Point{Stage: stage}, Do: do}
	for _, narrow := range narrowed {
		narrow(&fault.On)
	}
	return fault
}

func TestAFaultAtAStageChangesTheStory(t *testing.T) {
	plain := "queued@0 dialing@1 ringing@2 answered@5 ended@53 recording-ready@53 transcript-started@53 transcript-ready@73"
	for name, test := range map[string]struct {
		faults []Fault
		events string
		fired  []int
	}{
		"a long queue":          {[]Fault{at("queue", Effect{Delay: 10 * time.Second})}, "queued@0 dialing@11 ringing@12 answered@15 ended@63 recording-ready@63 transcript-started@63 transcript-ready@83", []int{1}},
		"busy":                  {[]Fault{at("dial", Effect{Fail: "busy"})}, "queued@0 dialing@1 ended@3", []int{1}},
		"rings for ever":        {[]Fault{at("ring", Effect{Never: true})}, "queued@0 dialing@1 ringing@2", []int{1}},
		"breaks off":            {[]Fault{at("answer", Effect{Fail: "failed"})}, "queued@0 dialing@1 ringing@2 answered@5 ended@29", []int{1}},
		"no recording":          {[]Fault{at("recording", Effect{Fail: "404"})}, strings.NewReplacer("recording-ready", "recording-failed", "transcript-ready", "transcript-failed").Replace(plain), []int{1}},
		"a transcript unlike":   {[]Fault{at("transcript", Effect{Fail: "401", Delay: time.Second})}, strings.Replace(plain, "transcript-ready@73", "transcript-failed@74", 1), []int{1}},
		"no end of it":          {[]Fault{at("transcript", Effect{Never: true})}, strings.Replace(plain, " transcript-ready@73", "", 1), []int{1}},
		"what is not reached":   {[]Fault{at("dial", Effect{Fail: "busy"}), at("transcript", Effect{Never: true}), at("analysis", Effect{Never: true})}, "queued@0 dialing@1 ended@3", []int{1, 0, 0}},
		"two at one stage":      {[]Fault{at("transcript", Effect{Fail: "500"}), at("transcript", Effect{Delay: time.Second})}, strings.Replace(plain, "transcript-ready@73", "transcript-failed@74", 1), []int{1, 1}},
		"exclusive ones":        {[]Fault{at("transcript", Effect{Never: true}), at("transcript", Effect{Fail: "500"})}, strings.Replace(plain, " transcript-ready@73", "", 1), []int{1, 0}},
		"the second call's":     {[]Fault{at("dial", Effect{Fail: "busy"}, func(p *Point) { p.Nth = Counts{2} })}, plain, []int{0}},
		"another number's":      {[]Fault{at("dial", Effect{Fail: "busy"}, func(p *Point) { p.Number = "12345" })}, plain, []int{0}},
		"a persona's":           {[]Fault{at("dial", Effect{Fail: "busy"}, func(p *Point) { p.Persona = "answers" })}, "queued@0 dialing@1 ended@3", []int{1}},
		"of another account":    {[]Fault{at("dial", Effect{Fail: "busy"}, func(p *Point) { p.Account = "other" })}, plain, []int{0}},
		"and a callback beside": {[]Fault{at("transcript", Effect{Fail: "500"}), on("transcript-failed", Effect{Deliver: "twice"})}, strings.Replace(plain, "transcript-ready@73", "transcript-failed@73 transcript-failed@73", 1), []int{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			box, p, r := newBox(t, single, frozen())
			box.desk.faults.set(test.faults, 1)
			what := placing(here)
			what.Plan.Customer = call.Persona{Name: call.Plain}
			placed := order(t, box, p, what)
			before := placed.Timeline.Events()
			done := advance(t, box, Advance{To: "idle"})
			assert.True(t, done.Idle)
			assert.Equal(t, test.events, strings.Join(r.events(here), " "))
			for i, fault := range box.desk.faults.List() {
				assert.Equal(t, test.fired[i], fault.Fired, "fault %d", fault.N)
			}
			after, _ := box.Find(p, "call", placed.ID)
			assert.Equal(t, before, after.Timeline.Events(), "the timeline knew its whole future")
		})
	}
}

func TestACallThatNeverEndsIsIdleAndCanBeEnded(t *testing.T) {
	box, p, r := newBox(t, single, frozen())
	box.desk.faults.set([]Fault{at("answer", Effect{Never: true})}, 1)
	placed := order(t, box, p, placing(here))
	assert.True(t, advance(t, box, Advance{To: "idle"}).Idle)
	assert.True(t, advance(t, box, Advance{By: time.Hour}).Idle)
	_, err := box.End(placed.ID, call.HungUp)
	require.NoError(t, err)
	advance(t, box, Advance{To: "idle"})
	assert.Equal(t, "queued@0 dialing@1 ringing@2 answered@5 ended@3605 recording-ready@3605 transcript-started@3605 transcript-ready@3625", strings.Join(r.events(here), " "))
}

func TestAQueueThatDoesNotTakeACallRefusesTheRequest(t *testing.T) {
	f := newFake(t, acme(single), frozen(), transport((&recorder{}).receive))
	f.options.Book = call.NewBook([]call.Persona{{Name: "cannot-queue", Code: "003502", Stage: call.AtAPI, Status: 502}, {Name: "odd", Code: "003507", Stage: call.AtAPI, Status: 507}})
	box := f.sandboxes.home()
	for word, want := range map[string]*Failure{"502": {Kind: CannotQueue}, "cannot-queue": {Kind: CannotQueue}, "507": {Kind: Broken, Status: 507}} {
		box.desk.faults.set([]Fault{at("queue", Effect{Fail: word}, func(p *Point) { p.Nth = Counts{1} })}, 1)
		h := hold{sandbox: box}
		var placed Subject
		err := h.do(f.providers[0], func(tx *Tx) error { placed = tx.Place(placing()); return nil })
		var failed *Failure
		require.True(t, errors.As(err, &failed), word)
		assert.Equal(t, want, failed)
		assert.Equal(t, 1, h.fault)
		assert.Empty(t, placed.ID)
		assert.NotEmpty(t, order(t, box, f.providers[0], placing()).ID, "the next one is taken")
	}
	assert.EqualValues(t, 3, box.records.len())
}

func TestAFaultForACallThatIsThereMeetsWhatIsToCome(t *testing.T) {
	box, p, r := newBox(t, single, frozen())
	one, other := order(t, box, p, placing(here)), order(t, box, p, placing(there))
	advance(t, box, Advance{By: 60 * time.Second})
	faults := []Fault{
		at("transcript", Effect{Fail: "401"}, func(p *Point) { p.Call = one.ID }),
		at("ring", Effect{Never: true}, func(p *Point) { p.Call = one.ID }),
		at("transcript", Effect{Fail: "500"}),
		at("transcript", Effect{Fail: "500"}, func(p *Point) { p.Call = "call_of_nobody" }),
	}
	box.desk.faults.set(faults, 1)
	box.overtake(0, faults)
	advance(t, box, Advance{To: "idle"})
	assert.Equal(t, "transcript-failed@73", r.events(here)[len(r.events(here))-1])
	assert.Equal(t, "transcript-ready@73", r.events(there)[len(r.events(there))-1])
	for i, want := range []int{1, 0, 0, 0} {
		assert.Equal(t, want, box.desk.faults.List()[i].Fired, "fault %d", i+1)
	}
	met, _ := box.Find(p, "call", one.ID)
	assert.Equal(t, []int{1}, met.Timeline.Trouble().Faults())
	spared, _ := box.Find(p, "call", other.ID)
	assert.Nil(t, spared.Timeline.Trouble())
}

func TestATranscriptIsEmptyOrInAnotherLanguage(t *testing.T) {
	box, p, _ := newBox(t, single, frozen())
	box.desk.faults.set([]Fault{at("transcript", Effect{Language: "ta"}, func(p *Point) { p.Nth = Counts{2} }), at("transcript", Effect{Empty: true}, func(p *Point) { p.Nth = Counts{3} })}, 1)
	var said []Speech
	for range 3 {
		said = append(said, box.Speech(order(t, box, p, placing()), 48*time.Second))
	}
	tamil := func(r rune) bool { return r >= 0x0b80 && r <= 0x0bff }
	assert.Equal(t, "en", said[0].Language)
	assert.False(t, strings.ContainsFunc(said[0].Turns[0].Text, tamil))
	assert.Equal(t, "ta", said[1].Language)
	require.NotEmpty(t, said[1].Turns)
	for _, turn := range said[1].Turns {
		assert.True(t, strings.ContainsFunc(turn.Text, tamil), turn.Text)
		assert.NotContains(t, turn.Text, "{")
	}
	assert.Empty(t, said[2].Turns)
	assert.NotEmpty(t, said[2].Summary)
}

func TestEveryLanguageHasAConversation(t *testing.T) {
	for _, language := range Languages() {
		turns := translated[language].turns(48*time.Second, cast{"Asha", "Ravi Rao", "Pune"})
		assert.GreaterOrEqual(t, len(turns), 6, language)
		for _, turn := range turns {
			assert.NotContains(t, turn.Text, "{", language)
		}
	}
}

func TestARecordingCannotBeHadWhereAFaultSaysSo(t *testing.T) {
	box, p, _ := newBox(t, single, frozen())
	box.desk.faults.set([]Fault{at("recording", Effect{Status: 410}, func(p *Point) { p.Nth = Counts{1} }), at("recording", Effect{Expire: "10s"}, func(p *Point) { p.Nth = Counts{2} })}, 1)
	gone, short, usual := order(t, box, p, placing()), order(t, box, p, placing()), order(t, box, p, placing())
	had := func(c Subject) int {
		_, failed := Recording(box, c)
		if failed == nil {
			return 200
		}
		if failed.Status == 0 {
			return 404
		}
		return failed.Status
	}
	assert.Equal(t, []int{404, 404, 404}, []int{had(gone), had(short), had(usual)}, "there is none yet")
	advance(t, box, Advance{By: 53 * time.Second})
	assert.Equal(t, []int{410, 200, 200}, []int{had(gone), had(short), had(usual)})
	advance(t, box, Advance{By: 9999 * time.Millisecond})
	assert.Equal(t, 200, had(short))
	advance(t, box, Advance{By: time.Millisecond})
	assert.Equal(t, []int{410, 404, 200}, []int{had(gone), had(short), had(usual)})
}

func TestEachStageSaysWhatItMayFailWith(t *testing.T) {
	book := call.NewBook([]call.Persona{
		{Name: "busy", Code: "000486", Stage: call.AtCall, Cause: call.Busy}, {Name: "no-answer", Code: "000480", Stage: call.AtCall, Cause: call.NoAnswer},
		{Name: "transcript-401", Code: "001401", Stage: call.AtTranscript, Status: 401}, {Name: "transcript-processing", Code: "001202", Stage: call.AtTranscript, Status: 202},
		{Name: "no-recording", Code: "002404", Stage: call.AtRecording, Status: 404}, {Name: "cannot-queue", Code: "003502", Stage: call.AtAPI, Status: 502},
	})
	for part, test := range map[call.Part]struct{ may, not string }{
		call.InQueue:      {"cannot-queue 502 cancelled failed", "busy 486 401"},
		call.InDial:       {"busy 486 unreachable carrier-failure", "no-answer 480 502 completed"},
		call.InRing:       {"busy 486 no-answer 480 declined", "unreachable 404 hung-up"},
		call.InAnswer:     {"failed carrier-failure", "busy 500 completed"},
		call.InRecording:  {"no-recording 404 500", "busy transcript-401 200"},
		call.InTranscript: {"transcript-401 401 503 599", "transcript-processing 202 399 600 no-recording"},
		call.InAnalysis:   {"500", "busy"},
	} {
		for _, word := range strings.Fields(test.may) {
			_, ok := failingAt(part, word, book)
			assert.True(t, ok, "%s at %s", word, part)
		}
		for _, word := range strings.Fields(test.not) {
			_, ok := failingAt(part, word, book)
			assert.False(t, ok, "%s at %s", word, part)
		}
		assert.NotEmpty(t, stageFailures(part, book))
	}
}
