// Package mocks stands in for five providers of voice calls, in tests and
// behind ringer serve. The calls that a client places with it ring, are
// answered or not, end, are transcribed or fail, and its callbacks arrive, in
// the provider's own words, order and retry rhythm.
//
// In a Go test begin with a world of your own:
//
//	w := mocks.Shared(t).Sandbox(t)
//	client := acme.New(w.URL("vinfer"), w.Account("vinfer").APIKey)
//	…
//	w.Advance(time.Minute)
//
// Shared is one fake for all tests of a process, a World one sandbox of it, and
// whatever the client is, its credentials alone select that sandbox. Its clock
// is frozen: Advance, Next and Idle let time pass, and return when every
// callback that was due has been answered. Where the client has timers of its
// own, Bubble runs the test in virtual time that both share. Start serves a
// fake that nobody else uses, and New makes one to be served in some other way.
//
// A World has no asserts: it tells what came (Inbox, Journal, Deliveries,
// Calls) and leaves it to the test to judge. Three things it judges by itself,
// when the test ends: a fault that was arranged and never fired, a reply or
// callback of the fake that breaks the provider's document, and, in a bubble, a
// goroutine that is left behind. It does not speak TLS, plays no audio, and
// calls back nobody beyond this machine.
package mocks

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/callab"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/mocks/indigenius"
	"github.com/ringer-mock/ringer/mocks/induslabs"
	"github.com/ringer-mock/ringer/mocks/intellicall"
	"github.com/ringer-mock/ringer/mocks/vinfer"
	"github.com/ringer-mock/ringer/specs"
)

// A row is one provider: the name of its folders, and its semantics.
type row struct {
	name     string
	provider func(*specs.Provider) engine.Provider
}

var providers = []row{
	{"induslabs", induslabs.Provider},
	{"indigenius", indigenius.Provider},
	{"intellicall", intellicall.Provider},
	{"vinfer", vinfer.Provider},
	{"callab", callab.Provider},
}

// Names lists the providers there are, in the order in which they are served.
func Names() []string {
	names := make([]string, len(providers))
	for i, r := range providers {
		names[i] = r.name
	}
	return names
}

// Options say how a fake behaves; New fills in what it is made of.
type Options = engine.Options

// New makes a fake of the named providers, of all of them where none is named.
// It fills in the Providers and the Book of the options; everything else is
// the caller's. Its errors name the provider and what of it does not load.
func New(o Options, names ...string) (*engine.Fake, error) {
	if len(names) == 0 {
		names = Names()
	}
	book, err := PhoneBook()
	if err != nil {
		return nil, err
	}
	o.Book = book
	loaded, err := load(names)
	if err != nil {
		return nil, err
	}
	o.Providers = append(o.Providers, loaded...)
	return engine.New(o)
}

// load makes the named providers of their contracts.
func load(names []string) ([]engine.Provider, error) {
	contracts, err := read(names)
	if err != nil {
		return nil, err
	}
	made := make([]engine.Provider, len(names))
	for n, name := range names {
		made[n] = providers[slices.Index(Names(), name)].provider(contracts[n])
	}
	return made, nil
}

// read reads the contracts of providers, all at once: each takes about as long
// as all else that a start needs. It lists every problem.
func read(names []string) ([]*specs.Provider, error) {
	found := make([]*specs.Provider, len(names))
	problems := make([]error, len(names))
	var all sync.WaitGroup
	for n, name := range names {
		if !slices.Contains(Names(), name) {
			problems[n] = fmt.Errorf("unknown provider %q%s", name, specs.Hint(name, Names()))
			continue
		}
		all.Go(func() { found[n], problems[n] = specs.Load(name) })
	}
	all.Wait()
	return found, errors.Join(problems...)
}

// PhoneBook is the phone book of specs, as calls read it.
func PhoneBook() (*call.Book, error) {
	data, err := specs.LoadPhoneBook()
	if err != nil {
		return nil, err
	}
	entries := make([]call.Persona, 0, len(data.Personas))
	for _, p := range data.Personas {
		cause, known := call.CauseNamed(p.Cause)
		if !known && p.Cause != "" {
			return nil, fmt.Errorf("phone book: persona %s has the unknown cause %q", p.Name, p.Cause)
		}
		entries = append(entries, call.Persona{
			Name:        p.Name,
			Code:        p.Code,
			Stage:       p.Stage,
			Cause:       cause,
			Status:      p.Status,
			Disposition: p.Disposition,
			Word:        p.Word,
		})
	}
	return call.NewBook(entries), nil
}
