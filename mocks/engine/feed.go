package engine

import (
	"sync"
	"sync/atomic"
	"time"
)

// A Telling is something that happened, for whoever listens. What stays empty
// does not belong to its Kind.
type Telling struct {
	ID        uint64    `json:"id"` // counts from 1 in the whole process
	At        time.Time `json:"at"` // of the sandbox
	Sandbox   string    `json:"sandbox"`
	Kind      string    `json:"kind"` // request, call, delivery, attempt, clock, fault or sandbox
	Provider  string    `json:"provider,omitempty"`
	Account   string    `json:"account,omitempty"`
	Operation string    `json:"operation,omitempty"`
	Event     string    `json:"event,omitempty"`
	Call      string    `json:"call,omitempty"`
	Delivery  string    `json:"delivery,omitempty"`
	Attempt   int       `json:"attempt,omitempty"`
	Method    string    `json:"method,omitempty"`
	URL       string    `json:"url,omitempty"`
	Status    int       `json:"status,omitempty"`
	State     string    `json:"state,omitempty"`  // of a delivery or a sandbox
	Reason    string    `json:"reason,omitempty"` // why it went wrong, or what was arranged
	Mode      string    `json:"mode,omitempty"`   // of a clock
	Fault     int       `json:"fault,omitempty"`  // its number in its sandbox
	Seq       uint64    `json:"seq,omitempty"`    // of the journal's entry of a request
}

// tellingsKept is how many happenings a reader may be behind.
const tellingsKept = 4096

// A feed is what happens, as it happens. Nothing is noted until somebody
// listens; after the last reader left it goes on as long as that one could come
// back and miss nothing, which is for as many happenings as are kept.
//
//	tell ─▶ ring of 4,096 ─▶ each reader at its own pace; lapped, it is dropped
//
// Its lock is taken under all others.
type feed struct {
	wanted atomic.Bool

	mu      sync.Mutex
	ring    []Telling // by ID modulo its length
	first   uint64    // the oldest ID in it
	last    uint64    // the latest
	readers int
	unread  int           // happenings since the last reader left
	arrived chan struct{} // closed at the next happening; nil: nobody waits
}

// on tells whether anybody wants to know, at the cost of one atomic load.
func (f *feed) on() bool { return f.wanted.Load() }

// tell notes a happening, whose ID it gives.
func (f *feed) tell(t Telling) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.wanted.Load() {
		return
	}
	f.last++
	t.ID = f.last
	f.ring[t.ID%tellingsKept] = t
	f.first = max(f.first, f.last-min(f.last, tellingsKept-1))
	if f.arrived != nil {
		close(f.arrived)
		f.arrived = nil
	}
	if f.readers > 0 {
		return
	}
	if f.unread++; f.unread >= tellingsKept {
		f.wanted.Store(false)
		f.ring = nil
		f.last++ // so that whoever resumes here hears that something is missing
		f.first = f.last + 1
	}
}

// join begins to read after an ID, or with what comes now. It tells whether
// what came after that ID is not known any more; leave ends it.
func (f *feed) join(after uint64, resumed bool) (from uint64, missed bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.wanted.Load() {
		f.ring, f.first = make([]Telling, tellingsKept), f.last+1
		f.wanted.Store(true)
	}
	f.readers++
	f.unread = 0
	switch {
	case !resumed:
		return f.last, false
	case after > f.last || after+1 < f.first:
		return f.first - 1, true
	}
	return after, false
}

func (f *feed) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.readers--
}

// since copies up to a batch of what came after an ID. Where there is nothing
// yet, arrived closes when there is. lapped says that some of it is gone.
func (f *feed) since(id uint64) (batch []Telling, arrived <-chan struct{}, lapped bool) {
	const most = 256
	f.mu.Lock()
	defer f.mu.Unlock()
	if id+1 < f.first {
		return nil, nil, true
	}
	for next := id + 1; next <= f.last && len(batch) < most; next++ {
		batch = append(batch, f.ring[next%tellingsKept])
	}
	if len(batch) == 0 && f.arrived == nil {
		f.arrived = make(chan struct{})
	}
	return batch, f.arrived, false
}

// listening is how many readers there are.
func (f *feed) listening() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readers
}
