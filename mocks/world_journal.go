package mocks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// Journal is what came in and went out so far that is as sought, oldest first;
// Sought{} is all of it.
func (w *World) Journal(q Sought) []*Entry {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	found, _ := w.server.Fake.Journal().Find(over, w.Name, q)
	return found
}

// Wait returns the first entry of the journal that is as sought, as soon as
// there is one. After ten seconds, in a bubble a day of its time, it fails the
// test and tells what came closest. It lets no time pass on a frozen clock;
// Advance does.
func (w *World) Wait(q Sought) *Entry {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), w.patience())
	defer cancel()
	found, near := w.server.Fake.Journal().Find(ctx, w.Name, q)
	if len(found) == 0 {
		w.t.Fatalf("nothing came that is %s%s%s", describe(q), closest(near), w.stillness())
	}
	return found[0]
}

func (w *World) patience() time.Duration {
	if w.server.pipe != nil {
		return 24 * time.Hour
	}
	return 10 * time.Second
}

// stillness reminds of a clock that does not move.
func (w *World) stillness() string {
	if mode, _ := w.Sandbox.Clock(); mode.Kind == engine.Frozen {
		return "\nthe clock is frozen at " + w.Now().Format(time.RFC3339) + ": Advance, Next or Idle let time pass"
	}
	return ""
}

func describe(q Sought) string {
	var words []string
	say := func(what, value string) {
		if value != "" {
			words = append(words, what+" "+value)
		}
	}
	say("of provider", q.Provider)
	say("of operation", q.Operation)
	say("of event", q.Event)
	say("about call", q.Call)
	say("of account", q.Account)
	if q.Status != 0 {
		words = append(words, fmt.Sprint("answered with ", q.Status))
	}
	if len(words) == 0 {
		return "anything at all"
	}
	return strings.Join(words, ", ")
}

func closest(near []engine.NearMiss) string {
	var text strings.Builder
	for _, miss := range near {
		e := miss.Entry
		fmt.Fprintf(&text, "\nclose: %s %s %s answered %d: %s", e.At.Format(time.RFC3339), e.Method, e.URL(), e.Status, strings.Join(miss.Why, ", "))
	}
	return text.String()
}
