package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/mocks/call"
)

// Options say which providers a Fake has and how its sandboxes begin.
type Options struct {
	Providers []Provider
	Book      *call.Book // nil: every number answers
	Seed      uint64     // of everything that is made up
	Clock     Mode       // of sandboxes that are not told otherwise

	Numbers   map[string]call.Persona // numbers bound in every sandbox
	Callbacks map[string]string       // by provider: the account-level address of every sandbox
	Public    map[string]string       // by provider: scheme and host of addresses that are handed out

	AllowCallback []string          // public hosts that callbacks may go to; see the guard
	AllowPrivate  bool              // callbacks may go to private networks
	Patience      time.Duration     // real silence of a receiver on a virtual clock; 0: 2 s
	Transport     http.RoundTripper // how callbacks are sent; nil: over TCP, behind the guard
	Idle          time.Duration     // real time after which an unused sandbox is collected; 0: 1 h

	Chaos Chaos // of sandboxes that are not told otherwise

	Strict bool         // check every reply and callback against the document, not only the first of each
	Log    *slog.Logger // nil: silent
}

// A Fake stands in for its providers. It holds the sandboxes and sends the
// callbacks; Handler and Control serve it.
type Fake struct {
	options   Options
	providers []*Provider
	sandboxes *Sandboxes
	journal   *Journal
	captured  *inbox.Budget // what arrived at capture addresses
	courier   *courier
	numbers   map[string]call.Persona
	feed      feed
	scripts   call.Library // shared by the calls of all sandboxes
	chosen    chosenCounts // of chaos
	front
}

// New makes a Fake, or says everything that documents and code disagree about.
func New(options Options) (*Fake, error) {
	if options.Book == nil {
		options.Book = call.NewBook(nil)
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Patience <= 0 {
		options.Patience = 2 * time.Second
	}
	if options.Idle <= 0 {
		options.Idle = time.Hour
	}
	f := &Fake{options: options, journal: newJournal(journalBytes), captured: inbox.NewBudget(inboxBytes), numbers: make(map[string]call.Persona, len(options.Numbers))}
	for number, p := range options.Numbers {
		f.numbers[digits(number)] = p
	}
	var problems []error
	for i := range options.Providers {
		p := &f.options.Providers[i]
		problems = append(problems, slices.Concat(agree(p), keepable(p), settled(p))...)
		f.providers = append(f.providers, p)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	if err := f.judgeChaos(options.Chaos); err != nil {
		return nil, err
	}
	if err := f.mountSites(); err != nil {
		return nil, err
	}
	f.journal.feed = &f.feed
	f.courier = newCourier(f.options)
	f.courier.fit, f.courier.note = fitCallback, f.noteAttempt
	f.sandboxes = newSandboxes(f)
	if _, err := f.sandboxes.Make(DefaultSandbox, Setup{}); err != nil {
		return nil, err
	}
	return f, nil
}

// Sandboxes are the worlds of this Fake.
func (f *Fake) Sandboxes() *Sandboxes { return f.sandboxes }

// drain waits until no delivery is in flight. Retries that lie in the future
// are not waited for.
func (f *Fake) drain(ctx context.Context) error { return f.courier.drain(ctx) }

// close ends all sandboxes and lets the connections to receivers go.
func (f *Fake) close() {
	for _, s := range f.sandboxes.List() {
		s.retire()
	}
	f.courier.client.CloseIdleConnections()
}

// Provider finds a provider by name.
func (f *Fake) Provider(name string) (*Provider, bool) {
	i := slices.IndexFunc(f.providers, func(p *Provider) bool { return p.Spec.Name == name })
	if i < 0 {
		return nil, false
	}
	return f.providers[i], true
}

// agree compares the operations of a provider's document with its code.
func agree(p *Provider) []error {
	var problems []error
	complain := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("provider %s: "+format, append([]any{p.Spec.Name}, args...)...))
	}
	for _, o := range p.Spec.Operations() {
		if p.Operations[o.ID] == nil {
			complain("operation %s stands in the document and has no code", o.ID)
		}
	}
	for id := range p.Operations {
		if _, ok := p.Spec.Operation(id); !ok {
			complain("operation %s has code and does not stand in the document", id)
		}
	}
	slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	for _, missing := range []struct {
		what string
		is   bool
	}{{"Fail", p.Fail == nil}, {"Names", p.Names == nil}, {"Authenticate", p.Authenticate == nil}} {
		if missing.is {
			complain("%s is not set", missing.what)
		}
	}
	return problems
}
