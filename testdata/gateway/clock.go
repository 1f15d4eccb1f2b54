package main

import "time"

// clock tells provider time, which started at the real time of its making and
// runs pace times as fast.
type clock struct {
	start time.Time
	pace  time.Duration
}

func newClock(pace int) clock {
	return clock{start: time.Now(), pace: time.Duration(pace)}
}

func (c clock) now() time.Time {
	return c.start.Add(time.Since(c.start) * c.pace).UTC()
}

// at runs do once provider time has reached the instant t, never earlier: the
// odd nanosecond makes up for what the division drops.
func (c clock) at(t time.Time, do func()) {
	time.AfterFunc(t.Sub(c.now())/c.pace+1, do)
}

// stamp writes an instant as the API does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
