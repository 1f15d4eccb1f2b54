package mocks

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// Advance lets provider time pass. What is due by then happens, and every
// callback has been answered when it returns. A frozen clock takes no real
// time for it; any other takes what it takes.
func (w *World) Advance(by time.Duration) Advanced {
	w.t.Helper()
	return w.advance(engine.Advance{By: by})
}

// Next lets time pass to the next instant at which anything is due, and all of
// that happen. Where nothing is due, no time passes.
func (w *World) Next() Advanced {
	w.t.Helper()
	return w.advance(engine.Advance{To: "next"})
}

// Idle lets time pass until nothing is due any more: calls have ended, and
// callbacks have arrived or were given up.
func (w *World) Idle() Advanced {
	w.t.Helper()
	return w.advance(engine.Advance{To: "idle"})
}

func (w *World) advance(a engine.Advance) Advanced {
	w.t.Helper()
	move := w.Sandbox.Pass
	if mode, _ := w.Sandbox.Clock(); mode.Kind == engine.Frozen {
		move = w.Sandbox.Advance
	}
	moved, err := move(w.t.Context(), a)
	if err != nil {
		w.t.Fatalf("let time pass: %v", err)
	}
	return moved
}
