// Package call is a phone call as a value.
//
// A call is told before it happens. A [Plan] says who is called and what was ordered; its [Script] is the whole story,
// from queued to the transcript; begun at an instant it is a [Timeline], which answers every question about the call at
// any time by looking, never by waiting:
//
//	queued  dialing ringing     answered                    ended              transcript ready
//	 0 s      1 s     2 s         5 s                        53 s                   73 s
//	 |--------|-------|-----------|---------------------------|---------------------|
//	                                                          recording ready,
//	                                                          transcript processing
//
// Four laws hold. A timeline always knows its whole future. Only inputs ([Timeline.End], [Timeline.AddLeg],
// [Timeline.Replan]) rewrite the future, by returning another timeline. Nothing rewrites the past: events at or before
// the input's instant keep their places. Time alone changes nothing: what [Timeline.State] says depends on the timeline
// and the instant asked about, and on nothing else.
//
// Start with [Library.Script], then [Script.Begin]. The package has no clock, goroutine or lock of its own (a Library
// guards its map), knows no protocol, and names no provider. Instants lie between the years 1678 and 2262.
package call

import "time"

// Timeline is a script pinned to a clock: all events of one call, past and future. It is a small value; copy it freely.
// It comes from Script.Begin; the zero Timeline has no events and is no call.
type Timeline struct {
	start  int64 // nanoseconds since 1970, UTC
	script *Script
}

// Start is the instant at which the call was queued.
func (t Timeline) Start() time.Time { return instant(t.start) }

// Plan is what the call goes by now.
func (t Timeline) Plan() Plan { return *t.story().plan }

// Len is the number of events, future ones included.
func (t Timeline) Len() int { return len(t.story().steps) }

// Event is the event of this index. Instants never decrease from one index to the next.
func (t Timeline) Event(i int) Event {
	s := t.script.steps[i]
	return Event{At: instant(t.start + s.after), Kind: s.kind, Leg: s.leg, Cause: s.cause, Status: int(s.status)}
}

// Events are all events in order.
func (t Timeline) Events() []Event {
	events := make([]Event, t.Len())
	for i := range events {
		events[i] = t.Event(i)
	}
	return events
}

// When is the instant of the first event of this kind, past or future.
func (t Timeline) When(kind Kind) (at time.Time, happens bool) {
	for _, s := range t.story().steps {
		if s.kind == kind {
			return instant(t.start + s.after), true
		}
	}
	return time.Time{}, false
}

// Past is the number of events at or before now, and so the index of the first that is still to come.
func (t Timeline) Past(now time.Time) int {
	steps, offset := t.story().steps, t.offset(now)
	n := len(steps)
	for n > 0 && steps[n-1].after > offset {
		n--
	}
	return n
}

func (t Timeline) story() *Script {
	if t.script == nil {
		return &blank
	}
	return t.script
}

// offset counts an instant from the start, as steps do.
func (t Timeline) offset(now time.Time) int64 { return now.UnixNano() - t.start }

func instant(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }

// blank is the story of the zero Timeline.
var blank = Script{plan: new(Plan), standings: make([]Standing, 1)}
