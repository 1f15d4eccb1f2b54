package engine

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// on is a fault at a callback of acme's, do what it does.
func on(event string, do Effect, narrowed ...func(*Point)) Fault {
	fault := Fault{On: Point{Event: event}, Do: do}
	for _, narrow := range narrowed {
		narrow(&fault.On)
	}
	return fault
}

func attempt(n ...int) func(*Point) { return func(p *Point) { p.Attempt = n } }

func nth(n ...int) func(*Point) { return func(p *Point) { p.Nth = n } }

// retrying tries three times, ten seconds apart.
var retrying = Policy{Attempts: 3, Pauses: []time.Duration{10 * time.Second}, Timeout: 5 * time.Second}

const (
	here  = "http://a.test/1"
	there = "http://b.test/2"
)

func TestAFaultDecidesWhenACallbackGoesOut(t *testing.T) {
	plain := "queued@0 dialing@1 ringing@2 answered@5 ended@53 recording-ready@53 transcript-started@53 transcript-ready@73"
	for name, test := range map[string]struct {
		faults []Fault
		events string
		fired  []int
	}{
		"no fault":              {nil, plain, nil},
		"another event":         {[]Fault{on("nothing", Effect{Deliver: "never"})}, plain, []int{0}},
		"never":                 {[]Fault{on("ended", Effect{Deliver: "never"})}, strings.Replace(plain, "ended@53 ", "", 1), []int{1}},
		"twice":                 {[]Fault{on("ended", Effect{Deliver: "twice"})}, strings.Replace(plain, "ended@53", "ended@53 ended@53", 1), []int{1}},
		"again":                 {[]Fault{on("ended", Effect{Deliver: "again"})}, strings.Replace(plain, "ended@53", "ended@53 ended@53", 1), []int{1}},
		"last":                  {[]Fault{on("dialing", Effect{Deliver: "last"})}, strings.Replace(plain, "dialing@1 ringing@2", "ringing@2 dialing@2", 1), []int{1}},
		"last, at one instant":  {[]Fault{on("ended", Effect{Deliver: "last"})}, strings.Replace(plain, "ended@53 recording-ready@53", "recording-ready@53 ended@53", 1), []int{1}},
		"last, two in a row":    {[]Fault{on("dialing", Effect{Deliver: "last"}), on("ringing", Effect{Deliver: "last"})}, strings.Replace(plain, "dialing@1 ringing@2 answered@5", "answered@5 dialing@5 ringing@5", 1), []int{1, 1}},
		"last, with none after": {[]Fault{on("transcript-ready", Effect{Deliver: "last"})}, plain, []int{0}},
		"late":                  {[]Fault{on("answered", Effect{Delay: 10 * time.Second})}, strings.Replace(plain, "answered@5", "answered@15", 1), []int{1}},
		"late, and holding back": {[]Fault{on("answered", Effect{Delay: 60 * time.Second})},
			"queued@0 dialing@1 ringing@2 answered@65 ended@65 recording-ready@65 transcript-started@65 transcript-ready@73", []int{1}},
		"early":                    {[]Fault{on("ended", Effect{Deliver: "early"})}, "ended@0 " + strings.Replace(plain, "ended@53 ", "", 1), []int{1}},
		"early, two of them":       {[]Fault{on("ended", Effect{Deliver: "early"}), on("queued", Effect{Deliver: "early"})}, "queued@0 ended@0 " + strings.Replace(strings.TrimPrefix(plain, "queued@0 "), "ended@53 ", "", 1), []int{1, 1}},
		"the first attempt never":  {[]Fault{on("ended", Effect{Deliver: "never"}, attempt(1))}, strings.ReplaceAll(plain, "@53", "@68"), []int{1}},
		"two attempts never":       {[]Fault{on("ended", Effect{Deliver: "never"}, attempt(1, 2))}, strings.Replace(strings.ReplaceAll(plain, "@53", "@83"), "@73", "@83", 1), []int{2}},
		"no attempt ever":          {[]Fault{on("ended", Effect{Deliver: "never"}, attempt(1, 2, 3))}, strings.Replace(strings.Replace(strings.ReplaceAll(plain, "@53", "@88"), "@73", "@88", 1), "ended@88 ", "", 1), []int{3}},
		"the first attempt late":   {[]Fault{on("ended", Effect{Delay: 3 * time.Second}, attempt(1))}, strings.ReplaceAll(plain, "@53", "@56"), []int{1}},
		"only the second of them":  {[]Fault{on("ended", Effect{Deliver: "never"}, nth(2))}, plain, []int{0}},
		"exclusive, the first one": {[]Fault{on("ended", Effect{Deliver: "never"}), on("ended", Effect{Deliver: "twice"})}, strings.Replace(plain, "ended@53 ", "", 1), []int{1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, parts := range []int{1, 7} { // an advance in parts is the same
				box, p, r := newBox(t, retrying, frozen())
				box.desk.faults.set(test.faults, 1)
				order(t, box, p, placing(here))
				for range parts {
					advance(t, box, Advance{By: 140 * time.Second / time.Duration(parts)})
				}
				advance(t, box, Advance{To: "idle"})
				assert.Equal(t, test.events, strings.Join(r.events(here), " "))
				for i, fault := range box.desk.faults.List() {
					assert.Equal(t, test.fired[i], fault.Fired, "fault %d", fault.N)
				}
			}
		})
	}
}

