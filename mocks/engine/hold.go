package engine

import "context"

// A hold keeps what one request sets in motion from being told before the
// request has been answered: receivers hear of a call after its client does.
// A request has one, writes through it, and releases it in every case.
type hold struct {
	sandbox *Sandbox
	life    context.Context // the sandbox's, when it was first written to
	slots   []uint32
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
