package engine

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// thrice retries twice, after ten and twenty seconds.
var thrice = Policy{Attempts: 3, Timeout: 10 * time.Second, Pauses: []time.Duration{10 * time.Second, 20 * time.Second}}

// inTurn answers one event with these statuses, of which the last repeats, and
// others with 200.
func inTurn(event string, statuses ...int) func(string, []byte) (int, http.Header) {
	n := 0
	return func(_ string, body []byte) (int, http.Header) {
		if eventOf(string(body)) != event {
			return 200, nil
		}
		status := statuses[min(n, len(statuses)-1)]
		n++
		return status, nil
	}
}

func sole(t *testing.T, s *Sandbox, event string) Delivery {
	t.Helper()
	found := s.Deliveries(func(d *Delivery) bool { return d.Event == event })
	require.Len(t, found, 1)
	return found[0]
}

func TestAFailedDeliveryIsTriedAgainAtThePolicysInstantsWithTheSameBytes(t *testing.T) {
	s, p, r := newBox(t, thrice, frozen())
	r.answer = inTurn("answered", 503, 503, 200)
	order(t, s, p, placing(hook))
	done := advance(t, s, Advance{By: 40 * time.Second})
	assert.Equal(t, []string{"queued@0", "dialing@1", "ringing@2", "answered@5", "answered@15", "answered@35"}, r.events(hook))
	came := r.arrivals()
	assert.Equal(t, came[3].Body, came[4].Body)
	assert.Equal(t, came[3].Body, came[5].Body)
	assert.Equal(t, 2, done.Retries)
	d := sole(t, s, "answered")
	assert.Equal(t, Delivered, d.State)
	assert.Equal(t, []Attempt{
		{N: 1, At: frozenAt.Add(5 * time.Second), Status: 503, Error: "the receiver answered 503"},
		{N: 2, At: frozenAt.Add(15 * time.Second), Status: 503, Error: "the receiver answered 503"},
		{N: 3, At: frozenAt.Add(35 * time.Second), Status: 200},
	}, d.Attempts)
}

func TestADeliveryThatNeverSucceedsGetsThePolicysAttemptsAndNoMore(t *testing.T) {
	s, p, r := newBox(t, thrice, frozen())
	r.answer = inTurn("answered", 500)
	order(t, s, p, placing(hook))
	advance(t, s, Advance{To: "idle"})
	assert.Equal(t, Failed, sole(t, s, "answered").State)
	assert.Len(t, sole(t, s, "answered").Attempts, 3)
	assert.Equal(t, Delivered, sole(t, s, "ended").State, "what was held back goes out afterwards")
}

func TestARetryHoldsBackLaterEventsOfTheSameCallAndAddressOnly(t *testing.T) {
	s, p, r := newBox(t, Policy{Attempts: 2, Pauses: []time.Duration{20 * time.Second}}, frozen())
	other := "http://localhost:7071/other"
	first := order(t, s, p, placing(hook, other))
	second := order(t, s, p, placing(hook))
	failed := false
	r.answer = func(url string, body []byte) (int, http.Header) {
		if url == hook && !failed && strings.Contains(string(body), first.ID) && eventOf(string(body)) == "dialing" {
			failed = true
			return 500, nil
		}
		return 200, nil
	}
	advance(t, s, Advance{By: 30 * time.Second})
	of := func(url, id string) []string {
		var list []string
		for _, a := range r.arrivals() {
			if a.URL == url && strings.Contains(a.Body, id) {
				list = append(list, eventOf(a.Body)+"@"+a.At.String())
			}
		}
		return list
	}
	assert.Equal(t, []string{"queued@0s", "dialing@1s", "dialing@21s", "ringing@21s", "answered@21s"}, of(hook, first.ID))
	assert.Equal(t, []string{"queued@0s", "dialing@1s", "ringing@2s", "answered@5s"}, of(other, first.ID))
	assert.Equal(t, []string{"queued@0s", "dialing@1s", "ringing@2s", "answered@5s"}, of(hook, second.ID))
}

