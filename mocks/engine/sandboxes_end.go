package engine

import "fmt"

// Delete removes a sandbox, stops its clock and cancels what is under way;
// tokens that were minted in it are not valid in a later one of its name. The
// default sandbox is made anew at once.
func (w *Sandboxes) Delete(name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.byName[name]
	if !ok {
		return fmt.Errorf("delete sandbox %s: %w", name, ErrNoSandbox)
	}
	w.remove(s)
	w.fake.journal.forget(name)
	if name != DefaultSandbox {
		return nil
	}
	_, err := w.fresh(name, Setup{})
	if err != nil {
		w.byName[name] = s // empty, but there
	}
	return err
}

// remove takes a sandbox out of the world; its part of the journal is for the
// caller to forget.
func (w *Sandboxes) remove(s *Sandbox) {
	delete(w.byName, s.name)
	if len(w.removed) >= namesKept {
		for _, n := range w.removed {
			w.floor = max(w.floor, n)
		}
		clear(w.removed)
	}
	w.removed[s.name] = s.incarnation + 1
	if origin := s.Origin(); origin.Name == s.name { // of a restored world maybe a later one
		w.removed[s.name] = max(s.incarnation, origin.Life) + 1
	}
	s.tidy()
	s.retire()
	s.tellState("removed")
}

// Reset empties a sandbox and furnishes it anew. Its clock goes on, and tokens
// stay valid. Only "journal" or "faults" empties just that.
func (w *Sandboxes) Reset(name, only string) error {
	s, ok := w.Get(name)
	switch {
	case !ok:
		return fmt.Errorf("reset sandbox %s: %w", name, ErrNoSandbox)
	case only == "journal":
		w.fake.journal.forget(name)
		return nil
	case only == "faults":
		s.desk.faults.set(nil, 0)
		return nil
	case only != "":
		return fmt.Errorf("reset sandbox %s: there is no part %q: want journal or faults", name, only)
	}
	w.fake.journal.forget(name)
	s.tidy()
	s.unrest.Store(newUnrest(s.fake, s.Chaos()))
	err := s.reset()
	s.tellState("reset")
	return err
}

// reset empties the sandbox and furnishes it anew.
func (s *Sandbox) reset() error {
	s.mu.Lock()
	s.clear()
	s.mu.Unlock()
	err := s.furnish(nil)
	s.Pump()
	return err
}

// retire ends everything for good.
func (s *Sandbox) retire() {
	s.desk.faults.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	s.end()
}
