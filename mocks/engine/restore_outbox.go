package engine

import "fmt"

// putOutbox makes the outbox again, in a world that has its calls.
func (s *Sandbox) putOutbox(w *snapshot) error {
	s.numbered = w.Numbered
	s.byNumber, s.lanes = map[uint32]*delivery{}, map[laneKey]*lane{}
	for i := range w.Deliveries {
		d, err := s.deliveryOf(&w.Deliveries[i])
		if err == nil && s.byNumber[d.number] != nil {
			err = fmt.Errorf("there are two of this number")
		}
		if err != nil {
			return fmt.Errorf("delivery %d: %w", w.Deliveries[i].Number, err)
		}
		s.byNumber[d.number] = d
	}
	twins, err := s.putTwins(w.Deliveries)
	if err == nil {
		err = s.putParked(w)
	}
	if err == nil {
		err = s.putLanes(w.Lanes)
	}
	if err != nil {
		return err
	}
	return s.putFinals(w.Finished, twins)
}

func (s *Sandbox) deliveryOf(saved *savedDelivery) (*delivery, error) {
	switch {
	case saved.Number == 0 || saved.Number > s.numbered || saved.Number&ofDelivery != 0:
		return nil, fmt.Errorf("numbers are from 1 to %d", s.numbered)
	case int(saved.Call) >= s.records.len():
		return nil, fmt.Errorf("there is no call %d", saved.Call)
	case !saved.State.known():
		return nil, fmt.Errorf("no delivery is in the state %q", saved.State)
	case !inRange(saved.Due) || !saved.Wake.IsZero() && !inRange(saved.Wake):
		return nil, errFar
	}
	r := s.records.at(int(saved.Call))
	d := &delivery{
		number: saved.Number, slot: saved.Call, provider: s.classes[r.class].provider, subject: r.id, account: r.order.Account,
		due: saved.Due.UnixNano(), body: saved.Body, state: saved.State, reason: saved.Reason,
		pending: saved.Pending, cancelled: saved.Cancelled, attempts: saved.Attempts, header: saved.Sent,
		callback: Callback{
			Event: saved.Event, URL: saved.URL, Header: saved.Header, Key: saved.Key, Address: saved.Address, Policy: saved.Policy, Refuse: saved.Refuse,
		},
	}
	if d.policy = saved.Policy; d.policy == nil {
		d.policy = &d.provider.Callbacks.Policy
	}
	if !saved.Wake.IsZero() {
		d.wake = saved.Wake.UnixNano()
	}
	d.asked, d.faults = saved.Asked, saved.Faults
	if saved.Arranged != nil {
		d.arranged = *saved.Arranged
	}
	if saved.Next != nil {
		d.attempt = *saved.Next
	}
	return d, nil
}

// putLanes lines up what is still owed, and schedules the first of each lane.
func (s *Sandbox) putLanes(lanes []savedLane) error {
	for _, saved := range lanes {
		key := laneKey{slot: saved.Call, address: saved.Address, replay: saved.Replay}
		if s.lanes[key] != nil || len(saved.Waiting) == 0 {
			return fmt.Errorf("lane of call %d to %s: it is there twice, or nothing waits in it", saved.Call, saved.Address)
		}
		l := &lane{key: key}
		s.lanes[key] = l
		for i, number := range saved.Waiting {
			d := s.byNumber[number]
			if d == nil || d.lane != nil || d.state.Final() || d.slot != key.slot || (d.wake != 0) != (i == 0) {
				return fmt.Errorf("lane of call %d to %s: delivery %d does not wait there", saved.Call, saved.Address, number)
			}
			d.lane = l
			l.waiting = append(l.waiting, d)
		}
		s.rouse(l.waiting[0], l.waiting[0].wake)
	}
	return nil
}

// putTwins joins the deliveries that will be sent together, and counts those
// that wait for nothing else.
func (s *Sandbox) putTwins(deliveries []savedDelivery) (twins int, err error) {
	for i := range deliveries {
		saved := &deliveries[i]
		if saved.Twin == 0 {
			continue
		}
		twin := s.byNumber[saved.Twin]
		if twin == nil || saved.Twin <= saved.Number || twin.slot != saved.Call || twin.state != Waiting || twin.wake != 0 {
			return 0, fmt.Errorf("delivery %d: its twin %d does not wait for it", saved.Number, saved.Twin)
		}
		s.byNumber[saved.Number].twin = twin
		twins++
	}
	return twins, nil
}

// putParked keeps back again what waits to be overtaken, and remembers what was
// told early.
func (s *Sandbox) putParked(w *snapshot) error {
	for _, saved := range w.Parked {
		for _, number := range saved.Waiting {
			d := s.byNumber[number]
			if d == nil || d.state != Waiting || d.slot != saved.Call || d.wake != 0 {
				return fmt.Errorf("call %d: delivery %d is not kept back", saved.Call, number)
			}
			s.park(d, laneKey{slot: saved.Call, address: saved.Address})
		}
	}
	for _, saved := range w.Early {
		if int(saved.Call) >= s.records.len() || saved.Times <= 0 {
			return fmt.Errorf("call %d: it was not told early", saved.Call)
		}
		if s.early == nil {
			s.early = map[earlyKey]int{}
		}
		s.early[earlyKey{saved.Call, saved.Event, saved.Address}] = saved.Times
	}
	return nil
}

func (s *Sandbox) putFinals(finished []uint32, waiting int) error {
	for _, number := range finished {
		d := s.byNumber[number]
		if d == nil || !d.state.Final() || d.wake != 0 {
			return fmt.Errorf("delivery %d: it has not finished", number)
		}
		s.finals = append(s.finals, d)
		s.kept += len(d.body)
	}
	for _, l := range s.lanes {
		waiting += len(l.waiting)
	}
	for _, list := range s.parked {
		waiting += len(list)
	}
	if len(s.finals)+waiting != len(s.byNumber) {
		return fmt.Errorf("of %d deliveries %d have finished and %d wait", len(s.byNumber), len(s.finals), waiting)
	}
	return nil
}