func TestRemovingAnAddressCancelsWhatItIsOwed(t *testing.T) {
	s, p, r := newBox(t, thrice, frozen())
	other := "http://localhost:7071/other"
	r.answer = func(url string, body []byte) (int, http.Header) {
		if url == hook && eventOf(string(body)) == "dialing" {
			return 500, nil
		}
		return 200, nil
	}
	order(t, s, p, placing(hook, other))
	advance(t, s, Advance{By: 5 * time.Second})
	var dropped int
	require.NoError(t, s.Do(p, func(tx *Tx) error { dropped = tx.Cancel(hook); return nil }))
	assert.Equal(t, 3, dropped, "dialing waits for its retry, ringing and answered for dialing")
	advance(t, s, Advance{By: 30 * time.Second})
	assert.Equal(t, []string{"queued@0", "dialing@1"}, r.events(hook))
	assert.Equal(t, []string{"queued@0", "dialing@1", "ringing@2", "answered@5"}, r.events(other))
	var states []DeliveryState
	for _, d := range s.Deliveries(func(d *Delivery) bool { return d.URL == hook }) {
		states = append(states, d.State)
	}
	assert.Equal(t, []DeliveryState{Delivered, Cancelled, Cancelled, Cancelled}, states)
}

func TestADeliveryThatIsCancelledWhileItIsSentIsNotSentAgain(t *testing.T) {
	for status, want := range map[int]DeliveryState{200: Delivered, 500: Cancelled} {
		s, p, r := newBox(t, thrice, frozen())
		r.answer = func(string, []byte) (int, http.Header) {
			assert.NoError(t, s.Do(p, func(tx *Tx) error { tx.Cancel(hook); return nil }))
			return status, nil
		}
		order(t, s, p, placing(hook))
		advance(t, s, Advance{To: "next"})
		assert.Equal(t, want, sole(t, s, "queued").State, status)
	}
}

func TestAReceiversTimeCountsAsProviderTime(t *testing.T) {
	for _, test := range []struct {
		name, took string
		want       []string
		first      Attempt
	}{
		{"within the timeout", "4s", []string{"queued@0", "dialing@4", "ringing@8"},
			Attempt{N: 1, At: frozenAt, Took: 4 * time.Second, Status: 200}},
		{"exactly the timeout", "10s", []string{"queued@0", "dialing@10"},
			Attempt{N: 1, At: frozenAt, Took: 10 * time.Second, Status: 200}},
		{"beyond the timeout", "11s", []string{"queued@0"},
			Attempt{N: 1, At: frozenAt, Took: 10 * time.Second, Error: "no answer within 10s: the receiver took 11s"}},
		{"no duration", "soon", []string{"queued@0", "dialing@1", "ringing@2", "answered@5"},
			Attempt{N: 1, At: frozenAt, Status: 200}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, p, r := newBox(t, thrice, frozen())
			r.answer = func(string, []byte) (int, http.Header) { return 200, http.Header{TookHeader: {test.took}} }
			order(t, s, p, placing(hook))
			advance(t, s, Advance{By: 11 * time.Second})
			assert.Equal(t, test.want, r.events(hook))
			assert.Equal(t, test.first, sole(t, s, "queued").Attempts[0])
		})
	}
}

func TestSilenceCountsAsTheProvidersTimeoutAndSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		silent := transport(func(q *http.Request, body []byte) (int, http.Header, error) {
			_, _, _ = r.receive(q, body)
			if eventOf(string(body)) == "queued" {
				<-q.Context().Done()
				return 0, nil, q.Context().Err()
			}
			return 200, nil, nil
		})
		f := newFake(t, acme(thrice), frozen(), silent)
		s, p := f.sandboxes.home(), f.providers[0]
		r.box = s
		began := time.Now()
		order(t, s, p, placing(hook))
		advance(t, s, Advance{By: 60 * time.Second})
		assert.Equal(t, 6*time.Second, time.Since(began), "three attempts, two seconds of real patience each")
		assert.Equal(t, []string{"queued@0", "queued@20", "queued@50", "dialing@60", "ringing@60", "answered@60", "ended@60", "recording-ready@60", "transcript-started@60"}, r.events(hook))
		d := sole(t, s, "queued")
		assert.Equal(t, Failed, d.State)
		assert.Equal(t, 10*time.Second, d.Attempts[0].Took)
		assert.Contains(t, d.Attempts[0].Error, "--patience")
	})
}

