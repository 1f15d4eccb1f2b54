package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// DefaultSandbox is where everything happens that names no other.
const DefaultSandbox = "default"

// Bounds of sandboxes.
const (
	mostSandboxes = 10_000
	sweepEvery    = time.Minute
	namesKept     = 65_536 // of removed sandboxes
)

// ErrNoSandbox is returned for a name that no sandbox has.
var ErrNoSandbox = errors.New("no sandbox has this name")

// A Setup is how a sandbox begins where it differs from the others.
type Setup struct {
	Clock *Mode     // nil: as the Fake's Options say
	Now   time.Time // zero: as the clock's mode says
	Seed  *uint64   // nil: the Fake's
}

// Sandboxes are the worlds of one Fake, by name. The default one always
// exists; others come and go, and those that nobody uses are collected.
type Sandboxes struct {
	fake   *Fake
	uptime uptime

	mu      sync.RWMutex
	byName  map[string]*Sandbox
	removed map[string]int // how often a sandbox of this name was removed
	floor   int            // the same, for names that are forgotten
	swept   time.Duration
	owners  *Tokens // names of sandboxes by ids of subjects in them
}

func newSandboxes(f *Fake) *Sandboxes {
	return &Sandboxes{fake: f, uptime: newUptime(), byName: map[string]*Sandbox{}, removed: map[string]int{}, owners: NewTokens()}
}

// Get finds a sandbox, and counts as a use of it.
func (w *Sandboxes) Get(name string) (*Sandbox, bool) {
	s, ok := w.peek(name)
	if ok {
		s.used.Store(int64(w.uptime.now()))
	}
	return s, ok
}

// peek finds a sandbox for one who is about to use it.
func (w *Sandboxes) peek(name string) (*Sandbox, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	s, ok := w.byName[name]
	return s, ok
}

// Make makes a sandbox with the world of every provider in it, and tells
// whether it was not there before. Its errors are *Failure where a bound is
// reached or the name does not fit.
func (w *Sandboxes) Make(name string, setup Setup) (created bool, err error) {
	_, created, err = w.make(name, setup)
	return created, err
}

// home is the default sandbox.
func (w *Sandboxes) home() *Sandbox {
	s, _ := w.Get(DefaultSandbox)
	return s
}

// open finds a sandbox, or makes it.
func (w *Sandboxes) open(name string) (*Sandbox, error) {
	if s, ok := w.Get(name); ok {
		return s, nil
	}
	s, _, err := w.make(name, Setup{})
	return s, err
}

func (w *Sandboxes) make(name string, setup Setup) (*Sandbox, bool, error) {
	if !ValidName(name) {
		return nil, false, &Failure{Kind: BadSandbox, Reason: fmt.Sprintf("sandbox %q: a name is 1 to 40 of a-z, 0-9 and -", name)}
	}
	w.sweep()
	w.mu.Lock()
	defer w.mu.Unlock()
	if s, ok := w.byName[name]; ok {
		return s, false, nil
	}
	if len(w.byName) >= mostSandboxes {
		return nil, false, &Failure{Kind: Full, Reason: fmt.Sprintf("there are %d sandboxes, which is the bound: delete some", mostSandboxes)}
	}
	s, err := w.fresh(name, setup)
	return s, err == nil, err
}

// fresh makes a sandbox. The lock is held, so that nobody finds it unfurnished.
func (w *Sandboxes) fresh(name string, setup Setup) (*Sandbox, error) {
	incarnation, ok := w.removed[name]
	if !ok {
		incarnation = w.floor
	}
	s := newSandbox(w.fake, name, incarnation, setup)
	if err := s.furnish(); err != nil {
		return nil, fmt.Errorf("make sandbox %s: %w", name, err)
	}
	s.used.Store(int64(w.uptime.now()))
	w.byName[name] = s
	s.Pump()
	return s, nil
}

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
	if name != DefaultSandbox {
		return nil
	}
	_, err := w.fresh(name, Setup{})
	if err != nil {
		w.byName[name] = s // empty, but there
	}
	return err
}

func (w *Sandboxes) remove(s *Sandbox) {
	delete(w.byName, s.name)
	if len(w.removed) >= namesKept {
		for _, n := range w.removed {
			w.floor = max(w.floor, n)
		}
		clear(w.removed)
	}
	w.removed[s.name] = s.incarnation + 1
	w.fake.journal.forget(s.name)
	s.desk.clear(s)
	s.retire()
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
	s.desk.clear(s)
	return s.reset()
}

// List returns the sandboxes in the order of their names.
func (w *Sandboxes) List() []*Sandbox {
	all := w.all()
	slices.SortFunc(all, func(a, b *Sandbox) int { return strings.Compare(a.name, b.name) })
	return all
}

// OwnerOf finds the sandbox in which a provider's subject has this id. The
// records of the world are in all; those belong to the default one. Who was
// found is remembered, since looking through ten thousand takes 2 ms.
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
	for _, s := range w.all() {
		if has(s) {
			w.owners.Put(id, s.name)
			return s, true
		}
	}
	return nil, false
}

// all are the sandboxes in no order.
func (w *Sandboxes) all() []*Sandbox {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return slices.Collect(maps.Values(w.byName))
}

// sweep collects sandboxes that have not been used for long and in which
// nothing will happen by itself.
func (w *Sandboxes) sweep() {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.uptime.now()
	if now-w.swept < sweepEvery && len(w.byName) < mostSandboxes {
		return
	}
	w.swept = now
	for _, s := range w.byName {
		idle := now - time.Duration(s.used.Load())
		if s.name != DefaultSandbox && idle > w.fake.options.Idle && s.atRest() {
			w.remove(s)
		}
	}
}

// atRest tells whether nothing is under way, and nothing will be unless
// somebody asks for it.
func (s *Sandbox) atRest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, due := s.due()
	return !s.advancing && s.flying == 0 && s.holding == 0 && (!due || s.clock.frozen())
}

// reset empties the sandbox and furnishes it anew.
func (s *Sandbox) reset() error {
	s.mu.Lock()
	s.clear()
	s.mu.Unlock()
	err := s.furnish()
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
