package engine

import (
	"slices"
	"time"
)

// outbox is what a sandbox's receivers are owed and were told. The sandbox's
// lock guards it.
type outbox struct {
	numbered uint32                  // deliveries so far
	byNumber map[uint32]*delivery    // those that are under way, and the latest of the others
	lanes    map[laneKey]*lane       // those with anything under way
	turn     []*delivery             // attempts that are about to be sent
	parked   map[laneKey][]*delivery // that faults keep back until the next one was told
	early    map[earlyKey]int        // told before their event, by a fault
	finals   []*delivery             // final ones in the order in which they became so
	kept     int                     // bytes of their bodies
}

// Bounds of what is remembered of deliveries that are done, for each sandbox.
const (
	deliveriesKept = 10_000
	bodiesKept     = 16 << 20
)

// owe files what is owed for one event, the ordinal-th of it, and sends what
// need not wait.
func (s *Sandbox) owe(p *Provider, slot uint32, due int64, ordinal int, c Callback) {
	d := s.newDelivery(p, slot, due, c)
	if s.toldEarly(d) {
		return
	}
	by := arrangedBy(s.reachCallback(d, 0, false))
	s.agitate(d, ordinal, &by)
	s.deal(d, by)
}

// newDelivery is one that is not filed yet.
func (s *Sandbox) newDelivery(p *Provider, slot uint32, due int64, c Callback) *delivery {
	d := &delivery{slot: slot, provider: p, due: due, callback: c, policy: c.Policy, state: Waiting}
	if d.policy == nil {
		d.policy = &p.Callbacks.Policy
	}
	r := s.records.at(int(slot))
	d.subject, d.account = r.id, r.order.Account
	return d
}

// file numbers a delivery.
func (s *Sandbox) file(d *delivery) {
	if s.byNumber == nil {
		s.byNumber, s.lanes = map[uint32]*delivery{}, map[laneKey]*lane{}
	}
	s.numbered++
	d.number = s.numbered
	s.byNumber[d.number] = d
	s.tellDelivery(d)
}

// line puts a delivery at the end of its lane.
func (s *Sandbox) line(d *delivery, key laneKey) {
	l := s.lanes[key]
	if l == nil {
		l = &lane{key: key}
		s.lanes[key] = l
	}
	d.lane = l
	l.waiting = append(l.waiting, d)
	if len(l.waiting) == 1 {
		s.send(d)
	}
}

// finish makes a delivery final and lets the next of its lane go.
func (s *Sandbox) finish(d *delivery, state DeliveryState) {
	d.state, d.wake = state, 0
	d.hear()
	if twin := d.twin; twin != nil { // it was never sent
		d.twin, twin.reason = nil, d.reason
		s.finish(twin, state)
	}
	s.tellDelivery(d)
	s.finals = append(s.finals, d)
	s.kept += len(d.body)
	for len(s.finals) > 1 && (len(s.finals) > deliveriesKept || s.kept > bodiesKept) {
		oldest := s.finals[0]
		s.finals[0] = nil
		s.finals = s.finals[1:]
		s.kept -= len(oldest.body)
		delete(s.byNumber, oldest.number)
	}
	l := d.lane
	if l == nil {
		return
	}
	d.lane = nil
	l.waiting[0] = nil
	l.waiting = l.waiting[1:]
	if released := s.overtaken(l.key, d); len(released) > 0 {
		for _, next := range released {
			next.lane = l
		}
		l.waiting = slices.Concat(released, l.waiting)
	}
	if len(l.waiting) == 0 {
		delete(s.lanes, l.key)
		s.unpark(d.slot)
		return
	}
	s.send(l.waiting[0])
}

// settle takes note of how an attempt ended, at its end.
func (s *Sandbox) settle(d *delivery, a Attempt, ended int64) {
	d.pending = nil
	d.attempts = append(d.attempts, a)
	s.tell(Happening{At: instant(ended), Subject: d.subject, Event: d.callback.Event, Delivery: d.id(), Attempt: a.N, Status: a.Status, Error: a.Error})
	again := d.arranged.Deliver == deliverAgain && a.Status != 0 || d.arranged.Deliver == deliverRepeat && a.Error == ""
	if again && !d.cancelled {
		d.arranged.Deliver = ""
		same := s.again(d, ended)
		s.line(same, laneKey{slot: d.slot, address: d.address(), replay: same.number})
	}
	if a.Error == "" {
		s.finish(d, Delivered)
		return
	}
	if d.cancelled {
		s.finish(d, Cancelled)
		return
	}
	pause, more := d.policy.again(len(d.attempts))
	if !more {
		s.finish(d, Failed)
		return
	}
	d.state = Waiting
	s.rouse(d, ended+int64(pause))
}

// rouse has the schedule come back to a delivery.
func (s *Sandbox) rouse(d *delivery, at int64) {
	d.wake = at
	s.schedule(entry{at: at, slot: d.slot, ref: d.number | ofDelivery})
}

// roused is what the schedule does with a delivery: an attempt ends, or the
// next one begins.
func (s *Sandbox) roused(d *delivery, at int64) {
	if d.pending != nil {
		s.settle(d, *d.pending, at)
		return
	}
	s.send(d)
}

// cancel drops what an address is owed.
func (s *Sandbox) cancel(p *Provider, address string) int {
	n := 0
	for key, list := range s.parked {
		if key.address != address || list[0].provider != p {
			continue
		}
		delete(s.parked, key)
		for _, d := range list {
			s.finish(d, Cancelled)
			n++
		}
	}
	for _, l := range s.lanesOf(p, address) {
		for _, d := range l.waiting[1:] {
			d.lane = nil
			s.finish(d, Cancelled)
			n++
		}
		l.waiting = l.waiting[:1]
		d := l.waiting[0]
		if d.state == Sending {
			d.cancelled = true
		} else {
			s.finish(d, Cancelled)
		}
		n++
	}
	return n
}

// Replay sends the same bytes once more, as a delivery of its own that waits
// for no other.
func (s *Sandbox) Replay(id string) (Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.delivery(id)
	if d == nil {
		return Delivery{}, ErrNoDelivery
	}
	again := &delivery{
		slot: d.slot, provider: d.provider, subject: d.subject, account: d.account, due: s.clock.nano(),
		callback: d.callback, policy: d.policy, body: d.body, state: Waiting, arranged: arranged{Choices: d.arranged.Choices},
	}
	s.file(again)
	s.line(again, laneKey{slot: d.slot, address: d.address(), replay: again.number})
	return again.copy(), nil
}

func seconds(d time.Duration) string { return d.Round(time.Millisecond).String() }
