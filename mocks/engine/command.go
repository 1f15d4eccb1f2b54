package engine

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

// Errors of sandboxes.
var (
	ErrAdvancing  = errors.New("the clock is being advanced")
	ErrNotFrozen  = errors.New("only a frozen clock is advanced: set its mode to frozen first")
	ErrBusy       = errors.New("never idle")
	ErrGone       = errors.New("the sandbox was reset or removed meanwhile")
	ErrNoSubject  = errors.New("no call or job has this id")
	ErrNoDelivery = errors.New("no delivery has this id; the oldest are forgotten")
)

// SetClock changes how the time moves, and may move it forward.
func (s *Sandbox) SetClock(mode Mode, now *time.Time) error {
	err := s.setClock(mode, now)
	if err == nil {
		s.Pump()
	}
	return err
}

func (s *Sandbox) setClock(mode Mode, now *time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.advancing {
		return ErrAdvancing
	}
	if now == nil && mode.Kind == Frozen && !mode.At.IsZero() {
		now = &mode.At
	}
	if mode.Kind == Scaled && (mode.Factor <= 0 || math.IsNaN(mode.Factor)) {
		return fmt.Errorf("set the clock: the factor is %v, want more than 0", mode.Factor)
	}
	s.armed = 0
	s.alarm.stop()
	err := s.clock.set(mode, now)
	if err == nil {
		s.tellClock()
	}
	return err
}

// End ends a call of any provider early.
func (s *Sandbox) End(id string, cause call.Cause) (Subject, error) {
	subject, err := s.endSubject(id, cause)
	if err == nil {
		s.Pump()
	}
	return subject, err
}

func (s *Sandbox) endSubject(id string, cause call.Cause) (Subject, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slot, ok := s.anySlot(id)
	if !ok {
		return Subject{}, ErrNoSubject
	}
	tx := &Tx{sandbox: s, provider: s.classes[s.records.at(int(slot)).class].provider, now: s.clock.nano()}
	return tx.rewrite(slot, func(t call.Timeline) call.Timeline { return t.End(tx.Now(), cause) }), nil
}
