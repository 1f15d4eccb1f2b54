package engine

import (
	"context"

	"github.com/ringer-mock/ringer/mocks/call"
)

// driver hands out what is due. The sandbox's lock guards it.
//
//	placed, changed ─▶ schedule ─▶ hand out ─▶ lanes ─▶ courier ─▶ receiver
//	                      ▲                                │
//	                      └── retry, late answer ◀─ settle ┘
type driver struct {
	alarm     alarm
	armed     int64 // when it is set for; 0: not set
	advancing bool
	flying    int           // deliveries handed to the courier and not yet back
	holding   int           // subjects held by requests that are not answered yet
	calmed    chan struct{} // closed when both are 0; nil: nobody waits
	trace     *trace        // of the advance that runs

	lines map[uint32][]context.CancelFunc // of connected clients, by slot; each hangs up
}

func (d *driver) clear() {
	d.alarm.stop()
	d.armed, d.flying, d.holding = 0, 0, 0
	d.advancing, d.trace, d.lines = false, nil, nil
	d.wakeAll()
}

func (d *driver) wakeAll() {
	if d.calmed != nil {
		close(d.calmed)
		d.calmed = nil
	}
}

// calm wakes an advance that waits for the sandbox to be calm, if it is.
func (s *Sandbox) calm() {
	if s.flying == 0 && s.holding == 0 {
		s.wakeAll()
	}
}

// plan schedules the next event of a subject, and nothing else of it.
func (s *Sandbox) plan(slot uint32) {
	r := s.records.at(int(slot))
	r.generation = (r.generation + 1) &^ ofDelivery
	if r.held == 0 {
		s.next(slot, r)
	}
}

func (s *Sandbox) next(slot uint32, r *record) {
	if i := int(r.cursor); i < r.timeline.Len() {
		s.schedule(entry{at: r.timeline.Event(i).At.UnixNano(), slot: slot, ref: r.generation})
	}
}

// schedule adds an entry. A subject and a delivery have one each that holds, so
// where there are twice as many, the stale ones go.
func (s *Sandbox) schedule(e entry) {
	const few = 64
	s.pending.push(e)
	if s.pending.len() > 2*(s.records.len()+len(s.byNumber))+few {
		s.pending.keep(s.holds)
	}
}

// due is the first entry that still holds. Stale ones before it are dropped.
func (s *Sandbox) due() (entry, bool) {
	for s.pending.len() > 0 {
		e := s.pending.first()
		if s.holds(e) {
			return e, true
		}
		s.pending.pop()
	}
	return entry{}, false
}

func (s *Sandbox) holds(e entry) bool {
	if e.ref&ofDelivery == 0 {
		return s.records.at(int(e.slot)).generation == e.ref
	}
	d := s.byNumber[e.ref&^ofDelivery]
	return d != nil && d.wake == e.at
}

// happen lets the first entry of the schedule happen.
func (s *Sandbox) happen(e entry) {
	s.pending.pop()
	if e.ref&ofDelivery != 0 {
		s.roused(s.byNumber[e.ref&^ofDelivery], e.at)
		return
	}
	s.handOut(e)
}

// handOut moves a subject's cursor over its next event, and files what is owed
// for that. The event after it is scheduled first, so that a rewrite while
// rendering replaces it.
func (s *Sandbox) handOut(e entry) {
	r := s.records.at(int(e.slot))
	event := r.timeline.Event(int(r.cursor))
	r.cursor++
	s.next(e.slot, r)
	p := s.classes[r.class].provider
	s.tell(Happening{At: event.At, Subject: r.id, Event: event.Kind.String()})
	if event.Kind == call.Ended && event.Leg == 0 {
		s.hangUp(e.slot)
	}
	for i, c := range s.rendered(p, e.slot, event) {
		s.owe(p, e.slot, e.at, i, c)
	}
	s.unpark(e.slot)
}

// render asks the provider. A provider that breaks must not take the process
// with it: it renders under a timer.
func (s *Sandbox) render(p *Provider, m *Moment) (owed []Callback) {
	defer func() {
		if broken := recover(); broken != nil {
			s.fake.options.Log.Error("a callback could not be rendered",
				"provider", p.Spec.Name, "sandbox", s.name, "subject", m.Subject.ID, "event", m.Event.Kind.String(), "panic", broken)
		}
	}()
	return p.Callbacks.Render(m)
}

// handful is how many entries happen before the lock is let go for a moment.
const handful = 64

// Pump hands out what is due by now, unless an advance does. It is called
// after a response was written, and by the clock.
func (s *Sandbox) Pump() {
	for s.pump() {
	}
}

func (s *Sandbox) pump() (more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.advancing || s.life.Err() != nil {
		return false
	}
	now := s.clock.nano()
	for range handful {
		e, ok := s.due()
		if !ok || e.at > now {
			s.arm()
			return false
		}
		s.happen(e)
	}
	return true
}

// ring is what the alarm does. It is set anew in any case, since what it rang
// for may lie further ahead than an alarm is ever set for.
func (s *Sandbox) ring() {
	s.mu.Lock()
	s.armed = 0
	s.mu.Unlock()
	s.Pump()
}

// wind sets the alarm for what is due next.
func (s *Sandbox) wind() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arm()
}

// arm sets the alarm, where time passes by itself and an advance does not run.
func (s *Sandbox) arm() {
	e, ok := s.due()
	if !ok || s.clock.frozen() || s.advancing || s.life.Err() != nil {
		if s.armed != 0 {
			s.alarm.stop()
			s.armed = 0
		}
		return
	}
	if wait := s.clock.until(e.at); e.at != s.armed || wait == 0 {
		s.alarm.set(wait)
		s.armed = e.at
	}
}
