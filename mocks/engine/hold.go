package engine

import (
	"context"
	"time"
)

// A hold keeps what one request sets in motion from being told before the
// request has been answered: receivers hear of a call after its client does.
// A request has one, writes through it, and releases it in every case.
type hold struct {
	sandbox *Sandbox
	life    context.Context // the sandbox's, when it was first written to
	slots   []uint32
	early   []chan struct{} // closed when what faults tell before the answer was told
	fault   int             // the fault that had the request refused, from 1; 0: none
	choices []Choice        // that shape what it sets in motion
}

// do is Sandbox.Do, for the request.
func (h *hold) do(p *Provider, fn func(*Tx) error) error { return h.sandbox.within(p, h, fn) }

// keep takes a subject out of the schedule. The lock is held.
func (h *hold) keep(slot uint32) {
	s := h.sandbox
	r := s.records.at(int(slot))
	r.generation++
	r.held++
	s.holding++
	h.life = s.life
	h.slots = append(h.slots, slot)
}

// await waits until receivers have been told what they hear before the client
// has its answer, but not for long: a receiver may be the very client.
func (h *hold) await(ctx context.Context, patience time.Duration) {
	if len(h.early) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, heard := range h.early {
		select {
		case <-heard:
		case <-ctx.Done():
			return
		}
	}
}

// release puts everything into the schedule and hands out what is due. It is
// called after the response has been written.
func (h *hold) release() {
	if h.sandbox == nil {
		return
	}
	if len(h.slots) > 0 {
		h.reschedule()
	}
	h.sandbox.Pump()
}

func (h *hold) reschedule() {
	s := h.sandbox
	s.mu.Lock()
	defer s.mu.Unlock()
	if h.life == s.life { // else a reset came between, and nothing of it is left
		for _, slot := range h.slots {
			s.records.at(int(slot)).held--
			s.holding--
			s.plan(slot)
		}
		s.calm()
	}
	h.slots = nil
}
