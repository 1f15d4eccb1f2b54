package engine

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

// A Sandbox is one isolated world: its own calls, records, clock, seed and
// callback addresses. It is safe for concurrent use.
type Sandbox struct {
	name        string
	incarnation int
	fake        *Fake
	clock       *clock
	born        atomic.Pointer[birth]

	numbers atomic.Pointer[map[string]call.Persona] // replaced as a whole, so that it is read without a lock
	used    atomic.Int64                            // when it was last asked for anything, of Sandboxes' uptime
	touches atomic.Uint64                           // how many requests came
	desk    desk                                    // what the HTTP side keeps here
	unrest  atomic.Pointer[unrest]                  // its chaos; nil: none

	mu sync.Mutex // guards all below
	exchange
	outbox
	driver

	life context.Context // of what is under way; ends with a reset and with the sandbox
	end  context.CancelFunc
}

// newSandbox makes an empty sandbox; seeding it is another step.
func newSandbox(f *Fake, name string, incarnation int, setup Setup) *Sandbox {
	mode := f.options.Clock
	if setup.Clock != nil {
		mode = *setup.Clock
	}
	seed := f.options.Seed
	if setup.Seed != nil {
		seed = *setup.Seed
	}
	s := &Sandbox{
		name:        name,
		incarnation: incarnation,
		fake:        f,
		clock:       newClock(mode, setup.Now),
	}
	s.born.Store(&birth{origin: Origin{name, incarnation}, seed: keyed(keyed(0, seed), name), began: s.clock.now()})
	chaos := f.options.Chaos
	if setup.Chaos != nil {
		chaos = *setup.Chaos
	}
	s.unrest.Store(newUnrest(f, chaos))
	s.alarm.fire = s.ring
	s.desk.faults.told = s.tellFault
	s.clear()
	return s
}

// clear forgets everything but name, seed and clock. The lock is held, or the
// sandbox is not yet known to anybody.
func (s *Sandbox) clear() {
	if s.end != nil {
		s.end()
	}
	s.life, s.end = context.WithCancel(context.Background())
	s.exchange = exchange{}
	s.outbox = outbox{}
	s.driver.clear()
	s.numbers.Store(&s.fake.numbers)
}

// furnish puts the records of these providers' worlds into a sandbox; nil: of
// all.
func (s *Sandbox) furnish(these func(*Provider) bool) error {
	var problems []error
	for _, p := range s.fake.providers {
		if p.Seed != nil && (these == nil || these(p)) {
			problems = append(problems, s.within(p, nil, p.Seed))
		}
	}
	return errors.Join(problems...)
}

// Name is the sandbox's name.
func (s *Sandbox) Name() string { return s.name }

// Now is the sandbox's time, in UTC.
func (s *Sandbox) Now() time.Time { return s.clock.now() }

// Clock tells how the time moves, and what it is.
func (s *Sandbox) Clock() (Mode, time.Time) { return s.clock.mode(), s.clock.now() }

// Persona is how the party with this number behaves: as bound in this sandbox,
// else as the phone book says.
func (s *Sandbox) Persona(number string) call.Persona {
	if p, ok := (*s.numbers.Load())[digits(number)]; ok {
		return p
	}
	return s.fake.options.Book.Of(number)
}

// BindNumber lets a number behave in its own way from now on, for calls that
// are placed later.
func (s *Sandbox) BindNumber(number string, p call.Persona) {
	s.mu.Lock()
	defer s.mu.Unlock()
	numbers := maps.Clone(*s.numbers.Load())
	numbers[digits(number)] = p
	s.numbers.Store(&numbers)
}

// digits lets "+91 98…" and "9198…" be one number.
func digits(number string) string {
	kept := make([]byte, 0, len(number))
	for i := range len(number) {
		switch c := number[i]; c {
		case '+', ' ', '-', '(', ')':
		default:
			kept = append(kept, c)
		}
	}
	return string(kept)
}

// SetCallback sets the account-level callback address of a provider's account;
// the account "" stands for all that have none of their own.
func (s *Sandbox) SetCallback(provider, account, url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.callbacks == nil {
		s.callbacks = map[[2]string]string{}
	}
	s.callbacks[[2]string{provider, account}] = url
}

// Callback is the account-level callback address of an account; "": none.
func (s *Sandbox) Callback(provider, account string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callback(provider, account)
}

func (s *Sandbox) callback(provider, account string) string {
	for _, of := range [2]string{account, ""} {
		if url, ok := s.callbacks[[2]string{provider, of}]; ok {
			return url
		}
	}
	return s.fake.options.Callbacks[provider]
}

// touched notes that a request came for this sandbox.
func (s *Sandbox) touched() {
	s.touches.Add(1)
	s.used.Store(int64(s.fake.sandboxes.uptime.now()))
	s.fake.sandboxes.glance()
}
