package engine

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Faults are those of one sandbox. It is safe for concurrent use, and its lock
// is taken under all others.
type Faults struct {
	armed atomic.Uint32 // bits of the kinds of points where any waits, so that others take no lock
	asks  atomic.Bool   // one at an operation asks which call a request concerns

	mu      sync.Mutex
	seed    uint64
	list    []Fault
	lasting context.Context // until they are replaced; nil: they never were
	end     context.CancelFunc
	expired map[string]bool // credentials that count as such
	told    func(Fault)     // hears of each that fires; nil: nobody does
	lapses  int             // how many have expired, of all faults that there were
}

// waits tells whether any fault waits at a kind of points, without a lock.
func (f *Faults) waits(at PointKind) bool { return f.armed.Load()&at.bit() != 0 }

// set replaces the faults; all counting begins anew. The seed is the sandbox's.
func (f *Faults) set(list []Fault, seed uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.letGo()
	f.lasting, f.end = nil, nil
	f.expired = nil
	f.list = nil
	f.asks.Store(false)
	f.armed.Store(0)
	f.arm(list, seed)
}

// arm puts faults behind those that are there, whose counts go on. The lock is
// held.
func (f *Faults) arm(list []Fault, seed uint64) {
	if f.lasting == nil && len(list) > 0 {
		f.lasting, f.end = context.WithCancel(context.Background())
	}
	f.seed = seed
	armed, asks := f.armed.Load(), f.asks.Load()
	for _, fault := range list {
		f.list = append(f.list, Fault{On: fault.On, Do: fault.Do, N: len(f.list) + 1, source: fault.source, groups: fault.Do.groups()})
		kind, _ := fault.On.Kind()
		armed |= kind.bit()
		if fault.Do.Deliver == deliverEarly {
			armed |= hastens
		}
		asks = asks || kind == AtOperation && fault.On.narrow()
	}
	f.asks.Store(asks)
	f.armed.Store(armed)
}

// letGo ends what faults make wait. The lock is held.
func (f *Faults) letGo() {
	if f.end != nil {
		f.end()
	}
}

// stop lets no more requests be faulted, and ends what faults make wait; what
// they have done so far can still be read.
func (f *Faults) stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed.And(^AtOperation.bit())
	f.letGo()
}

// List returns the faults and how often they fired.
func (f *Faults) List() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Fault{}, f.list...)
}

// hasten tells whether any fault delivers a callback early.
func (f *Faults) hasten() bool { return f.armed.Load()&hastens != 0 }

// withdraw takes back that a fault fired: it had no effect after all.
func (f *Faults) withdraw(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n <= len(f.list) && f.list[n-1].Fired > 0 {
		f.list[n-1].Fired--
	}
}

// hastens is the bit of faults that deliver early.
const hastens = 8

func (k PointKind) bit() uint32 {
	switch k {
	case AtOperation:
		return 1
	case AtStage:
		return 2
	case AtEvent:
		return 4
	}
	return 0
}

// narrow tells whether a point waits for some calls only.
func (p *Point) narrow() bool { return p.Call != "" || p.Number != "" || p.Persona != "" }

// An occasion is something that comes to a point.
type occasion struct {
	kind     PointKind
	name     string // the operationId, the stage or the event
	provider string
	account  string
	// late is whether the account is what was waited for: a request comes twice,
	// first when nobody is known, for the faults that take any account, then with
	// the account, for the others. All else comes once, early and late at once.
	early, late bool
	about       []party // the calls that it concerns; nil: none is known
	address     string  // of a callback
	attempt     int     // to deliver, from 1; 0: the callback as a whole, to which no fault with an attempt fits
	sent        bool    // a credential came with it, which can expire
	ahead       bool    // a callback whose event is still to come, for the faults that deliver early
	signed      bool    // a callback that is signed
	only        int     // the one fault that may fit; 0: any
}

// A party is one call that something concerns, as far as it is known.
type party struct {
	call    string // its id; "": it is about to be placed
	number  string // the called one, digits only
	persona string // of who is called
}

// A hit is a fault that fires.
type hit struct {
	n    int // which one, from 1
	do   Effect
	life context.Context // ends with the faults that it is of
}

// reach counts that something has come to a point, and returns the faults that
// fire there, in the order of the list. Which of them fires is decided by the
// list alone; of effects that exclude each other only the first one's fires.
func (f *Faults) reach(o occasion) []hit {
	if !f.waits(o.kind) {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var hits []hit
	taken := map[string]bool{} // groups of effects
	for i := range f.list {
		fault := &f.list[i]
		if !fault.fits(o) {
			continue
		}
		fault.Reached++
		if !fault.turn(f.seed) || slices.ContainsFunc(fault.groups, func(group string) bool { return taken[group] }) {
			continue
		}
		for _, group := range fault.groups {
			taken[group] = true
		}
		fault.Fired++
		if f.told != nil {
			f.told(*fault)
		}
		hits = append(hits, hit{n: fault.N, do: fault.Do, life: f.lasting})
	}
	return hits
}

// fits tells whether the point of a fault is where something has come to.
func (f *Fault) fits(o occasion) bool {
	on := &f.On
	kind, name := on.Kind()
	switch {
	case kind != o.kind || name != o.name || on.Provider != "" && on.Provider != o.provider:
		return false
	case on.Account == "" && !o.early, on.Account != "" && (!o.late || on.Account != o.account):
		return false
	case !strings.HasPrefix(o.address, on.Address):
		return false
	case kind == AtEvent && (len(on.Attempt) > 0) != (o.attempt > 0), !on.Attempt.has(o.attempt):
		return false
	case kind == AtOperation && f.Do.Expire != "" && !o.sent:
		return false
	case kind == AtEvent && (f.Do.Deliver == deliverEarly) != o.ahead, f.Do.Sign != "" && !o.signed, o.only != 0 && o.only != f.N:
		return false
	}
	return !on.narrow() || on.concerns(o.about)
}

// concerns tells whether one of the calls is one that the point waits for.
func (p *Point) concerns(about []party) bool {
	for _, one := range about {
		if (p.Call == "" || p.Call == one.call) && (p.Number == "" || digits(p.Number) == one.number) && (p.Persona == "" || p.Persona == one.persona) {
			return true
		}
	}
	return false
}

// turn tells whether this is one of the times that a fault fires.
func (f *Fault) turn(seed uint64) bool {
	switch {
	case !f.On.Nth.has(f.Reached), f.On.Times > 0 && f.Fired >= f.On.Times:
		return false
	case f.On.Chance > 0:
		draw := rand.New(rand.NewPCG(keyed(seed, "fault"), uint64(f.N)<<32|uint64(f.Reached)))
		return draw.Float64() < f.On.Chance
	}
	return true
}

// groups are those that the words of an effect belong to.
func (e Effect) groups() []string {
	words := said(e)
	var groups []string
	for _, row := range EffectWords() {
		if row.Group != "" && slices.Contains(words, row.Word) && !slices.Contains(groups, row.Group) {
			groups = append(groups, row.Group)
		}
	}
	return groups
}
