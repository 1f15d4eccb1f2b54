package engine

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// minted remembers of which ids there may be a subject in any sandbox, so that
// one that nobody has is not looked for in ten thousand of them. It may take an
// id for one of ours that is not, never the other way round.
//
//	id ─▶ two bits of a filter, 16 bits for each id that it is made for
//
// A filter forgets nothing; when it has taken up more than it was made for, it
// is made anew from the sandboxes there are.
type minted struct {
	seed    maphash.Seed
	now     atomic.Pointer[filter]
	next    atomic.Pointer[filter] // being made
	renewal sync.Mutex
}

// fewestIDs is what the first filter is made for: 64 KiB.
const fewestIDs = 32_768

type filter struct {
	bits  []atomic.Uint64
	ids   atomic.Int64 // taken up
	bound int64
}

func newMinted() *minted {
	m := &minted{seed: maphash.MakeSeed()}
	m.now.Store(newFilter(fewestIDs))
	return m
}

// newFilter makes one for so many ids, a power of two.
func newFilter(bound int64) *filter {
	return &filter{bits: make([]atomic.Uint64, bound/4), bound: bound}
}

// add takes up an id; the lock of the sandbox that has it is held.
func (m *minted) add(id string) {
	next, sum := m.next.Load(), maphash.String(m.seed, id) // in this order, or it could miss both
	m.now.Load().add(sum)
	if next != nil {
		next.add(sum)
	}
}

// has tells whether there may be a subject with this id.
func (m *minted) has(id string) bool { return m.now.Load().has(maphash.String(m.seed, id)) }

func (f *filter) add(sum uint64) {
	if f.has(sum) {
		return
	}
	f.ids.Add(1)
	for _, bit := range f.of(sum) {
		f.bits[bit/64].Or(1 << (bit % 64))
	}
}

func (f *filter) has(sum uint64) bool {
	for _, bit := range f.of(sum) {
		if f.bits[bit/64].Load()&(1<<(bit%64)) == 0 {
			return false
		}
	}
	return true
}

func (f *filter) of(sum uint64) [2]uint64 {
	mask := uint64(len(f.bits))*64 - 1
	return [2]uint64{sum & mask, sum >> 32 & mask}
}

// renew makes a filter of what these sandboxes hold, if the one there is has
// taken up too much.
func (m *minted) renew(all func() []*Sandbox) {
	if f := m.now.Load(); f.ids.Load() <= f.bound || !m.renewal.TryLock() {
		return
	}
	defer m.renewal.Unlock()
	bound, held := int64(fewestIDs), int64(0)
	for _, s := range all() {
		held += int64(s.size())
	}
	for bound < 2*held {
		bound *= 2
	}
	next := newFilter(bound)
	m.next.Store(next)
	for _, s := range all() {
		s.eachID(func(id string) { next.add(maphash.String(m.seed, id)) })
	}
	m.now.Store(next)
	m.next.Store(nil)
}

// eachID visits the ids of all subjects. Those that come meanwhile it may miss.
func (s *Sandbox) eachID(visit func(string)) {
	for last := -1; last != 0; {
		last = s.subjectsBefore(last, func(slot uint32, _ *class) { visit(s.records.at(int(slot)).id) })
	}
}
