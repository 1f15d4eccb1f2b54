package call_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

// The laws hold for every plan and every sequence of inputs, so they are tried on many of both.
const lives = 4000

// life is a call, what was done to it, and when.
type life struct {
	rng      *rand.Rand
	timeline call.Timeline
	now      time.Time
}

func eachLife(t *testing.T, check func(t *testing.T, l *life)) {
	t.Helper()
	for seed := range uint64(lives) {
		rng := rand.New(rand.NewPCG(seed, 1))
		l := &life{rng: rng, timeline: anyPlan(rng).Script().Begin(noon), now: noon.Add(-time.Second)}
		check(t, l)
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

// live does one to four things to the call, each later than or at the same instant as the one before, and tells after
// each what the timeline was.
func (l *life) live(after func(before call.Timeline)) {
	for range 1 + l.rng.IntN(4) {
		l.now = l.anyInstant(l.now)
		before := l.timeline
		switch l.rng.IntN(4) {
		case 0:
			l.timeline = before.End(l.now, call.Cause(1+l.rng.IntN(int(call.CallFailed))))
		case 1:
			l.timeline, _ = before.AddLeg(l.now, call.Leg{Persona: anyPersona(l.rng), TalksFor: anyWait(l.rng), RingLimit: anyWait(l.rng)})
		case 2:
			l.timeline = before.Replan(l.now, anyPlan(l.rng))
		case 3:
			part, with := call.Part(l.rng.IntN(call.Parts)), anyTrouble(l.rng)
			l.timeline, _ = before.Disturb(l.now, part, func(t *call.Trouble) { t.Parts[part] = with.In(part) })
		}
		after(before)
	}
}

// anyInstant is not earlier than the given one; often it is exactly that of an event.
func (l *life) anyInstant(from time.Time) time.Time {
	if at := l.timeline.Event(l.rng.IntN(l.timeline.Len())).At; l.rng.IntN(2) == 0 && !at.Before(from) {
		return at
	}
	return from.Add(time.Duration(l.rng.Int64N(int64(20 * time.Second))))
}

func anyPlan(rng *rand.Rand) call.Plan {
	p := call.Plan{
		Customer: anyPersona(rng), Agent: anyPersona(rng),
		Recording: rng.IntN(2) == 0, Transcript: rng.IntN(2) == 0, Analysis: rng.IntN(2) == 0,
		RingLimit: anyWait(rng), AnsweredAfter: anyWait(rng), AgentAnsweredAfter: anyWait(rng), TalksFor: anyWait(rng),
		Disposition: []string{"", "interested"}[rng.IntN(2)], Missed: []string{"", "not_reachable"}[rng.IntN(2)],
	}
	if rng.IntN(3) == 0 {
		p.Trouble = anyTrouble(rng)
	}
	switch rng.IntN(6) {
	case 0, 1:
		p.TwoLegs = true
	case 2:
		p.Web = true
	case 3:
		p.Job = true
	}
	return p
}

// anyTrouble is one in which nothing lasts for ever, so that every story comes to its end.
func anyTrouble(rng *rand.Rand) *call.Trouble {
	var t call.Trouble
	for part := range call.Part(call.Parts) {
		hitch := &t.Parts[part]
		if rng.IntN(3) > 0 {
			continue
		}
		hitch.Delay = anyWait(rng)
		switch {
		case rng.IntN(2) == 0:
		case part <= call.InAnswer:
			hitch.Cause = call.Busy + call.Cause(rng.IntN(int(call.CallFailed-call.Busy)+1))
		default:
			hitch.Status = 400 + rng.IntN(200)
		}
	}
	if t == (call.Trouble{}) {
		return nil
	}
	return &t
}

func anyPersona(rng *rand.Rand) call.Persona {
	if rng.IntN(2) == 0 {
		return call.Persona{}
	}
	return personas[rng.IntN(len(personas))]
}

func anyWait(rng *rand.Rand) time.Duration {
	switch rng.IntN(8) {
	case 0:
		return time.Duration(rng.Int64N(int64(time.Minute)))
	case 1:
		return time.Duration(rng.IntN(6)) * time.Second
	case 2:
		return -time.Second
	case 3:
		return 1<<63 - 1
	}
	return 0
}

func TestATimelineKnowsItsWholeFutureInOrder(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		told := func(call.Timeline) {
			events := l.timeline.Events()
			assert.True(t, slices.IsSortedFunc(events, func(a, b call.Event) int { return a.At.Compare(b.At) }))
			assert.Equal(t, call.Event{At: noon, Kind: call.Queued}, events[0])
			for i := range events {
				again := slices.IndexFunc(events[:i], func(e call.Event) bool { return e.Kind == events[i].Kind && e.Leg == events[i].Leg })
				assert.Equal(t, -1, again, "%v happens twice", events[i].Kind)
			}
			assert.Equal(t, len(events), l.timeline.Past(events[len(events)-1].At))
			if hangs := l.timeline.Plan().Job && l.timeline.Plan().Customer.Name == "transcript-processing"; !hangs {
				assert.True(t, l.timeline.State(events[len(events)-1].At).Ended())
			}
		}
		told(l.timeline)
		l.live(told)
	})
}