func TestInRealTimeThePolicysTimeoutIsReal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := transport(func(q *http.Request, _ []byte) (int, http.Header, error) {
			<-q.Context().Done()
			return 0, nil, q.Context().Err()
		})
		f := newFake(t, acme(thrice), Mode{}, silent)
		s, p := f.sandboxes.home(), f.providers[0]
		order(t, s, p, placing(hook))
		time.Sleep(61 * time.Second)
		synctest.Wait()
		d := sole(t, s, "queued")
		assert.Equal(t, Failed, d.State)
		require.Len(t, d.Attempts, 3)
		assert.Equal(t, 50*time.Second, d.Attempts[2].At.Sub(d.Attempts[0].At))
		assert.Equal(t, "no answer within 10s", d.Attempts[0].Error)
	})
}

func TestARetryMayLieFurtherAheadThanAnyTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, Policy{Attempts: 2, Pauses: []time.Duration{100 * time.Hour}}, Mode{})
		r.answer = inTurn("queued", 503, 200)
		order(t, s, p, placing(hook))
		time.Sleep(101 * time.Hour)
		synctest.Wait()
		assert.Equal(t, []string{"queued@0", "queued@360000"}, r.events(hook)[:2])
	})
}

func TestARetryWithoutAPauseNeedsNoMoreTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, Policy{Attempts: 3}, frozen())
		r.answer = inTurn("queued", 503, 503, 200)
		order(t, s, p, placing(hook))
		s.Pump()
		synctest.Wait()
		assert.Equal(t, []string{"queued@0", "queued@0", "queued@0"}, r.events(hook))
	})
}

func TestATransportThatFailsIsAFailedAttempt(t *testing.T) {
	broken := transport(func(*http.Request, []byte) (int, http.Header, error) { return 0, nil, errors.New("connection refused") })
	f := newFake(t, acme(thrice), frozen(), broken)
	s, p := f.sandboxes.home(), f.providers[0]
	order(t, s, p, placing(hook))
	advance(t, s, Advance{To: "next"})
	d := sole(t, s, "queued")
	assert.Equal(t, Waiting, d.State)
	assert.Equal(t, frozenAt.Add(10*time.Second), d.NextAt)
	assert.Equal(t, "connection refused", d.Attempts[0].Error)
}

func TestAPolicySaysWhatCountsAsReceived(t *testing.T) {
	anything := Policy{Attempts: 3, Accepts: Statuses{100, 999}}
	s, p, r := newBox(t, anything, frozen())
	r.answer = func(string, []byte) (int, http.Header) { return 500, nil }
	order(t, s, p, placing(hook))
	advance(t, s, Advance{To: "next"})
	assert.Equal(t, Delivered, sole(t, s, "queued").State)
}

