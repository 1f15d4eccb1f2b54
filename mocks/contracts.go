package mocks

import (
	"sync"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// contracts are the documents of all providers, read once in a process: they
// are the same each time and take a tenth of a second, a fake of them three
// milliseconds. What is made of them is made anew for every fake.
var contracts = sync.OnceValues(func() (*library, error) {
	specs, err := read(Names())
	if err != nil {
		return nil, err
	}
	book, err := PhoneBook()
	return &library{specs, book}, err
})

// A library is what fakes are made of. Nobody writes in it.
type library struct {
	specs []*specs.Provider // as Names lists them
	book  *call.Book
}

// fake makes a fake for a test of all providers.
func (l *library) fake(o Options) (*engine.Fake, error) {
	o.Book, o.Strict = l.book, true
	for i, r := range providers {
		o.Providers = append(o.Providers, r.provider(l.specs[i]))
	}
	return engine.New(o)
}
