package engine

import "slices"

// send begins an attempt. In an advance they go one after another, each when
// the one before is answered, so that the same world sends the same bytes in
// the same order every time. One that a fault sends before its time goes at
// once: a request waits for it, and the advance for that.
func (s *Sandbox) send(d *delivery) {
	if s.detained(d) {
		return
	}
	d.state, d.wake = Sending, 0
	if d.ahead {
		s.launch(d)
		return
	}
	s.turn = append(s.turn, d)
	if !s.advancing {
		s.sendNext()
	}
}

// sendNext sends the attempt whose turn it is, if there is one.
func (s *Sandbox) sendNext() {
	if len(s.turn) == 0 || s.advancing && s.flying > 0 {
		return
	}
	d := s.turn[0]
	s.turn[0] = nil
	s.turn = s.turn[1:]
	s.launch(d)
}

// launch hands an attempt to the courier, and with it that of a twin.
func (s *Sandbox) launch(d *delivery) {
	d.ahead = false
	flights := []flight{s.flight(d)}
	if twin := d.twin; twin != nil {
		d.twin, twin.state = nil, Sending
		key := laneKey{slot: d.slot, address: d.address(), replay: twin.number}
		twin.lane = &lane{key: key, waiting: []*delivery{twin}}
		s.lanes[key] = twin.lane
		flights = append(flights, s.flight(twin))
		newVolley(flights)
	}
	s.flying += len(flights)
	for _, f := range flights {
		s.fake.courier.post(f)
	}
}

// flight is the next attempt of a delivery.
func (s *Sandbox) flight(d *delivery) flight {
	f := flight{
		box: s, life: s.life, delivery: d, attempt: len(d.attempts) + 1, body: d.body,
		faults: slices.Concat(d.arranged.Faults, d.attempt.Faults), sign: d.arranged.Sign, choices: d.arranged.Choices, free: len(d.arranged.Alter) > 0 || len(d.arranged.Choices) > 0,
	}
	if d.attempt.Sign != "" {
		f.sign = d.attempt.Sign
	}
	if body, err := d.attempt.altered(d.body); len(d.attempt.Alter) > 0 && err == nil {
		f.body, f.free = body, true
	}
	return f
}
