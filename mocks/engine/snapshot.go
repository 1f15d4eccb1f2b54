package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/mocks/call"
)

// snapshotVersion is that of the form below. A world written in another one is
// not read.
const snapshotVersion = 1

// snapshotBytes bounds a snapshot: about 400,000 calls.
const snapshotBytes = 256 << 20

// snapshot is all of a world, as it is written down:
//
//   - what its making gave it, its time, its seed, what was set for it;
//   - its calls in the order of placing, each with its order and how far it has
//     been told; one whose future was rewritten with its events, any other with
//     the plan that it shares;
//   - its providers' records, in their order, and their counters;
//   - its deliveries, with what each attempt came to and what is still owed;
//   - its faults and how often each was met, and how its capture address is to
//     answer.
//
// The journal and what arrived at the capture address stay where they were seen.
// So do connections. The schedule follows from the rest.
//
// The same world gives the same bytes. Durations are in nanoseconds.
type snapshot struct {
	Version   int      `json:"snapshot"`
	Providers []string `json:"providers"` // served where it was made
	Origin    Origin   `json:"origin"`
	Seed      uint64   `json:"seed,string"`

	Began time.Time `json:"began"`
	Now   time.Time `json:"now"` // on a frozen clock

	Numbers   map[string]call.Persona `json:"numbers"`
	Callbacks []savedAddress          `json:"callbacks"`

	Plans    []call.Plan    `json:"plans"`
	Calls    []savedCall    `json:"calls"`
	Records  []savedRecord  `json:"records"`
	Counters []savedCounter `json:"counters"`

	Numbered   uint32          `json:"deliveries_numbered"`
	Deliveries []savedDelivery `json:"deliveries"`
	Finished   []uint32        `json:"deliveries_finished"` // in the order in which they became final
	Lanes      []savedLane     `json:"lanes"`
	Parked     []savedLane     `json:"parked,omitempty"` // kept back by faults
	Early      []savedEarly    `json:"early,omitempty"`  // told before their event, by faults

	Chaos Chaos             `json:"chaos"`
	Asked map[string]uint64 `json:"asked,omitempty"` // what chaos has counted

	Faults  []savedFault `json:"faults"`
	Expired []octets     `json:"expired"` // credentials that faults let expire
	Lapses  int          `json:"lapses"`  // how many there have been in all

	Inbox inbox.State `json:"inbox"`
}

// savedAddress is an account-level callback address; without an account the
// one of all others, which is empty where they have none.
type savedAddress struct {
	Provider string `json:"provider"`
	Account  string `json:"account"`
	URL      string `json:"url"`
}

type savedCall struct {
	Provider string       `json:"provider"`
	Kind     string       `json:"kind"`
	ID       string       `json:"id"`
	Placed   time.Time    `json:"placed"`
	Plan     int          `json:"plan"`             // its place among the plans, from 0
	Events   []call.Event `json:"events,omitempty"` // where they are not the plan's
	Told     uint32       `json:"told"`             // how many of its events were handed out

	Account  string `json:"account"`
	Base     string `json:"base,omitempty"`
	Callback string `json:"callback,omitempty"`
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	Agent    string `json:"agent,omitempty"`
	Details  opaque `json:"details,omitzero"`
}

type savedRecord struct {
	Provider string `json:"provider"`
	Kind     string `json:"kind"`
	ID       octets `json:"id"`
	Value    opaque `json:"value"`
}

type savedCounter struct {
	Provider string `json:"provider"`
	Kind     string `json:"kind"`
	Next     uint64 `json:"next"`
}

// Errors of snapshots.
var (
	ErrRunning = errors.New("only a frozen world can be written down")
	ErrRestive = errors.New("the world does not come to rest")
)

// restWithin is how long a snapshot waits for deliveries and requests that are
// under way: longer than five silent receivers in turn.
const restWithin = 12 * time.Second

// Snapshot writes all of a world down, as one JSON document. The clock is to be
// frozen, else ErrRunning; what is due at the present instant is sent first,
// and its answers are waited for, else ErrRestive. Restore reads it.
func (s *Sandbox) Snapshot(ctx context.Context) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, restWithin)
	defer cancel()
	for {
		s.Pump()
		taken, err := s.takeAtRest()
		if taken != nil || err != nil {
			if err != nil {
				return nil, fmt.Errorf("snapshot of sandbox %s: %w", s.name, err)
			}
			return taken.write()
		}
		if err := s.waitCalm(within, s.living()); err != nil {
			if ctx.Err() == nil {
				err = fmt.Errorf("%w within %s: a delivery or a request is still under way", ErrRestive, seconds(restWithin))
			}
			return nil, fmt.Errorf("snapshot of sandbox %s: %w", s.name, err)
		}
	}
}

func (s *Sandbox) living() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.life
}

// takeAtRest copies the world, unless something is under way: then both results
// are nil. What it copies is not changed any more, so that it is written without
// the lock.
func (s *Sandbox) takeAtRest() (*snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next, due := s.due()
	switch {
	case s.life.Err() != nil:
		return nil, ErrGone
	case s.advancing:
		return nil, ErrAdvancing
	case !s.clock.frozen():
		return nil, ErrRunning
	case s.flying > 0 || s.holding > 0 || due && next.at <= s.clock.nano():
		return nil, nil
	}
	return s.take()
}

// take copies the world. The lock is held, and the world at rest.
func (s *Sandbox) take() (*snapshot, error) {
	born := s.born.Load()
	w := &snapshot{
		Version: snapshotVersion, Providers: s.fake.names(), Origin: born.origin, Seed: born.seed, Began: born.began, Now: s.clock.now(),
		Numbers: *s.numbers.Load(), Callbacks: s.takeAddresses(), Records: s.takeRecords(), Counters: s.takeCounters(),
	}
	w.Plans, w.Calls = s.takeCalls()
	s.takeOutbox(w)
	if u := s.unrest.Load(); u != nil {
		w.Chaos, w.Asked = u.chaos, u.counts()
	}
	s.desk.faults.save(w)
	plain := false
	if w.Inbox, plain = s.Inbox().State(); !plain {
		return nil, errors.New("its capture address answers by a function, which cannot be written down")
	}
	return w, nil
}
