package engine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// An Advance says how far a frozen clock moves: By a duration, or To "next" or
// "idle".
type Advance struct {
	By time.Duration
	// To "next" is the next instant at which anything is due, and all of it;
	// "idle" goes on until nothing is due any more.
	To string
	// Within bounds To "next": where nothing is due so soon, the clock moves by
	// exactly this. 0: no bound.
	Within time.Duration
	// Quiet lets receivers work on after their answers: after each instant,
	// until no request came for so long in real time.
	Quiet time.Duration
}

// Advanced is what happened.
type Advanced struct {
	From, Now  time.Time
	Events     int // of subjects
	Deliveries int // first attempts that ended
	Retries    int // further attempts that ended
	Idle       bool
	Happened   []Happening // the last 1,000
	Sent       []Sent      // the last 1,000
}

// Bounds of an advance to idle. So many events are also the most that happen at
// one instant, beyond what was scheduled when the clock came there.
const (
	busyEvents = 100_000
	busyTime   = 30 * 24 * time.Hour
)

// farthest is how far an advance goes at once, as long as instants fit into
// int64 nanoseconds.
const farthest = 100 * 365 * 24 * time.Hour

// Advance moves a frozen clock. Due events happen in order, the clock set to
// the instant of each; their callbacks are sent, and the receivers' answers
// waited for, before the next is chosen, since an answer may change what that
// is. It returns when nothing is left in the window. An error tells how far it
// came: what it returns is then true all the same.
//
// What was due before it began happens first and is not counted: on a frozen
// clock that goes out by itself, and whether it had the time to is chance.
func (s *Sandbox) Advance(ctx context.Context, a Advance) (Advanced, error) {
	if err := a.check(); err != nil {
		return Advanced{}, err
	}
	t, life, err := s.beginAdvance(max(a.By, a.Within))
	if err != nil {
		return Advanced{}, err
	}
	window := a.window(t.From.UnixNano())
	for err == nil {
		if err = s.waitCalm(ctx, life); err != nil {
			break
		}
		var again verdict
		if again, err = s.step(t, life, &window); err != nil || again == done {
			break
		}
		if again == instantOver {
			err = s.waitQuiet(ctx, a.Quiet)
		}
	}
	return s.endAdvance(t, life), err
}

func (a Advance) check() error {
	switch {
	case a.To != "" && a.To != "next" && a.To != "idle":
		return fmt.Errorf("advance to %q: want next or idle", a.To)
	case a.To != "" && a.By != 0:
		return errors.New("advance: want either by or to")
	case a.To == "" && a.By == 0:
		return errors.New("advance: by or to is missing")
	case a.By < 0 || a.Within < 0 || a.Quiet < 0:
		return errors.New("advance: durations are not negative")
	case max(a.By, a.Within) > farthest:
		return errors.New("advance: no further than 100 years at once")
	case a.Within != 0 && a.To != "next":
		return errors.New(`advance: within belongs to {"to": "next"}`)
	}
	return nil
}

// verdict is what a step came to.
type verdict uint8

const (
	goOn        verdict = iota
	instantOver         // nothing more is due at this instant
	done
)

// beginAdvance takes the clock for itself, to go so far.
func (s *Sandbox) beginAdvance(far time.Duration) (*trace, context.Context, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.advancing:
		return nil, nil, ErrAdvancing
	case !s.clock.frozen():
		return nil, nil, ErrNotFrozen
	case !inRange(s.clock.now().Add(far)):
		return nil, nil, fmt.Errorf("advance by %s from %s: %w", far, s.clock.now().Format(time.RFC3339), errFar)
	}
	s.advancing = true
	s.trace = &trace{Advanced: Advanced{From: s.clock.now()}, spare: busyEvents + s.pending.len()}
	return s.trace, s.life, nil
}

// free gives the clock back. What an advance that was given up has not sent yet
// goes out now.
func (s *Sandbox) free() {
	s.advancing, s.trace = false, nil
	for len(s.turn) > 0 {
		s.sendNext()
	}
}

// endAdvance gives the clock back, where step has not done so, and sums up.
func (s *Sandbox) endAdvance(t *trace, life context.Context) Advanced {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.life == life {
		if s.trace == t {
			s.free()
		}
		_, busy := s.due()
		t.Idle = !busy
	}
	t.Now = s.clock.now()
	t.Happened = append(t.latest[t.oldest:len(t.latest):len(t.latest)], t.latest[:t.oldest]...)
	return t.Advanced
}

// waitCalm waits until nothing is in flight and every request that placed or
// changed anything has been answered.
func (s *Sandbox) waitCalm(ctx, life context.Context) error {
	s.mu.Lock()
	if s.life != life || s.flying == 0 && s.holding == 0 {
		s.mu.Unlock()
		return ctx.Err()
	}
	if s.calmed == nil {
		s.calmed = make(chan struct{})
	}
	calmed := s.calmed
	s.mu.Unlock()
	select {
	case <-calmed:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// waitQuiet waits until no request came for a while of real time.
func (s *Sandbox) waitQuiet(ctx context.Context, quiet time.Duration) error {
	for {
		before := s.touches.Load()
		if err := pause(ctx, quiet); err != nil {
			return err
		}
		if s.touches.Load() == before {
			return nil
		}
	}
}

// step lets a handful of entries happen, as long as nobody has to be waited
// for. That nothing is left and that the clock is free again are one moment: a
// request that comes later finds Pump at work again.
func (s *Sandbox) step(t *trace, life context.Context, w *window) (verdict, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range handful {
		if s.life != life {
			return done, ErrGone
		}
		s.sendNext()
		if s.flying > 0 || s.holding > 0 {
			return goOn, nil
		}
		e, ok := s.due()
		now := s.clock.nano()
		if !ok || e.at > now {
			if !w.quiet {
				w.quiet = true
				return instantOver, nil
			}
			t.begun, t.spare = true, busyEvents+s.pending.len()
		}
		over, err := false, error(nil)
		if t.begun {
			over, err = w.over(e, ok)
		}
		if !over && err == nil {
			err = t.tire(e.at == now, w.to == "idle")
		}
		if err != nil {
			return done, fmt.Errorf("%w: %w, and %s is due at %s", ErrBusy, err, s.what(e), instant(e.at).Format(time.RFC3339))
		}
		if over {
			if w.land {
				s.moveClock(w.end)
			}
			s.free()
			return done, nil
		}
		s.moveClock(e.at)
		s.happen(e)
		w.quiet = !w.patient
	}
	return goOn, nil
}

// what says in words what an entry of the schedule is.
func (s *Sandbox) what(e entry) string {
	r := s.records.at(int(e.slot))
	kind := s.classes[r.class].kind
	if e.ref&ofDelivery != 0 {
		d := s.byNumber[e.ref&^ofDelivery]
		return fmt.Sprintf("attempt %d to deliver %s of %s %s to %s", len(d.attempts)+1, d.callback.Event, kind, r.id, d.address())
	}
	return fmt.Sprintf("%s of %s %s", r.timeline.Event(int(r.cursor)).Kind, kind, r.id)
}
