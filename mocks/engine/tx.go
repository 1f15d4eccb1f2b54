package engine

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
)

// A Tx is one provider's chance to write: what it does, nobody sees half done.
// It holds the sandbox's lock, so it is short, does no I/O, and is not used
// after the function that it was given to. Of the Sandbox it may use Name,
// Seed, Now, Faker, Persona and Speech, and nothing that takes the lock.
type Tx struct {
	sandbox  *Sandbox
	provider *Provider
	now      int64
	hold     *hold
	placed   []uint32 // by this Tx, where faults want it told early
	err      error
}

// Do runs a function that may write to the records of one provider. What it
// sets in motion may be told to receivers at once.
func (s *Sandbox) Do(p *Provider, fn func(*Tx) error) error {
	err := s.within(p, nil, fn)
	s.wind()
	return err
}

func (s *Sandbox) within(p *Provider, h *hold, fn func(*Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx := &Tx{sandbox: s, provider: p, now: s.clock.nano(), hold: h}
	if err := fn(tx); err != nil {
		return err
	}
	if tx.err == nil && s.desk.faults.hasten() {
		for _, slot := range tx.placed {
			tx.hasten(slot)
		}
	}
	return tx.err
}

// Now is the instant of everything this Tx does.
func (tx *Tx) Now() time.Time { return instant(tx.now) }

// Sandbox is where it happens.
func (tx *Tx) Sandbox() *Sandbox { return tx.sandbox }

// Place adds a subject and tells its story from now on. Where the sandbox is
// full, or a fault has it refused, the subject is zero and Do returns a Failure.
func (tx *Tx) Place(p Placing) Subject {
	s := tx.sandbox
	if s.records.len() >= mostCalls {
		tx.err = &Failure{Kind: Full, Reason: fmt.Sprintf("sandbox %s holds %d calls, which is its bound: reset it", s.name, mostCalls)}
		return Subject{}
	}
	c, number := s.classFor(tx.provider, p.Kind)
	at := tx.Now()
	if !p.At.IsZero() {
		at = p.At
	}
	id, plan := s.freshID(c, p.ID), p.Plan
	if p.At.IsZero() {
		id = tx.reform(c, id)
		var refused *Failure
		if plan, refused = tx.disturb(p.Order, id, plan); refused != nil {
			tx.err = refused
			return Subject{}
		}
	}
	r := record{order: p.Order, timeline: s.fake.scripts.Script(plan).Begin(at), id: id, class: number}
	if !p.At.IsZero() {
		r.cursor = uint32(r.timeline.Past(tx.Now())) // what has happened before this world began is told to nobody
	}
	if p.Order.Details != nil && tx.err == nil {
		tx.err = declared(tx.provider, tx.provider.Orders, "Orders", p.Kind, p.Order.Details)
	}
	slot := s.add(r)
	s.fake.sandboxes.minted.add(id)
	tx.plan(slot)
	if p.At.IsZero() && s.desk.faults.hasten() {
		tx.placed = append(tx.placed, slot)
	}
	return s.subject(slot)
}

// freshID makes the id of the class's next subject. Should it be taken, the
// next stream of the same ordinal is tried.
func (s *Sandbox) freshID(c *class, make func(*gofakeit.Faker) string) string {
	const tries = 8
	ordinal := uint64(c.all.len())
	var id string
	for try := range uint64(tries) {
		id = make(newFaker(s.Seed(), keyed(c.key, ordinal+try<<32)))
		if _, taken := c.byID[id]; !taken {
			return id
		}
	}
	return fmt.Sprintf("%s-%d", id, ordinal)
}

// Find returns a copy of a subject of this provider.
func (tx *Tx) Find(kind, id string) (Subject, bool) {
	slot, ok := tx.sandbox.slot(tx.provider, kind, id)
	if !ok {
		return Subject{}, false
	}
	return tx.sandbox.subject(slot), true
}

// Change rewrites the future of a subject; the function returns the timeline
// that holds from now on.
func (tx *Tx) Change(kind, id string, rewrite func(call.Timeline) call.Timeline) (Subject, bool) {
	slot, ok := tx.sandbox.slot(tx.provider, kind, id)
	if !ok {
		return Subject{}, false
	}
	return tx.rewrite(slot, rewrite), true
}

func (tx *Tx) rewrite(slot uint32, rewrite func(call.Timeline) call.Timeline) Subject {
	r := tx.sandbox.records.at(int(slot))
	r.timeline = rewrite(r.timeline)
	tx.plan(slot)
	return tx.sandbox.subject(slot)
}

// plan schedules the next event of a subject: at once, or when the request
// that this Tx belongs to has been answered.
func (tx *Tx) plan(slot uint32) {
	if tx.hold != nil {
		tx.hold.keep(slot)
		return
	}
	tx.sandbox.plan(slot)
}

// Callback is the account-level callback address of an account; "": none.
func (tx *Tx) Callback(account string) string {
	return tx.sandbox.callback(tx.provider.Spec.Name, account)
}

// Cancel drops what an address of this provider is still owed, and returns how
// many deliveries that were. One that is being sent is not sent again.
func (tx *Tx) Cancel(address string) int { return tx.sandbox.cancel(tx.provider, address) }
