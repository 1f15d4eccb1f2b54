package engine

import (
	"cmp"
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

	Arranged *arranged `json:"arranged,omitempty"` // by faults, for all of it
	Next     *arranged `json:"next,omitempty"`     // by faults, for one attempt
	Asked    int       `json:"asked,omitempty"`    // that attempt
	Faults   []int     `json:"faults,omitempty"`   // those of single attempts
	Twin     uint32    `json:"twin,omitempty"`     // the number of what is sent together with it
}

// savedLane is what one address is owed of one call, in order.
type savedLane struct {
	Call    uint32   `json:"call"`
	Address string   `json:"address"`
	Replay  uint32   `json:"replay,omitempty"`
	Waiting []uint32 `json:"waiting"`
}

// savedEarly is a callback that was told before its event, so many times.
type savedEarly struct {
	Call    uint32 `json:"call"`
	Event   string `json:"event"`
	Address string `json:"address"`
	Times   int    `json:"times"`
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
	for key, list := range s.parked {
		saved := savedLane{Call: key.slot, Address: key.address}
		for _, d := range list {
			saved.Waiting = append(saved.Waiting, d.number)
		}
		w.Parked = append(w.Parked, saved)
	}
	for _, lanes := range [][]savedLane{w.Lanes, w.Parked} {
		slices.SortFunc(lanes, func(a, b savedLane) int { return cmp.Compare(a.Waiting[0], b.Waiting[0]) })
	}
	for key, times := range s.early {
		w.Early = append(w.Early, savedEarly{key.slot, key.event, key.address, times})
	}
	slices.SortFunc(w.Early, func(a, b savedEarly) int {
		return cmp.Or(cmp.Compare(a.Call, b.Call), cmp.Compare(a.Event, b.Event), cmp.Compare(a.Address, b.Address))
	})
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
	saved.Arranged, saved.Next, saved.Asked, saved.Faults = d.arranged.save(), d.attempt.save(), d.asked, d.faults
	if d.twin != nil {
		saved.Twin = d.twin.number
	}
	return saved
}

// save is what faults arranged, nil for nothing.
func (a *arranged) save() *arranged {
	if len(a.Faults) == 0 && len(a.Choices) == 0 {
		return nil
	}
	saved := *a
	return &saved
}
