package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

const hook = "http://localhost:7070/hook"

func TestACallIsToldInOrderAtItsOwnInstants(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	order(t, s, p, placing(hook))
	done := advance(t, s, Advance{To: "idle"})
	assert.Equal(t, []string{
		"queued@0", "dialing@1", "ringing@2", "answered@5", "ended@53", "recording-ready@53", "transcript-started@53", "transcript-ready@73",
	}, r.events(hook))
	assert.Equal(t, 7, done.Events, "not what was due before")
	assert.Equal(t, 7, done.Deliveries)
	assert.Zero(t, done.Retries)
	assert.True(t, done.Idle)
	assert.Equal(t, frozenAt.Add(73*time.Second), done.Now)
	require.Len(t, done.Happened, 14)
	assert.Equal(t, "dialing", done.Happened[0].Event)
	assert.Equal(t, 200, done.Happened[1].Status)
}

func TestAClockThatCannotGoSoFarSaysSo(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	const century = 90 * 365 * 24 * time.Hour
	advance(t, s, Advance{By: century})
	before := s.Now()
	_, err := s.Advance(t.Context(), Advance{By: century})
	assert.ErrorIs(t, err, errFar)
	assert.Equal(t, before, s.Now())

	order(t, s, p, placing(hook))
	assert.Positive(t, advance(t, s, Advance{To: "next"}).Events, "what is due still happens")
	require.NoError(t, s.SetClock(Mode{Kind: Scaled, Factor: fastest}, nil))
	for range 3 { // each goes on from where the one before came to
		require.NoError(t, s.SetClock(Mode{Kind: Frozen}, nil))
		require.NoError(t, s.SetClock(Mode{Kind: Scaled, Factor: fastest}, nil))
	}
	assert.False(t, s.Now().Before(before))
}

func TestNextIsOneInstantAndAllOfIt(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	order(t, s, p, placing(hook))
	var batches []int
	for {
		before := len(r.arrivals())
		done := advance(t, s, Advance{To: "next"})
		if done.Events == 0 {
			assert.True(t, done.Idle)
			break
		}
		assert.True(t, done.Now.After(done.From), "always a later one")
		batches = append(batches, len(r.arrivals())-before)
	}
	assert.Equal(t, []int{2, 1, 1, 3, 1}, batches)
	assert.Equal(t, 73*time.Second, s.Now().Sub(s.Began()), "with nothing due the clock stays")
}

func TestNextWithinMovesByExactlyThatWhereNothingIsDue(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	order(t, s, p, placing(hook))
	advance(t, s, Advance{By: 5 * time.Second})
	done := advance(t, s, Advance{To: "next", Within: 10 * time.Second})
	assert.Zero(t, done.Events)
	assert.Equal(t, 15*time.Second, s.Now().Sub(s.Began()))
	done = advance(t, s, Advance{To: "next", Within: time.Hour})
	assert.Equal(t, 3, done.Events)
	assert.Equal(t, 53*time.Second, s.Now().Sub(s.Began()))
}