func TestAWithheldCallbackIsThereToSee(t *testing.T) {
	box, p, _ := newBox(t, single, frozen())
	box.desk.faults.set([]Fault{on("nothing", Effect{}), on("ended", Effect{Deliver: "never"})}, 1)
	order(t, box, p, placing(here))
	advance(t, box, Advance{To: "idle"})
	all := box.Deliveries(func(d *Delivery) bool { return d.Event == "ended" })
	require.Len(t, all, 1)
	assert.Equal(t, Withheld, all[0].State)
	assert.True(t, all[0].State.Final())
	assert.Equal(t, "fault 2 withheld it", all[0].Reason)
	assert.Equal(t, []int{2}, all[0].Faults)
	assert.Empty(t, all[0].Attempts)
	assert.Contains(t, string(all[0].Body), `"event":"ended"`)
	entries, _ := box.fake.journal.since(box.name, 0)
	noted := 0
	for _, e := range entries {
		if e.Note == "fault 2 withheld it" {
			noted++
			assert.Equal(t, "ended", e.Event)
			assert.Zero(t, e.Status)
		}
	}
	assert.Equal(t, 1, noted)
}

func TestALostAttemptCostsTheTimeoutAndSaysWhy(t *testing.T) {
	box, p, _ := newBox(t, retrying, frozen())
	box.desk.faults.set([]Fault{on("ended", Effect{Deliver: "never"}, attempt(1))}, 1)
	order(t, box, p, placing(here))
	advance(t, box, Advance{To: "idle"})
	d := box.Deliveries(func(d *Delivery) bool { return d.Event == "ended" })[0]
	require.Len(t, d.Attempts, 2)
	assert.Equal(t, "fault 1 kept it from arriving", d.Attempts[0].Error)
	assert.Equal(t, 5*time.Second, d.Attempts[0].Took)
	assert.Equal(t, 200, d.Attempts[1].Status)
	assert.Equal(t, Delivered, d.State)
	assert.Equal(t, []int{1}, d.Faults)
}

func TestTwiceIsTwoAtOnceAndAgainIsOneAfterTheAnswer(t *testing.T) {
	for deliver, together := range map[string]bool{"twice": true, "again": false} {
		t.Run(deliver, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				inside, most, notes := 0, 0, []string{}
				send := transport(func(r *http.Request, body []byte) (int, http.Header, error) {
					if eventOf(string(body)) != "ended" {
						return 200, nil, nil
					}
					mu.Lock()
					inside++
					most = max(most, inside)
					notes = append(notes, string(body))
					mu.Unlock()
					time.Sleep(time.Second)
					mu.Lock()
					inside--
					mu.Unlock()
					return 200, nil, nil
				})
				f := newFake(t, acme(single), frozen(), send)
				box := f.sandboxes.home()
				box.desk.faults.set([]Fault{on("ended", Effect{Deliver: deliver})}, 1)
				order(t, box, f.providers[0], placing(here))
				advance(t, box, Advance{To: "idle"})
				require.Len(t, notes, 2)
				assert.Equal(t, notes[0], notes[1])
				assert.Equal(t, map[bool]int{true: 2, false: 1}[together], most)
				told := box.Deliveries(func(d *Delivery) bool { return d.Event == "ended" })
				require.Len(t, told, 2)
				for _, d := range told {
					assert.Equal(t, Delivered, d.State)
					assert.Equal(t, []int{1}, d.Faults)
					assert.Len(t, d.Attempts, 1)
				}
			})
		})
	}
}

