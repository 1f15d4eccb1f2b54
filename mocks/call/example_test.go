package call_test

import (
	"fmt"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

func Example() {
	var library call.Library
	script := library.Script(call.Plan{Recording: true, Transcript: true})
	c := script.Begin(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))

	for _, e := range c.Events() {
		fmt.Println(e.At.Format(time.TimeOnly), e.Kind)
	}
	s := c.State(c.Start().Add(time.Minute))
	fmt.Println("after a minute:", s.Phase, s.Duration(), "answered for", s.Answered(), "transcript", s.Transcript)

	// An input rewrites what is still to come; the timeline it was given stays as it is.
	hungUp := c.End(c.Start().Add(10*time.Second), call.HungUp)
	fmt.Println("hung up:", hungUp.State(c.Start().Add(time.Minute)).Duration())

	// Output:
	// 12:00:00 queued
	// 12:00:01 dialing
	// 12:00:02 ringing
	// 12:00:05 answered
	// 12:00:53 ended
	// 12:00:53 recording-ready
	// 12:00:53 transcript-started
	// 12:01:13 transcript-ready
	// after a minute: ended 52s answered for 48s transcript processing
	// hung up: 9s
}