// A world in which receivers fail, take their time, and call back is the same
// whether an hour passes at once or in pieces.
func TestAdvancingByPiecesEqualsAdvancingAtOnce(t *testing.T) {
	run := func(pieces []time.Duration) ([]arrival, []Delivery) {
		policy := Policy{Attempts: 3, Timeout: 10 * time.Second, Pauses: []time.Duration{7 * time.Second, 14 * time.Second}}
		s, p, r := newBox(t, policy, frozen())
		seen := map[string]int{}
		r.answer = func(url string, body []byte) (int, http.Header) {
			key := url + string(body)
			seen[key]++
			h := fnv.New64a()
			fmt.Fprint(h, key, seen[key])
			dice := rand.New(rand.NewPCG(h.Sum64(), 1))
			var was told
			if json.Unmarshal(body, &was) == nil && dice.IntN(6) == 0 {
				s.End(was.ID, call.HungUp)
			}
			if dice.IntN(12) == 0 {
				order(t, s, p, placing(hook))
			}
			header := http.Header{}
			if dice.IntN(3) == 0 {
				header.Set(TookHeader, fmt.Sprintf("%ds", dice.IntN(14)))
			}
			return []int{200, 200, 503}[dice.IntN(3)], header
		}
		for i := range 12 {
			order(t, s, p, placing(hook, fmt.Sprintf("http://localhost:%d/", 8000+i%3)))
			if i%4 == 3 && i < 8 {
				advance(t, s, Advance{By: 3 * time.Second})
			}
		}
		for _, d := range pieces {
			advance(t, s, Advance{By: d})
		}
		return r.arrivals(), s.Deliveries(nil)
	}
	const total = 10 * time.Minute
	wantArrivals, wantDeliveries := run([]time.Duration{total})
	require.Greater(t, len(wantArrivals), 100)
	dice := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		var pieces []time.Duration
		for left := total; left > 0; {
			piece := min(left, time.Duration(dice.Int64N(int64(90*time.Second))+1))
			if dice.IntN(2) == 0 {
				piece = min(left, piece.Truncate(time.Second)+time.Second)
			}
			pieces = append(pieces, piece)
			left -= piece
		}
		arrivals, deliveries := run(pieces)
		for i := range min(len(wantArrivals), len(arrivals)) {
			require.Equal(t, wantArrivals[i], arrivals[i], "request %d of %v", i, pieces)
		}
		require.Len(t, arrivals, len(wantArrivals))
		require.True(t, reflect.DeepEqual(wantDeliveries, deliveries), "the same attempts: %v", pieces)
	}
}

func TestACallThatIsEndedInsideItsOwnCallbackIsToldOnceAndWhole(t *testing.T) {
	want := []string{"queued", "dialing", "ringing", "answered", "ended", "recording-ready", "transcript-started", "transcript-ready"}
	words := func(r *recorder) []string {
		var list []string
		for _, e := range r.events(hook) {
			word, _, _ := strings.Cut(e, "@")
			list = append(list, word)
		}
		return list
	}
	endAt := func(s *Sandbox, r *recorder, event string) {
		r.answer = func(_ string, body []byte) (int, http.Header) {
			var was told
			if json.Unmarshal(body, &was) == nil && was.Event == event {
				s.End(was.ID, call.Completed)
			}
			return 200, nil
		}
	}
	for _, event := range want {
		events := want
		if slices.Index(want, event) < 3 {
			events = nil // an unanswered call has no recording; that it ends once is what counts
		}
		t.Run("frozen/"+event, func(t *testing.T) {
			s, p, r := newBox(t, single, frozen())
			endAt(s, r, event)
			order(t, s, p, placing(hook))
			advance(t, s, Advance{To: "idle"})
			assertTold(t, events, words(r))
		})
		t.Run("real/"+event, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p, r := newBox(t, single, Mode{})
				endAt(s, r, event)
				order(t, s, p, placing(hook))
				time.Sleep(5 * time.Minute)
				assertTold(t, events, words(r))
			})
		})
	}
}

func assertTold(t *testing.T, want, got []string) {
	t.Helper()
	if want != nil {
		assert.Equal(t, want, got)
		return
	}
	assert.Equal(t, 1, strings.Count(strings.Join(got, " "), "ended"))
	assert.Len(t, slices.Compact(slices.Sorted(slices.Values(got))), len(got), "nothing is told twice: %v", got)
}

func TestWhatAReceiverPlacesIsDueInTheSameWindow(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	second := "http://localhost:7071/second"
	r.answer = func(url string, body []byte) (int, http.Header) {
		if url == hook && eventOf(string(body)) == "answered" {
			order(t, s, p, placing(second))
			s.Pump()
		}
		return 200, nil
	}
	order(t, s, p, placing(hook))
	advance(t, s, Advance{By: 10 * time.Second})
	assert.Equal(t, []string{"queued@5", "dialing@6", "ringing@7", "answered@10"}, r.events(second))
}

func TestAnEventOfThePresentInstantOfAFrozenClockGoesOutAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		order(t, s, p, placing(hook))
		s.Pump()
		synctest.Wait()
		assert.Equal(t, []string{"queued@0"}, r.events(hook))
		time.Sleep(time.Hour)
		assert.Len(t, r.arrivals(), 1)
	})
}