func TestADoubledCallbackRetriesByItself(t *testing.T) {
	box, p, r := newBox(t, retrying, frozen())
	failed := 0
	r.answer = func(_ string, body []byte) (int, http.Header) {
		if eventOf(string(body)) == "ended" && failed < 2 {
			failed++
			return 503, nil
		}
		return 200, nil
	}
	box.desk.faults.set([]Fault{on("ended", Effect{Deliver: "again"})}, 1)
	order(t, box, p, placing(here))
	advance(t, box, Advance{To: "idle"})
	assert.Equal(t, []string{"queued@0", "dialing@1", "ringing@2", "answered@5", "ended@53", "ended@53", "ended@63", "recording-ready@63", "transcript-started@63", "ended@63", "transcript-ready@73"},
		r.events(here))
}

func TestAFaultOfOneAddressSparesTheOthers(t *testing.T) {
	box, p, r := newBox(t, single, frozen())
	box.desk.faults.set([]Fault{on("ended", Effect{Deliver: "never"}, func(p *Point) { p.Address = "http://a.test/" })}, 1)
	order(t, box, p, placing(here, there))
	advance(t, box, Advance{To: "idle"})
	assert.NotContains(t, r.events(here), "ended@53")
	assert.Contains(t, r.events(there), "ended@53")
}

func TestAFaultKnowsWhoseCallItIs(t *testing.T) {
	for name, test := range map[string]struct {
		narrow func(*Point)
		fires  bool
	}{
		"this number":     {func(p *Point) { p.Number = "+91 98100 12345" }, true},
		"another number":  {func(p *Point) { p.Number = "919810012346" }, false},
		"this account":    {func(p *Point) { p.Account = "main" }, true},
		"another account": {func(p *Point) { p.Account = "other" }, false},
		"another call":    {func(p *Point) { p.Call = "call_x" }, false},
		"another persona": {func(p *Point) { p.Persona = "busy" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			box, p, r := newBox(t, single, frozen())
			box.desk.faults.set([]Fault{on("ended", Effect{Deliver: "never"}, test.narrow)}, 1)
			order(t, box, p, placing(here))
			advance(t, box, Advance{To: "idle"})
			assert.Equal(t, test.fires, !strings.Contains(strings.Join(r.events(here), " "), "ended"))
		})
	}
}

func TestAnAlteredBodyKeepsItsOrderAndIsNotJudged(t *testing.T) {
	box, p, r := newBox(t, retrying, frozen())
	box.fake.courier.fit = func(_ *Provider, _ string, body []byte) string {
		if strings.Contains(string(body), "unheard") {
			return "it breaks the document"
		}
		return ""
	}
	box.desk.faults.set([]Fault{
		on("ended", Effect{Alter: []byte(`{"event": null, "unheard": {"of": 1.50}}`)}),
		on("answered", Effect{Alter: []byte(`{"phase": "unheard"}`)}, attempt(1)),
	}, 1)
	r.answer = func(_ string, body []byte) (int, http.Header) {
		if strings.Contains(string(body), `"phase":"unheard"`) {
			return 500, nil
		}
		return 200, nil
	}
	placed := order(t, box, p, placing(here))
	advance(t, box, Advance{To: "idle"})
	var ended, answered []string
	for _, a := range r.arrivals() {
		switch {
		case strings.Contains(a.Body, "unheard") && strings.Contains(a.Body, "ended"):
			ended = append(ended, a.Body)
		case eventOf(a.Body) == "answered":
			answered = append(answered, a.Body)
		}
	}
	assert.Equal(t, []string{fmt.Sprintf(`{"id":%q,"at":"2026-01-15T12:00:53Z","phase":"ended","unheard":{"of":1.50}}`, placed.ID)}, ended)
	require.Len(t, answered, 2, "the second attempt is as it should be")
	assert.Contains(t, answered[0], `"phase":"unheard"`)
	assert.Contains(t, answered[1], `"phase":"in-progress"`)
}

