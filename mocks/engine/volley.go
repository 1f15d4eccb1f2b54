package engine

import "sync"

// A volley is attempts that leave at the same instant. They are in flight
// together; what became of them is told in their order, once all are back, so
// that who was faster leaves no trace.
type volley struct {
	mu   sync.Mutex
	all  []flight
	back []*sent
	left int
}

func newVolley(all []flight) *volley {
	v := &volley{all: all, back: make([]*sent, len(all)), left: len(all)}
	for i := range all {
		all[i].volley, all[i].place = v, i
	}
	return v
}

// home takes one attempt back, and calls tell for each that may be told now.
func (f flight) home(note sent, tell func(flight, sent)) {
	v := f.volley
	if v == nil {
		tell(f, note)
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.back[f.place] = &note
	if v.left--; v.left > 0 {
		return
	}
	for i, of := range v.all {
		tell(of, *v.back[i])
	}
}