func TestACallbackBringsItsHeadersPolicyAndSignature(t *testing.T) {
	var came []http.Header
	send := transport(func(q *http.Request, _ []byte) (int, http.Header, error) {
		came = append(came, q.Header)
		return 500, nil, nil
	})
	provider := acme(single)
	provider.Callbacks.Render = func(m *Moment) []Callback {
		if m.Event.Kind.String() != "queued" {
			return nil
		}
		return []Callback{{
			Event: "call.queued", URL: hook, Body: []byte(`{"a": "<&>"}`),
			Header: http.Header{"x-kind": {"call"}, "Content-Type": {"application/vnd.acme+json"}},
			Policy: &Policy{Attempts: 2},
			Key:    "secret",
		}}
	}
	provider.Callbacks.Sign = func(key string, body []byte, at time.Time) http.Header {
		return http.Header{"X-Signature": {key + string(body) + at.Format(time.RFC3339)}}
	}
	f := newFake(t, provider, frozen(), send)
	s := f.sandboxes.home()
	order(t, s, f.providers[0], placing())
	advance(t, s, Advance{To: "idle"})
	require.Len(t, came, 2)
	assert.Equal(t, "call", came[1].Get("X-Kind"))
	assert.Equal(t, "application/vnd.acme+json", came[1].Get("Content-Type"))
	assert.Equal(t, `secret{"a": "<&>"}2026-01-15T12:00:00Z`, came[1].Get("X-Signature"))
}

func TestAnAddressThatIsNoWebAddressIsRefused(t *testing.T) {
	for _, url := range []string{"nowhere", "ftp://localhost/x", "http://", "http://[::1", "/hook"} {
		s, p, r := newBox(t, single, frozen())
		order(t, s, p, placing(url))
		advance(t, s, Advance{To: "next"})
		assert.Equal(t, Refused, sole(t, s, "queued").State, url)
		assert.Empty(t, r.arrivals())
	}
}

func TestACallbackThatBreaksTheDocumentIsNotSent(t *testing.T) {
	s, p, r := newBox(t, thrice, frozen())
	s.fake.courier.fit = func(_ *Provider, event string, _ []byte) string { return "data.id: is missing" }
	order(t, s, p, placing(hook))
	advance(t, s, Advance{To: "next"})
	d := sole(t, s, "queued")
	assert.Equal(t, Unfit, d.State)
	assert.Equal(t, "data.id: is missing", d.Reason)
	assert.Empty(t, r.arrivals())
}

func TestAReplaySendsTheSameBytesAgainAndWaitsForNobody(t *testing.T) {
	s, p, r := newBox(t, thrice, frozen())
	r.answer = inTurn("dialing", 500)
	order(t, s, p, placing(hook))
	advance(t, s, Advance{By: time.Second})
	again, err := s.Replay(sole(t, s, "queued").ID)
	require.NoError(t, err)
	advance(t, s, Advance{By: time.Millisecond})
	came := r.arrivals()
	require.Len(t, came, 3)
	assert.Equal(t, came[0].Body, came[2].Body)
	d, ok := s.Delivery(again.ID)
	require.True(t, ok)
	assert.Equal(t, Delivered, d.State)
	_, err = s.Replay("d99")
	assert.ErrorIs(t, err, ErrNoDelivery)
}

func TestOnlyTheLatestFinalDeliveriesAreRemembered(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	for range deliveriesKept/8 + 100 {
		order(t, s, p, placing(hook))
	}
	advance(t, s, Advance{To: "idle"})
	require.Greater(t, len(r.arrivals()), deliveriesKept)
	kept := s.Deliveries(nil)
	assert.Len(t, kept, deliveriesKept)
	assert.True(t, slices.IsSortedFunc(kept, func(a, b Delivery) int { return a.DueAt.Compare(b.DueAt) }))
}

func TestAProviderThatPanicsWhileRenderingLosesThatCallbackOnly(t *testing.T) {
	provider := acme(single)
	render := provider.Callbacks.Render
	provider.Callbacks.Render = func(m *Moment) []Callback {
		if m.Event.Kind.String() == "dialing" {
			panic("broken")
		}
		return render(m)
	}
	r := &recorder{}
	f := newFake(t, provider, frozen(), transport(r.receive))
	r.box = f.sandboxes.home()
	order(t, r.box, f.providers[0], placing(hook))
	advance(t, r.box, Advance{By: 5 * time.Second})
	assert.Equal(t, []string{"queued@0", "ringing@2", "answered@5"}, r.events(hook))
}
