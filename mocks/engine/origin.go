package engine

import (
	"maps"
	"slices"
	"time"
)

// An Origin is what all that is minted in a world carries of it: the name under
// which the world was made, and which one of that name it was. A world that was
// restored into a sandbox of another name keeps its own, so that it goes on
// giving the addresses, ids and tokens that it would have given.
type Origin struct {
	Name string `json:"name"`
	Life int    `json:"life"` // how often a sandbox of this name had been removed before
}

// birth is what a world begins with and keeps, also over a reset.
type birth struct {
	origin Origin
	seed   uint64
	began  time.Time
}

// Origin tells where what is minted here says that it is from.
func (s *Sandbox) Origin() Origin { return s.born.Load().origin }

// Seed is what everything made up here depends on: the process's seed and the
// name under which the world was made.
func (s *Sandbox) Seed() uint64 { return s.born.Load().seed }

// Began is the sandbox's time when it was made.
func (s *Sandbox) Began() time.Time { return s.born.Load().began }

// whose is the name of the sandbox whose world has this origin: the one that a
// request asks for, if it does, else the one of the origin's name, else the
// first by name that was restored from there.
func (w *Sandboxes) whose(origin Origin, asked string) string {
	from := func(s *Sandbox) bool { return s.Origin() == origin }
	if s, ok := w.peek(asked); ok && from(s) {
		return asked
	}
	if s, ok := w.first(origin.Name, from); ok {
		return s.name
	}
	return origin.Name
}

// first is the sandbox of this name, if it fits, else the first by name that
// does.
func (w *Sandboxes) first(name string, fits func(*Sandbox) bool) (found *Sandbox, ok bool) {
	if s, ok := w.peek(name); ok && fits(s) {
		return s, true
	}
	for _, s := range w.all() {
		if (found == nil || s.name < found.name) && fits(s) {
			found = s
		}
	}
	return found, found != nil
}

// OwnerOf finds the sandbox in which a provider's subject has this id. The
// records of the world are in all; those belong to the default one. Of a world
// and what was restored from it, the one that has its own name comes first. Who
// was found is remembered, and what nobody can have is known, since looking
// through ten thousand takes 2 ms.
func (w *Sandboxes) OwnerOf(p *Provider, id string) (*Sandbox, bool) {
	has := func(s *Sandbox) bool {
		_, ok := s.subjectOf(p, id)
		return ok
	}
	if s := w.home(); has(s) {
		return s, true
	}
	if name, found := w.owners.Get(id); found {
		if s, ok := w.Get(name.(string)); ok && has(s) {
			return s, true
		}
	}
	if !w.minted.has(id) {
		return nil, false
	}
	w.minted.renew(w.all)
	var owner *Sandbox
	for _, s := range w.all() {
		if !has(s) {
			continue
		}
		if s.Origin().Name == s.name {
			owner = s
			break
		}
		if owner == nil || s.name < owner.name {
			owner = s
		}
	}
	if owner == nil {
		return nil, false
	}
	w.owners.Put(id, owner.name)
	return owner, true
}

// all are the sandboxes in no order.
func (w *Sandboxes) all() []*Sandbox {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return slices.Collect(maps.Values(w.byName))
}
