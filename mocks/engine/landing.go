package engine

import "fmt"

// landed takes an attempt back from the courier. A retry may be due at once;
// where an advance waited for this attempt, that is the advance's to find.
func (s *Sandbox) landed(f flight, e echo) {
	if pump := s.land(f, e); pump {
		s.Pump()
	}
}

func (s *Sandbox) land(f flight, e echo) (pump bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.life != s.life {
		return false // of a world that is no more
	}
	s.flying--
	s.conclude(f.delivery, f.attempt, e)
	s.calm()
	return !s.advancing
}

// conclude turns a receiver's answer, or its silence, into the end of an
// attempt, now or later.
func (s *Sandbox) conclude(d *delivery, n int, e echo) {
	d.header = e.sent
	d.hear()
	switch {
	case e.unfit != "":
		d.reason = e.unfit
		s.finish(d, Unfit)
		return
	case e.refused != "":
		d.reason = e.refused
		d.attempts = append(d.attempts, Attempt{N: n, At: instant(e.began), Error: e.refused})
		s.tell(Happening{At: instant(e.began), Subject: d.subject, Event: d.callback.Event, Delivery: d.id(), Attempt: n, Error: e.refused})
		s.finish(d, Refused)
		return
	}
	limit := d.policy.timeout()
	attempt := Attempt{N: n, At: instant(e.began), Took: e.took, Status: e.status, Error: e.problem}
	switch {
	case e.silent:
		attempt.Took = limit
	case e.status != 0 && e.took > limit:
		attempt.Took, attempt.Status = limit, 0
		attempt.Error = fmt.Sprintf("no answer within %s: the receiver took %s", seconds(limit), seconds(e.took))
	case e.status != 0 && !d.policy.succeeds(e.status):
		attempt.Error = fmt.Sprintf("the receiver answered %d", e.status)
	}
	if !e.lost && (e.status != 0 || e.silent) {
		s.left(d, attempt)
	}
	ended := e.began + int64(attempt.Took)
	if attempt.Took > 0 && (e.lost || s.clock.virtual()) && ended > s.clock.nano() {
		d.pending = &attempt
		s.rouse(d, ended)
		return
	}
	s.settle(d, attempt, ended)
}
