package engine

import "github.com/ringer-mock/ringer/mocks/call"

// exchange holds the subjects of one sandbox, and the other records of its
// providers. All of it is guarded by the sandbox's lock.
type exchange struct {
	records   chunks[record] // by slot, which is the order of placing
	classes   []*class
	tables    map[tableKey]*table
	counters  map[tableKey]uint64
	callbacks map[[2]string]string // by provider and account
	pending   schedule             // what is due, and when
}

// record is one subject: 56 bytes, beside its order and its id.
type record struct {
	order      *Order
	timeline   call.Timeline
	id         string
	ordinal    uint32 // within its class
	cursor     uint32 // the next event to hand out
	generation uint32 // entries of the schedule with another one are stale
	class      uint16
	held       uint16 // by requests that are not yet answered
}

// class is all subjects of one provider and kind.
type class struct {
	provider *Provider
	kind     string
	key      uint64 // of its ids
	byID     map[string]uint32
	all      chunks[uint32]             // slots by ordinal
	accounts map[string]*chunks[uint32] // slots by account
}

// mostCalls bounds the subjects of one sandbox: about a gigabyte.
const mostCalls = 2_000_000

// class finds a class, or nil.
func (x *exchange) class(p *Provider, kind string) *class {
	for _, c := range x.classes {
		if c.provider == p && c.kind == kind {
			return c
		}
	}
	return nil
}

func (x *exchange) classFor(p *Provider, kind string) (*class, uint16) {
	for i, c := range x.classes {
		if c.provider == p && c.kind == kind {
			return c, uint16(i)
		}
	}
	c := &class{
		provider: p,
		kind:     kind,
		key:      keyed(keyed(0, p.Spec.Name), kind),
		byID:     map[string]uint32{},
		accounts: map[string]*chunks[uint32]{},
	}
	x.classes = append(x.classes, c)
	return c, uint16(len(x.classes) - 1)
}

// add files a record that has its order, timeline and id, and returns its slot.
func (x *exchange) add(r record) uint32 {
	c := x.classes[r.class]
	slot := uint32(x.records.len())
	r.ordinal = uint32(c.all.push(slot))
	x.records.push(r)
	c.byID[r.id] = slot
	mine := c.accounts[r.order.Account]
	if mine == nil {
		mine = &chunks[uint32]{}
		c.accounts[r.order.Account] = mine
	}
	mine.push(slot)
	return slot
}

func (x *exchange) subject(slot uint32) Subject {
	r := x.records.at(int(slot))
	c := x.classes[r.class]
	return Subject{
		Provider: c.provider.Spec.Name,
		Kind:     c.kind,
		ID:       r.id,
		Ordinal:  uint64(r.ordinal),
		Order:    r.order,
		Timeline: r.timeline,
	}
}

func (x *exchange) slot(p *Provider, kind, id string) (uint32, bool) {
	c := x.class(p, kind)
	if c == nil {
		return 0, false
	}
	slot, ok := c.byID[id]
	return slot, ok
}

// anySlot finds a subject of any provider and kind.
func (x *exchange) anySlot(id string) (uint32, bool) {
	for _, c := range x.classes {
		if slot, ok := c.byID[id]; ok {
			return slot, true
		}
	}
	return 0, false
}