func TestASecondAdvanceIsRefusedWhileOneRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		var inside []error
		r.answer = func(string, []byte) (int, http.Header) {
			_, err := s.Advance(context.Background(), Advance{By: time.Second})
			inside = append(inside, err, s.SetClock(Mode{}, nil))
			return 200, nil
		}
		order(t, s, p, placing(hook))
		advance(t, s, Advance{By: time.Millisecond})
		require.Len(t, inside, 2)
		assert.ErrorIs(t, inside[0], ErrAdvancing)
		assert.ErrorIs(t, inside[1], ErrAdvancing)
		advance(t, s, Advance{By: time.Millisecond})
	})
}

func TestOnlyAFrozenClockIsAdvanced(t *testing.T) {
	s, _, _ := newBox(t, single, Mode{Kind: Scaled, Factor: 2})
	_, err := s.Advance(context.Background(), Advance{By: time.Second})
	assert.ErrorIs(t, err, ErrNotFrozen)
}

func TestAnAdvanceThatMakesNoSenseIsRefused(t *testing.T) {
	s, _, _ := newBox(t, single, frozen())
	for _, a := range []Advance{
		{}, {By: -1}, {By: 1, To: "next"}, {To: "later"}, {To: "idle", Within: time.Second}, {By: 1, Quiet: -1}, {By: 1, Within: 1}, {By: 1 << 62},
	} {
		_, err := s.Advance(context.Background(), a)
		assert.ErrorContains(t, err, "advance", "%+v", a)
	}
}

func TestAWorldThatIsNeverIdleIsBusyAndSaysWithWhat(t *testing.T) {
	provider := acme(single)
	provider.Callbacks.Render = func(m *Moment) []Callback {
		if m.Event.Kind == call.Ended { // each call leads to the next
			m.Tx.Place(placing())
		}
		return nil
	}
	f := newFake(t, provider, frozen(), nil)
	s := f.sandboxes.home()
	order(t, s, f.providers[0], placing())
	done, err := s.Advance(context.Background(), Advance{To: "idle"})
	require.ErrorIs(t, err, ErrBusy)
	assert.ErrorContains(t, err, "100000 events happened, and ")
	assert.ErrorContains(t, err, "of call call_")
	assert.Len(t, done.Happened, happeningsKept)
	assert.True(t, slices.IsSortedFunc(done.Happened, func(a, b Happening) int { return a.At.Compare(b.At) }))
	assert.False(t, done.Idle)
}

func TestAWorldThatIsBusyWithinOneInstantIsFoundOut(t *testing.T) {
	for name, test := range map[string]struct {
		from call.Kind // each call leads to the next when it
		how  Advance
		want string
	}{
		"before an advance to idle": {call.Queued, Advance{To: "idle"}, "more than 100000 events happened at one instant, and queued of call call_"},
		"before an advance to next": {call.Queued, Advance{To: "next"}, "more than 100000 events happened at one instant, and queued of call call_"},
		"in an advance to idle":     {call.Dialing, Advance{To: "idle"}, "100000 events happened, and queued of call call_"},
		"in an advance by a time":   {call.Dialing, Advance{By: time.Minute}, "more than 100000 events happened at one instant, and queued of call call_"},
	} {
		t.Run(name, func(t *testing.T) {
			provider := acme(single)
			endless := false
			provider.Callbacks.Render = func(m *Moment) []Callback {
				endless = endless || m.Event.Kind == test.from
				if endless && m.Event.Kind == call.Queued || m.Event.Kind == test.from {
					m.Tx.Place(placing())
				}
				return nil
			}
			f := newFake(t, provider, frozen(), nil)
			s := f.sandboxes.home()
			order(t, s, f.providers[0], placing())
			done, err := s.Advance(context.Background(), test.how)
			require.ErrorIs(t, err, ErrBusy)
			assert.ErrorContains(t, err, test.want)
			if test.from == call.Queued {
				assert.Zero(t, done.Events)
			} else {
				assert.GreaterOrEqual(t, done.Events, busyEvents)
			}
		})
	}
}

