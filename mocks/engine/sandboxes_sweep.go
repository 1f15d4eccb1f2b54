package engine

import "time"

// glance collects what nobody uses if that was not looked for lately. It is
// asked by whoever comes, so that no timer is needed: while nobody comes, nothing
// grows.
func (w *Sandboxes) glance() {
	now, last := w.uptime.now(), w.swept.Load()
	if now-time.Duration(last) >= min(sweepEvery, w.fake.options.Idle) && w.swept.CompareAndSwap(last, int64(now)) {
		w.sweep()
	}
}

// room collects what nobody uses for the sake of one more.
func (w *Sandboxes) room() {
	w.mu.RLock()
	full := len(w.byName) >= mostSandboxes
	w.mu.RUnlock()
	if full {
		w.sweep()
		return
	}
	w.glance()
}

// sweep collects sandboxes that have not been used for long and in which
// nothing will happen by itself.
func (w *Sandboxes) sweep() {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.uptime.now()
	var gone []string
	for _, s := range w.byName {
		idle := now - time.Duration(s.used.Load())
		if s.name != DefaultSandbox && idle > w.fake.options.Idle && s.atRest() {
			w.remove(s)
			gone = append(gone, s.name)
		}
	}
	w.fake.journal.forget(gone...)
}

// atRest tells whether nothing is under way, and nothing will be unless
// somebody asks for it.
func (s *Sandbox) atRest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, due := s.due()
	return !s.advancing && s.flying == 0 && s.holding == 0 && (!due || s.clock.frozen())
}
