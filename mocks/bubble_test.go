package mocks_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

// halfAnHour is a call of thirty minutes whose callback fails once, while its
// client asks every half minute how it is. It returns all that was seen.
func halfAnHour(t *testing.T, w *mocks.World) string {
	t.Helper()
	var trace strings.Builder
	began := time.Now()
	note := func(format string, args ...any) {
		fmt.Fprintf(&trace, "%-8s "+format+"\n", append([]any{time.Since(began)}, args...)...)
	}
	long := w.Persona("answers")
	long.TalksFor = 30 * time.Minute
	w.Bind("+919876543211", long)
	w.Inbox.Answer(mocks.Status(503), mocks.Status(200))

	c := caller{w.Client(), w.URL("vinfer"), w.Account("vinfer").APIKey}
	c.listen(t, w.Inbox.URL+"calls")
	id := c.place(t, "+919876543211")
	note("placed %s", id)
	last := ""
	for time.Since(began) < 31*time.Minute {
		if now := c.status(t, id); now != last {
			note("%s", now)
			last = now
		}
		time.Sleep(30*time.Second + time.Millisecond)
	}
	for _, d := range w.Inbox.Deliveries() {
		note("%s %s %d %s", d.At.Sub(began), d.Path, d.Answered, d.Body)
	}
	for _, e := range w.Journal(mocks.Sought{}) {
		note("%s %s%s %s %d", e.At.Sub(began), e.Operation, e.Event, e.URL(), e.Status)
	}
	return trace.String()
}

func TestTheSameBubbleSeesTheSameEveryTime(t *testing.T) {
	runs := 100
	if testing.Short() {
		runs = 10
	}
	var first string
	for run := range runs {
		mocks.Bubble(t, func(t *testing.T, w *mocks.World) {
			trace := halfAnHour(t, w)
			if run == 0 {
				first = trace
			}
			require.True(t, first == trace, "run %d saw\n%s\nand run 0\n%s", run, trace, first)
		})
	}
	assert.Regexp(t, ` 30m5s call.completed http://inbox/calls 503\n`, first)
	assert.Regexp(t, ` 30m15s call.completed http://inbox/calls 200\n`, first)
	assert.Contains(t, first, "completed for 1800 s")
}

func BenchmarkHalfAnHour(b *testing.B) {
	half := []testing.InternalTest{{Name: "TestHalfAnHour", F: func(t *testing.T) {
		mocks.Bubble(t, func(t *testing.T, w *mocks.World) { halfAnHour(t, w) })
	}}}
	all := func(string, string) (bool, error) { return true, nil }
	mocks.Shared(b) // the documents are read once in a process
	for b.Loop() {
		if !testing.RunTests(all, half) {
			b.Fatal("the test failed")
		}
	}
}