// Between a request and the advance after it, what is due at once goes out by
// itself or does not.
func TestAnAdvanceTellsTheSameWhetherWhatWasDueHadGoneOutOrNot(t *testing.T) {
	for name, how := range map[string]Advance{
		"next": {To: "next"}, "idle": {To: "idle"}, "by": {By: 3 * time.Second}, "patiently": {By: 3 * time.Second, Quiet: time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				run := func(between func(*Sandbox)) (Advanced, []string) {
					s, p, r := newBox(t, Policy{Attempts: 3, Pauses: []time.Duration{time.Second}}, frozen())
					failed := false
					r.answer = func(_ string, body []byte) (int, http.Header) {
						time.Sleep(time.Millisecond)
						if !failed && eventOf(string(body)) == "queued" {
							failed = true
							return 503, nil
						}
						return 200, nil
					}
					order(t, s, p, placing(hook))
					between(s)
					return advance(t, s, how), r.events(hook)
				}
				want, arrived := run(func(*Sandbox) {})
				for _, between := range []func(*Sandbox){
					func(s *Sandbox) { s.Pump() },
					func(s *Sandbox) { s.Pump(); time.Sleep(time.Second) },
				} {
					got, told := run(between)
					assert.Equal(t, want, got)
					assert.Equal(t, arrived, told)
				}
				assert.Equal(t, frozenAt, want.From)
				assert.NotZero(t, want.Retries)
			})
		})
	}
}

func TestAnAttemptThatLiesTooFarAheadKeepsAWorldBusy(t *testing.T) {
	s, p, r := newBox(t, Policy{Attempts: 2, Pauses: []time.Duration{31 * 24 * time.Hour}}, frozen())
	r.answer = func(string, []byte) (int, http.Header) { return 500, nil }
	order(t, s, p, placing(hook))
	_, err := s.Advance(context.Background(), Advance{To: "idle"})
	require.ErrorIs(t, err, ErrBusy)
	assert.ErrorContains(t, err, "30 days passed, and attempt 2 to deliver queued of call call_")
}

func TestAnAdvanceEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		r.answer = func(string, []byte) (int, http.Header) {
			time.Sleep(time.Second)
			return 200, nil
		}
		order(t, s, p, placing(hook))
		done, err := s.Advance(ctx, Advance{By: time.Hour})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Zero(t, done.Events)
		assert.Equal(t, frozenAt, done.Now)
		done = advance(t, s, Advance{By: time.Hour})
		assert.Equal(t, 7, done.Events, "nothing is lost")
		assert.Len(t, r.arrivals(), 8)
	})
}

func TestQuietGivesReceiversTimeAfterEachInstant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		second := "http://localhost:7071/second"
		r.answer = func(url string, body []byte) (int, http.Header) {
			if url == hook && eventOf(string(body)) == "answered" {
				go func() { // the receiver works on after its answer, with requests 15 ms apart
					for range 3 {
						time.Sleep(15 * time.Millisecond)
						s.touched()
					}
					order(t, s, p, placing(second))
				}()
			}
			return 200, nil
		}
		order(t, s, p, placing(hook))
		advance(t, s, Advance{By: time.Minute, Quiet: 20 * time.Millisecond})
		assert.Contains(t, r.events(second), "queued@5")
	})
}

func TestAResetEndsAnAdvance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		r.answer = func(string, []byte) (int, http.Header) {
			assert.NoError(t, s.fake.sandboxes.Reset(DefaultSandbox, ""))
			return 200, nil
		}
		order(t, s, p, placing(hook))
		_, err := s.Advance(context.Background(), Advance{To: "idle"})
		assert.ErrorIs(t, err, ErrGone)
		_, total := s.List(p, Query{Kind: "call"})
		assert.Zero(t, total)
		assert.True(t, advance(t, s, Advance{To: "idle"}).Idle)
	})
}

func TestTimePassesByItself(t *testing.T) {
	for _, test := range []struct {
		mode Mode
		real time.Duration
	}{
		{Mode{}, 73 * time.Second},
		{Mode{Kind: Scaled, Factor: 73}, time.Second},
	} {
		t.Run(test.mode.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p, r := newBox(t, single, test.mode)
				order(t, s, p, placing(hook))
				time.Sleep(test.real - test.real/100)
				synctest.Wait()
				assert.Len(t, r.arrivals(), 7)
				time.Sleep(test.real / 50)
				synctest.Wait()
				assert.Len(t, r.arrivals(), 8)
			})
		})
	}
}