func TestASignatureIsWrongOrMissing(t *testing.T) {
	for sign, want := range map[string]string{"": "secret", "wrong": "secret of somebody else", "none": ""} {
		t.Run(sign, func(t *testing.T) {
			p := acme(single)
			p.Callbacks.Sign = func(key string, body []byte, _ time.Time) http.Header { return http.Header{"X-Key": {key}} }
			render := p.Callbacks.Render
			p.Callbacks.Render = func(m *Moment) []Callback {
				owed := render(m)
				for i := range owed {
					if owed[i].URL == here {
						owed[i].Key = "secret"
					}
				}
				return owed
			}
			keys := map[string]string{}
			f := newFake(t, p, frozen(), transport(func(r *http.Request, body []byte) (int, http.Header, error) {
				if eventOf(string(body)) == "ended" {
					keys[r.URL.String()] = r.Header.Get("X-Key")
				}
				return 200, nil, nil
			}))
			box := f.sandboxes.home()
			if sign != "" {
				box.desk.faults.set([]Fault{on("ended", Effect{Sign: sign})}, 1)
			}
			order(t, box, f.providers[0], placing(here, there))
			advance(t, box, Advance{To: "idle"})
			assert.Equal(t, map[string]string{here: want, there: ""}, keys)
			if sign != "" {
				assert.Equal(t, 1, box.desk.faults.List()[0].Fired, "what is not signed is not concerned")
			}
		})
	}
}

func TestRemovingAnAddressCancelsWhatFaultsKeepBack(t *testing.T) {
	box, p, r := newBox(t, single, frozen())
	box.desk.faults.set([]Fault{on("dialing", Effect{Deliver: "last"}), on("queued", Effect{Delay: time.Minute, Deliver: "twice"})}, 1)
	order(t, box, p, placing(here))
	advance(t, box, Advance{By: 1500 * time.Millisecond})
	require.NoError(t, box.Do(p, func(tx *Tx) error {
		assert.Equal(t, 2, tx.Cancel(here))
		return nil
	}))
	assert.Empty(t, r.arrivals())
	for _, d := range box.Deliveries(nil) {
		assert.Equal(t, Cancelled, d.State, d.Event)
	}
	advance(t, box, Advance{To: "idle"})
	assert.Equal(t, "ringing@2", r.events(here)[0])
}

// Two worlds alike, one with a fault that waits elsewhere, send the same bytes.
func TestWithFaultsThatNeverFireNothingChanges(t *testing.T) {
	run := func(faults []Fault) ([]arrival, []Delivery) {
		box, p, r := newBox(t, retrying, frozen())
		box.desk.faults.set(faults, 1)
		r.answer = func(_ string, body []byte) (int, http.Header) {
			if len(body)%3 == 0 {
				return 503, nil
			}
			return 200, nil
		}
		for range 5 {
			order(t, box, p, placing(here, there))
		}
		advance(t, box, Advance{To: "idle"})
		return r.arrivals(), box.Deliveries(nil)
	}
	all := []Fault{
		on("ended", Effect{Deliver: "early"}, nth(99)), on("ended", Effect{Deliver: "twice"}, nth(99)), on("dialing", Effect{Delay: time.Hour}, nth(99)),
		on("ended", Effect{Deliver: "never"}, attempt(9)), {On: Point{Stage: "ring", Nth: Counts{99}}, Do: Effect{Never: true}},
	}
	came, told := run(nil)
	cameToo, toldToo := run(all)
	require.Greater(t, len(came), 80)
	assert.Equal(t, came, cameToo)
	assert.Equal(t, told, toldToo)
}