func TestNothingRewritesThePast(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		l.live(func(before call.Timeline) {
			past := before.Past(l.now)
			require.GreaterOrEqual(t, l.timeline.Past(l.now), past)
			assert.Equal(t, before.Events()[:past], l.timeline.Events()[:past])
			assert.Equal(t, before.Start(), l.timeline.Start())
			for _, then := range []time.Time{noon, l.now.Add(-1), noon.Add(time.Duration(l.rng.Int64N(int64(time.Minute))))} {
				if then.Before(l.now) {
					assert.Equal(t, before.State(then), l.timeline.State(then))
					assert.Equal(t, before.Legs(then), l.timeline.Legs(then))
				}
			}
		})
	})
}

func TestAnInputLeavesTheTimelineItWasGivenAlone(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		told := l.timeline.Events()
		l.live(func(before call.Timeline) {
			assert.Equal(t, told, before.Events())
			told = l.timeline.Events()
		})
	})
}

func TestTimeAloneChangesNothing(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		l.live(func(call.Timeline) {})
		now, later := l.anyInstant(noon), l.anyInstant(noon).Add(time.Hour)
		state, events := l.timeline.State(now), l.timeline.Events()
		l.timeline.State(later)
		l.timeline.Legs(later)
		assert.Equal(t, state, l.timeline.State(now))
		assert.Equal(t, events, l.timeline.Events())
	})
}

// walker sees the events of a call as time passes, as the engine does.
type walker struct {
	timeline call.Timeline
	now      time.Time
	seen     []call.Event
}

func (w *walker) walk(by time.Duration) {
	w.now = w.now.Add(by)
	for len(w.seen) < w.timeline.Past(w.now) {
		w.seen = append(w.seen, w.timeline.Event(len(w.seen)))
	}
}

func TestWalkingInTwoStepsIsWalkingInOne(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		a, b := time.Duration(l.rng.Int64N(int64(time.Minute))), time.Duration(l.rng.Int64N(int64(time.Minute)))
		one, two := walker{timeline: l.timeline, now: noon}, walker{timeline: l.timeline, now: noon}
		one.walk(a + b)
		two.walk(a)
		two.walk(b)
		assert.Equal(t, one, two)

		// and an input afterwards makes the same call of both
		cause := call.Cause(1 + l.rng.IntN(int(call.CallFailed)))
		assert.Equal(t, one.timeline.End(one.now, cause).Events(), two.timeline.End(two.now, cause).Events())
	})
}

func TestEndingTwiceIsEndingOnce(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		l.live(func(call.Timeline) {})
		l.now = l.anyInstant(noon)
		ended := l.timeline.End(l.now, call.HungUp)
		require.True(t, ended.State(l.now).Ended())
		assert.Equal(t, ended, ended.End(l.now, call.CallFailed))
		assert.Equal(t, ended, ended.End(l.now.Add(time.Hour), call.Busy))
		same, number := ended.AddLeg(l.now, call.Leg{})
		assert.Equal(t, ended, same)
		assert.Zero(t, number)
	})
}

func TestThePlanInForceChangesNothing(t *testing.T) {
	eachLife(t, func(t *testing.T, l *life) {
		now := l.anyInstant(noon)
		added, _ := l.timeline.AddLeg(now, call.Leg{Persona: anyPersona(l.rng)})
		assert.Equal(t, l.timeline.Events(), l.timeline.Replan(now, l.timeline.Plan()).Events())
		assert.Equal(t, added.Events(), added.Replan(now, added.Plan()).Events())
	})
}

func TestAStateOnlyGrows(t *testing.T) {
	final := func(s call.Stage) bool { return s == call.Off || s == call.Ready || s == call.Failed }
	eachLife(t, func(t *testing.T, l *life) {
		l.live(func(call.Timeline) {})
		var was call.State
		var wereLegs []call.LegState
		for i, e := range l.timeline.Events() {
			is, legs := l.timeline.State(e.At), l.timeline.Legs(e.At)
			if i > 0 {
				assert.GreaterOrEqual(t, is.Phase, was.Phase)
				for _, pair := range [][2]call.Stage{{was.Recording, is.Recording}, {was.Transcript, is.Transcript}, {was.Analysis, is.Analysis}} {
					assert.GreaterOrEqual(t, pair[1], pair[0])
					assert.False(t, final(pair[0]) && pair[1] != pair[0], "%v left for %v", pair[0], pair[1])
				}
				for _, pair := range [][2]time.Time{
					{was.QueuedAt, is.QueuedAt}, {was.DialedAt, is.DialedAt}, {was.RangAt, is.RangAt},
					{was.AnsweredAt, is.AnsweredAt}, {was.EndedAt, is.EndedAt}, {was.TranscriptAt, is.TranscriptAt},
				} {
					assert.True(t, pair[0].IsZero() || pair[0].Equal(pair[1]))
				}
				assert.True(t, was.Disposition == "" || was.Disposition == is.Disposition)
				assert.True(t, was.Cause == call.NoCause || was.Cause == is.Cause)
				require.GreaterOrEqual(t, len(legs), len(wereLegs))
				for j, leg := range wereLegs {
					assert.GreaterOrEqual(t, legs[j].Phase, leg.Phase)
				}
			}
			assert.Equal(t, e.At, is.UpdatedAt)
			was, wereLegs = is, legs
		}
	})
}

func TestARestoredTimelineIsTheSameOne(t *testing.T) {
	library := new(call.Library)
	eachLife(t, func(t *testing.T, l *life) {
		l.live(func(call.Timeline) {})
		same, err := library.Restore(l.timeline.Plan(), l.timeline.Start(), l.timeline.Events())
		require.NoError(t, err)
		assert.Equal(t, l.timeline, same)
		end := l.timeline.Event(l.timeline.Len() - 1).At
		assert.Equal(t, l.timeline.State(end), same.State(end))
	})
}