func TestAClockThatIsMovedOrThawedHandsOutWhatBecameDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		order(t, s, p, placing(hook))
		later := s.Now().Add(10 * time.Second)
		require.NoError(t, s.SetClock(frozen(), &later))
		synctest.Wait()
		assert.Len(t, r.arrivals(), 4)
		assert.Contains(t, r.arrivals()[1].Body, "2026-01-15T12:00:01Z", "an event is told as of its own instant")
		require.NoError(t, s.SetClock(Mode{}, nil))
		time.Sleep(44 * time.Second)
		synctest.Wait()
		assert.Len(t, r.arrivals(), 7)
		require.NoError(t, s.SetClock(frozen(), nil))
		time.Sleep(time.Hour)
		assert.Len(t, r.arrivals(), 7)
		require.NoError(t, s.SetClock(Mode{Kind: Scaled, Factor: 1000}, nil))
		time.Sleep(time.Second)
		assert.Len(t, r.arrivals(), 8)
	})
}

func TestACallOfThePastIsToldOnlyFromNowOn(t *testing.T) {
	s, p, r := newBox(t, single, frozen())
	old := placing(hook)
	old.At = s.Now().Add(-60 * time.Second)
	placed := order(t, s, p, old)
	advance(t, s, Advance{To: "idle"})
	assert.Equal(t, []string{"transcript-ready@13"}, r.events(hook))
	assert.Equal(t, old.At, placed.Timeline.Start())
}

func TestNothingIsToldOfARequestBeforeItWasAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, Mode{})
		var h hold
		h.sandbox = s
		require.NoError(t, h.do(p, func(tx *Tx) error { tx.Place(placing(hook)); return nil }))
		order(t, s, p, placing("http://localhost:7071/other"))
		time.Sleep(3 * time.Second)
		assert.Empty(t, r.events(hook), "the request is not answered yet")
		h.release()
		h.release()
		synctest.Wait()
		assert.Equal(t, []string{"queued@3", "dialing@3", "ringing@3"}, r.events(hook))
	})
}

func TestAnAdvanceWaitsForRequestsThatAreNotAnsweredYet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, r := newBox(t, single, frozen())
		h := hold{sandbox: s}
		require.NoError(t, h.do(p, func(tx *Tx) error { tx.Place(placing(hook)); return nil }))
		ended := make(chan Advanced)
		go func() { ended <- advance(t, s, Advance{By: 2 * time.Second}) }()
		synctest.Wait()
		assert.Empty(t, r.arrivals())
		h.release()
		assert.Equal(t, 2, (<-ended).Events)
		assert.Equal(t, []string{"queued@0", "dialing@1", "ringing@2"}, r.events(hook))
	})
}

func TestAHoldOutlivesAReset(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	h := hold{sandbox: s}
	require.NoError(t, h.do(p, func(tx *Tx) error { tx.Place(placing(hook)); return nil }))
	require.NoError(t, s.fake.sandboxes.Reset(DefaultSandbox, ""))
	h.release()
	assert.Zero(t, advance(t, s, Advance{To: "idle"}).Events)
}

// A slow answer ends its attempt later than it left, maybe in another advance; whoever dates callbacks needs when they
// left.
func TestAnAdvanceTellsWhenEachAttemptLeft(t *testing.T) {
	s, p, r := newBox(t, Policy{Attempts: 2, Timeout: 10 * time.Second, Pauses: []time.Duration{7 * time.Second}}, frozen())
	r.answer = func(string, []byte) (int, http.Header) {
		return 200, http.Header{TookHeader: {"4s"}}
	}
	order(t, s, p, placing(hook))
	left, ended := map[string]time.Time{}, map[string]time.Time{}
	for range 200 { // one instant after the other: an end is seldom in the advance of its beginning
		done := advance(t, s, Advance{To: "next"})
		for _, one := range done.Sent {
			left[one.Delivery] = one.At
		}
		for _, h := range done.Happened {
			if h.Delivery != "" {
				ended[h.Delivery] = h.At
			}
		}
		if done.Idle {
			break
		}
	}
	require.Len(t, left, len(r.arrivals())-1, "what was due before goes out first, and is not told")
	require.Greater(t, len(ended), len(left)-1)
	for delivery, at := range ended {
		if left[delivery].IsZero() {
			continue
		}
		assert.Equal(t, 4*time.Second, at.Sub(left[delivery]), delivery)
	}
}
