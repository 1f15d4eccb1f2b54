package engine

import "github.com/ringer-mock/ringer/mocks/call"

// hasten tells receivers of a subject that was just placed what faults want
// told before its client has an answer: the events that are still to come, each
// as it will be told at its own instant, and then not again.
func (tx *Tx) hasten(slot uint32) {
	s := tx.sandbox
	r := s.records.at(int(slot))
	for i := int(r.cursor); i < r.timeline.Len(); i++ {
		for _, c := range s.rendered(tx.provider, slot, r.timeline.Event(i)) {
			d := s.newDelivery(tx.provider, slot, tx.now, c)
			hits := s.reachCallback(d, 0, true)
			if len(hits) == 0 {
				continue
			}
			if s.early == nil {
				s.early = map[earlyKey]int{}
			}
			s.early[earlyKey{slot, c.Event, d.address()}]++
			d.ahead = true
			if tx.hold != nil {
				d.heard = make(chan struct{})
				tx.hold.early = append(tx.hold.early, d.heard)
			}
			s.deal(d, arrangedBy(append(hits, s.reachCallback(d, 0, false)...)))
		}
	}
}

// earlyKey is a callback that was told before its event.
type earlyKey struct {
	slot           uint32
	event, address string
}

// toldEarly says whether a callback has been told before its event, once.
func (s *Sandbox) toldEarly(d *delivery) bool {
	key := earlyKey{d.slot, d.callback.Event, d.address()}
	if s.early[key] == 0 {
		return false
	}
	if s.early[key]--; s.early[key] == 0 {
		delete(s.early, key)
	}
	return true
}

// rendered is what is owed for one event of a subject.
func (s *Sandbox) rendered(p *Provider, slot uint32, event call.Event) []Callback {
	if p.Callbacks.Render == nil {
		return nil
	}
	return s.render(p, &Moment{
		Tx:      &Tx{sandbox: s, provider: p, now: event.At.UnixNano()},
		Subject: s.subject(slot),
		Event:   event,
		Now:     event.At,
	})
}