func TestFaultsRepeatExactlyHoweverTimeIsCut(t *testing.T) {
	faults := []Fault{
		on("ended", Effect{Deliver: "twice"}, nth(1, 3)), on("ended", Effect{Deliver: "again"}, nth(2)),
		on("dialing", Effect{Deliver: "last"}), on("answered", Effect{Delay: 20 * time.Second}, nth(2)), on("transcript-ready", Effect{Deliver: "never"}, attempt(1)),
		on("queued", Effect{Deliver: "early", Alter: []byte(`{"early":true}`)}), {On: Point{Event: "recording-ready", Chance: 0.5}, Do: Effect{Deliver: "never"}},
		{On: Point{Stage: "ring", Nth: Counts{2}}, Do: Effect{Delay: 7 * time.Second}},
	}
	run := func(cuts int) ([]arrival, []Delivery, []Fault) {
		box, p, r := newBox(t, retrying, frozen())
		box.desk.faults.set(faults, box.Seed())
		for range 6 {
			order(t, box, p, placing(here, there))
		}
		for range cuts {
			advance(t, box, Advance{By: 5 * time.Minute / time.Duration(cuts)})
		}
		came := r.arrivals() // of those that are under way together, any may be the first
		slices.SortFunc(came, func(a, b arrival) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Body, b.Body))
		})
		return came, box.Deliveries(nil), box.desk.faults.List()
	}
	came, told, fired := run(1)
	for _, cuts := range []int{1, 2, 60} {
		a, d, f := run(cuts)
		assert.Equal(t, told, d)
		assert.Equal(t, fired, f)
		assert.Equal(t, came, a)
	}
	for _, fault := range fired {
		assert.Positive(t, fault.Fired, fault.String())
	}
}

func TestAFaultOnARealClockActsInRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box, p, r := newBox(t, retrying, Mode{Kind: Real})
		box.desk.faults.set([]Fault{
			on("dialing", Effect{Delay: 30 * time.Second}), on("ended", Effect{Deliver: "never"}, attempt(1)), on("queued", Effect{Deliver: "again"}),
		}, 1)
		order(t, box, p, placing(here))
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		assert.Equal(t, []string{"queued@0", "queued@0", "dialing@31", "ringing@31", "answered@31", "ended@68", "recording-ready@68", "transcript-started@68", "transcript-ready@73"},
			r.events(here))
		require.NoError(t, box.fake.sandboxes.Reset(DefaultSandbox, ""))
		box.fake.close()
	})
}

func TestAWaitForAnEarlyCallbackEndsWithPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		f := newFake(t, acme(single), frozen(), transport(func(r *http.Request, _ []byte) (int, http.Header, error) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
			return 200, nil, nil
		}))
		box := f.sandboxes.home()
		box.desk.faults.set([]Fault{on("ended", Effect{Deliver: "early"})}, 1)
		h := hold{sandbox: box}
		require.NoError(t, h.do(f.providers[0], func(tx *Tx) error { tx.Place(placing(here)); return nil }))
		require.Len(t, h.early, 1)
		began := time.Now()
		h.await(context.Background(), time.Second)
		assert.Equal(t, time.Second, time.Since(began))
		close(release)
		h.await(context.Background(), time.Second)
		assert.Equal(t, time.Second, time.Since(began), "it was told, so nobody waits")
		h.release()
		synctest.Wait()
	})
}

func TestAMergePatchChangesWhatItNames(t *testing.T) {
	for _, test := range [][3]string{ // the examples of RFC 7396, as far as they are objects
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c", "d"]`, `["c","d"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"z":1.50,"a":"&"}`, `{"m":2}`, `{"z":1.50,"a":"&","m":2}`},
	} {
		got, err := mergePatch([]byte(test[0]), []byte(test[1]))
		require.NoError(t, err)
		assert.Equal(t, test[2], string(got))
	}
	_, err := mergePatch([]byte(`{}`), []byte(`{"a":`))
	assert.Error(t, err)
}
