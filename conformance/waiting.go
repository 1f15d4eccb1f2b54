package conformance

import (
	"sync"
	"time"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// Waiting is what a run in real time waits for.
type Waiting struct {
	// Address is the scenario that may take longest of those that wait, and Step what it is doing. Both are empty when
	// nothing is waited for any more.
	Address, Step string
	// Left is how long it may still take, in our time and not the provider's.
	Left time.Duration
	// Done of Scenarios are over.
	Done, Scenarios int
}

// vigil tells of what is waited for: when a wait begins, each second of it, and at last that there is none. It may be nil.
type vigil struct {
	mu        sync.Mutex
	tell      func(Waiting)
	waits     map[*play]wait
	done, all int
	stop      chan struct{}
	stopped   chan struct{}
}

type wait struct {
	step  string
	until time.Time
}

// watch begins a vigil where one is wanted and time is waited for.
func (r *run) watch(all []*played) *vigil {
	if r.Waiting == nil || r.virtual() {
		return nil
	}
	v := &vigil{tell: r.Waiting, waits: map[*play]wait{}, stop: make(chan struct{}), stopped: make(chan struct{})}
	for _, pl := range all {
		if pl.selected && pl.result.Verdict == Pass {
			v.all++
		}
	}
	go func() {
		defer close(v.stopped)
		each := time.NewTicker(time.Second)
		defer each.Stop()
		for {
			select {
			case <-each.C:
				v.mu.Lock()
				v.say()
				v.mu.Unlock()
			case <-v.stop:
				return
			}
		}
	}()
	return v
}

// wait files that a play waits, and returns what ends it.
func (v *vigil) wait(p *play, what string, most time.Duration) (over func()) {
	if v == nil {
		return func() {}
	}
	left := inOurs(most, p.run.target.Wait)
	if what == trace.Settling {
		left = p.run.target.Wait.Settle
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.waits[p] = wait{p.label(), time.Now().Add(left)}
	v.say()
	return func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		delete(v.waits, p)
	}
}

// over counts a scenario that has come to its end.
func (v *vigil) over() {
	if v != nil {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.done++
	}
}

// end says that nothing is waited for any more.
func (v *vigil) end() {
	if v != nil {
		close(v.stop)
		<-v.stopped
		v.tell(Waiting{Done: v.done, Scenarios: v.all})
	}
}

// say tells of the wait that may take longest. The lock is held, so that one is told at a time.
func (v *vigil) say() {
	longest := Waiting{Done: v.done, Scenarios: v.all}
	var until time.Time
	for p, w := range v.waits {
		if longest.Address == "" || w.until.After(until) {
			longest.Address, longest.Step, until = p.sc.Address, w.step, w.until
		}
	}
	if longest.Address != "" {
		longest.Left = max(0, time.Until(until))
		v.tell(longest)
	}
}
