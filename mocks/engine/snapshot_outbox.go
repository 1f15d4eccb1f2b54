package engine

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// savedDelivery is a delivery and its callback. Its provider, the id of its
// subject and the account are those of its call.
type savedDelivery struct {
	Number  uint32        `json:"number"`
	Call    uint32        `json:"call"` // its place among the calls, from 0
	Event   string        `json:"event"`
	URL     string        `json:"url"`
	Address string        `json:"address,omitempty"`
	Header  http.Header   `json:"header,omitempty"`
	Key     string        `json:"key,omitempty"`
	Policy  *Policy       `json:"policy,omitempty"` // where it is not the provider's
	Refuse  string        `json:"refuse,omitempty"`
	Body    octets        `json:"body"`
	Due     time.Time     `json:"due"`
	State   DeliveryState `json:"state"`
	Reason  string        `json:"reason,omitempty"`

	Wake      time.Time   `json:"wake,omitzero"`       // when its next attempt begins, or the one under way ends
	Pending   *Attempt    `json:"pending,omitempty"`   // that attempt, as it will have ended
	Cancelled bool        `json:"cancelled,omitempty"` // it is not tried again
	Attempts  []Attempt   `json:"attempts,omitempty"`
	Sent      http.Header `json:"sent,omitempty"` // with the latest attempt
}

// savedLane is what one address is owed of one call, in order.
type savedLane struct {
	Call    uint32   `json:"call"`
	Address string   `json:"address"`
	Replay  uint32   `json:"replay,omitempty"`
	Waiting []uint32 `json:"waiting"`
}

// takeOutbox copies what is owed and what was told. The world is at rest: no
// attempt waits for its turn.
func (s *Sandbox) takeOutbox(w *snapshot) {
	w.Numbered, w.Deliveries, w.Finished, w.Lanes = s.numbered, []savedDelivery{}, []uint32{}, []savedLane{}
	for _, number := range slices.Sorted(maps.Keys(s.byNumber)) {
		w.Deliveries = append(w.Deliveries, s.byNumber[number].save())
	}
	for _, d := range s.finals {
		w.Finished = append(w.Finished, d.number)
	}
	for key, l := range s.lanes {
		saved := savedLane{Call: key.slot, Address: key.address, Replay: key.replay}
		for _, d := range l.waiting {
			saved.Waiting = append(saved.Waiting, d.number)
		}
		w.Lanes = append(w.Lanes, saved)
	}
	slices.SortFunc(w.Lanes, func(a, b savedLane) int { return cmp.Compare(a.Waiting[0], b.Waiting[0]) })
}

func (d *delivery) save() savedDelivery {
	c := &d.callback
	saved := savedDelivery{
		Number: d.number, Call: d.slot, Event: c.Event, URL: c.URL, Address: c.Address, Header: c.Header, Key: c.Key, Policy: c.Policy,
		Refuse: c.Refuse, Body: d.body, Due: instant(d.due), State: d.state, Reason: d.reason,
		Pending: d.pending, Cancelled: d.cancelled, Attempts: d.attempts, Sent: d.header,
	}
	if d.wake != 0 {
		saved.Wake = instant(d.wake)
	}
	return saved
}

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
	if err := s.putLanes(w.Lanes); err != nil {
		return err
	}
	return s.putFinals(w.Finished)
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

func (s *Sandbox) putFinals(finished []uint32) error {
	for _, number := range finished {
		d := s.byNumber[number]
		if d == nil || !d.state.Final() || d.wake != 0 {
			return fmt.Errorf("delivery %d: it has not finished", number)
		}
		s.finals = append(s.finals, d)
		s.kept += len(d.body)
	}
	waiting := 0
	for _, l := range s.lanes {
		waiting += len(l.waiting)
	}
	if len(s.finals)+waiting != len(s.byNumber) {
		return fmt.Errorf("of %d deliveries %d have finished and %d wait", len(s.byNumber), len(s.finals), waiting)
	}
	return nil
}
