package mocks

import (
	"context"
	"time"

	"github.com/ringer-mock/ringer/inbox"
)

// An Inbox is an address for callbacks, and what came there, byte for byte. It
// answers 200 at once unless it is told otherwise; Script of the Box tells
// events apart.
type Inbox struct {
	*inbox.Box
	URL string // whatever is posted there, or below it, is kept

	world *World
}

// Answer says how the next callbacks are answered, one after another; the last
// answer repeats.
//
//	w.Inbox.Answer(mocks.Status(503), mocks.Slow(4*time.Second), mocks.Status(200))
func (i *Inbox) Answer(answers ...Answer) {
	i.Script(nil, map[string][]Answer{"": answers})
}

// Status answers at once.
func Status(code int) Answer { return Answer{Status: code} }

// Slow answers 200 after so long in provider time: a frozen clock is told of
// it, any other waits.
func Slow(after time.Duration) Answer { return Answer{After: after} }

// Hang never answers: the sender gives up when the provider would.
func Hang() Answer { return Answer{After: 24 * time.Hour} }

// Reset ends the connection in place of an answer.
func Reset() Answer { return Answer{Reset: true} }

// Await returns what has come as soon as it is so many callbacks. After ten
// seconds, in a bubble a day of its time, it fails the test. It lets no time
// pass on a frozen clock; Advance does.
func (i *Inbox) Await(callbacks int) []Arrival {
	w := i.world
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), w.patience())
	defer cancel()
	all, err := i.Wait(ctx, func(all []Arrival) bool { return len(all) >= callbacks })
	if err != nil {
		w.t.Fatalf("want %d callbacks in the inbox, got %d%s", callbacks, len(all), w.stillness())
	}
	return all
}
