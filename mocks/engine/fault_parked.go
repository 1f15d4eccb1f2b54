package engine

import "slices"

// park keeps a delivery back until the next one of its subject and address has
// been told.
func (s *Sandbox) park(d *delivery, key laneKey) {
	if s.parked == nil {
		s.parked = map[laneKey][]*delivery{}
	}
	s.parked[key] = append(s.parked[key], d)
}

// overtaken takes out those that were parked before a delivery that is final
// now: their turn has come.
func (s *Sandbox) overtaken(key laneKey, by *delivery) (released []*delivery) {
	if len(s.parked[key]) == 0 {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(s.parked[key]), func(d *delivery) bool { return d.number < by.number })
	released = s.parked[key][:len(s.parked[key])-len(rest)]
	s.parked[key] = rest
	if len(rest) == 0 {
		delete(s.parked, key)
	}
	return released
}

// unpark lets go what waits to be overtaken, where the story of its subject is
// over and nothing else is under way: nothing ever overtakes it, so what was
// arranged has had no effect.
func (s *Sandbox) unpark(slot uint32) {
	r := s.records.at(int(slot))
	if len(s.parked) == 0 || int(r.cursor) < r.timeline.Len() {
		return
	}
	for _, key := range s.parkedOf(slot) {
		if s.lanes[key] != nil {
			continue
		}
		list := s.parked[key]
		delete(s.parked, key)
		for _, d := range list {
			for _, n := range d.arranged.Faults {
				s.desk.faults.withdraw(n)
			}
			d.arranged = arranged{Choices: without(d.arranged.Choices, "swap")}
			s.line(d, key)
		}
	}
}

// parkedOf are the lanes of a subject in which anything is parked, in order.
func (s *Sandbox) parkedOf(slot uint32) []laneKey {
	var keys []laneKey
	for key := range s.parked {
		if key.slot == slot {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b laneKey) int { return int(s.parked[a][0].number) - int(s.parked[b][0].number) })
	return keys
}

// detained lets what faults have in store for the next attempt happen before it
// is made, and tells whether it is not made now.
func (s *Sandbox) detained(d *delivery) bool {
	now, n := s.clock.nano(), len(d.attempts)+1
	if until := d.due + int64(d.arranged.Delay); n == 1 && until > now {
		s.delay(d, until)
		return true
	}
	if d.asked < n {
		d.asked = n
		d.attempt = arrangedBy(s.reachCallback(d, n, false))
		d.faults = append(d.faults, d.attempt.Faults...)
		if d.attempt.Delay > 0 {
			s.delay(d, now+int64(d.attempt.Delay))
			return true
		}
	}
	if d.attempt.Deliver != deliverNever {
		return false
	}
	d.state, d.wake = Sending, 0
	e := echo{began: now, silent: true, lost: true, problem: d.attempt.name() + " kept it from arriving"}
	s.fake.noteAttempt(sent{box: s, delivery: d, attempt: n, body: d.body, faults: d.attempt.Faults, choices: d.arranged.Choices, echo: e})
	s.conclude(d, n, e)
	return true
}

func (s *Sandbox) delay(d *delivery, until int64) {
	d.state = Waiting
	s.rouse(d, until)
	d.hear()
}
