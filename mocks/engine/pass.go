package engine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrFrozen is returned where time was to pass by itself and does not.
var ErrFrozen = errors.New("a frozen clock is advanced: time does not pass by itself")

// Pass is Advance for a clock that moves by itself: it takes the real time that
// it takes, and tells what happened meanwhile. By lets that much of the
// sandbox's time pass, To "next" the time to the next instant at which
// anything is due, "idle" all the time until nothing is. Callbacks that went
// out have been answered when it returns, so with a slow receiver it is later
// then. An error tells how far it came.
func (s *Sandbox) Pass(ctx context.Context, a Advance) (Advanced, error) {
	if err := a.check(); err != nil {
		return Advanced{}, err
	}
	t, life, err := s.beginPass()
	if err != nil {
		return Advanced{}, err
	}
	if err = s.waitDue(ctx, life); err == nil {
		s.countFromNow(t)
	}
	for last := false; !last && err == nil; {
		var until time.Time
		until, last = s.stage(a, t.From)
		if err = s.waitFor(ctx, until); err == nil {
			err = s.waitDue(ctx, life)
		}
		if err == nil && t.happened >= busyEvents {
			err = fmt.Errorf("%w: %d events happened", ErrBusy, t.happened)
		}
	}
	return s.endAdvance(t, life), err
}

func (s *Sandbox) beginPass() (*trace, context.Context, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.clock.frozen():
		return nil, nil, ErrFrozen
	case s.trace != nil:
		return nil, nil, ErrAdvancing
	}
	s.trace = &trace{Advanced: Advanced{From: s.clock.now()}}
	return s.trace, s.life, nil
}

// countFromNow lets a trace begin: what was due before it is not counted.
func (s *Sandbox) countFromNow(t *trace) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.From, t.begun = s.clock.now(), true
}

// stage says until when to wait next, and whether that is all.
func (s *Sandbox) stage(a Advance, from time.Time) (until time.Time, last bool) {
	if a.To == "" {
		return from.Add(a.By), true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.due()
	switch end := from.Add(a.Within); {
	case a.Within > 0 && (!ok || e.at > end.UnixNano()):
		return end, true
	case !ok:
		return from, a.To == "next" || s.flying == 0 && s.holding == 0
	}
	return instant(e.at), a.To == "next"
}

// waitFor lets time pass until the clock shows an instant.
func (s *Sandbox) waitFor(ctx context.Context, at time.Time) error {
	for {
		wait := s.clock.until(at.UnixNano())
		if wait <= 0 {
			return ctx.Err()
		}
		if s.clock.frozen() {
			return ErrFrozen
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// waitDue waits until all that is due has been answered.
func (s *Sandbox) waitDue(ctx, life context.Context) error {
	for {
		s.Pump()
		if err := s.waitCalm(ctx, life); err != nil {
			return err
		}
		s.mu.Lock()
		e, ok := s.due()
		over := s.life != life || s.advancing
		later := !ok || e.at > s.clock.nano()
		calm := s.flying == 0 && s.holding == 0
		s.mu.Unlock()
		switch {
		case over:
			return ErrGone
		case later && calm:
			return nil
		}
	}
}
