package engine

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	Chaos *Chaos    // nil: the Fake's
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
	swept   atomic.Int64   // when, of uptime
	owners  *Tokens        // names of sandboxes by ids of subjects in them
	minted  *minted
}

func newSandboxes(f *Fake) *Sandboxes {
	return &Sandboxes{fake: f, uptime: newUptime(), byName: map[string]*Sandbox{}, removed: map[string]int{}, owners: NewTokens(), minted: newMinted()}
}

// Get finds a sandbox, and counts as a use of it.
func (w *Sandboxes) Get(name string) (*Sandbox, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	s, ok := w.byName[name]
	if ok {
		s.used.Store(int64(w.uptime.now())) // under the lock, so that nobody collects it in between
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
	w.room()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ensure(name, setup)
}

// ensure finds a sandbox, or makes it. The lock is held.
func (w *Sandboxes) ensure(name string, setup Setup) (*Sandbox, bool, error) {
	if !ValidName(name) {
		return nil, false, &Failure{Kind: BadSandbox, Reason: fmt.Sprintf("sandbox %q: a name is 1 to 40 of a-z, 0-9 and -", name)}
	}
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
	if setup.Chaos != nil {
		if err := w.fake.judgeChaos(*setup.Chaos); err != nil {
			return nil, refuse(http.StatusUnprocessableEntity, "", "%s", err)
		}
	}
	incarnation, ok := w.removed[name]
	if !ok {
		incarnation = w.floor
	}
	s := newSandbox(w.fake, name, incarnation, setup)
	if err := s.furnish(nil); err != nil {
		return nil, fmt.Errorf("make sandbox %s: %w", name, err)
	}
	s.used.Store(int64(w.uptime.now()))
	w.byName[name] = s
	s.tellState("made")
	s.Pump()
	return s, nil
}

// List returns the sandboxes in the order of their names.
func (w *Sandboxes) List() []*Sandbox {
	all := w.all()
	slices.SortFunc(all, func(a, b *Sandbox) int { return strings.Compare(a.name, b.name) })
	return all
}
