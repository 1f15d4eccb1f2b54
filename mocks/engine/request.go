package engine

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/specs"
)

// A Request is one request to a provider, as its operations see it: found in
// its sandbox, allowed in and checked against the document.
type Request struct {
	Operation  *specs.Operation
	Provider   *Provider
	Sandbox    *Sandbox      // nil while Provider.Names runs
	Account    specs.Account // whose credential it is; zero where the operation has no security
	Credential Credential
	Base       string        // scheme and host that addresses handed out begin with
	HTTP       *http.Request // for reading only; its body has been read
	Input                    // parameters and members of the body, by name

	// Answer are header fields of the reply, whatever it will be, also one that
	// a failure or a fault arranged; the reply's own come before them.
	Answer http.Header

	hold hold
	lag  time.Duration // a fault's: how old an answer is
}

// A Credential is what the security scheme of the document finds in a request.
type Credential struct {
	Scheme string // the name of the scheme in the document; "": the operation has no security
	Value  string // without the word Bearer
	Sent   bool   // something stood in its place, well-formed or not
}

// Do writes to the records of this provider in the request's sandbox. Nobody
// is called back about it before the request has been answered.
func (r *Request) Do(fn func(*Tx) error) error { return r.hold.do(r.Provider, fn) }

// Now is the instant as of which a read is answered: the sandbox's time, unless
// a fault lets the answer lag behind.
func (r *Request) Now() time.Time { return r.Sandbox.Now().Add(-r.lag) }

// Find returns a copy of one subject of this provider that has been placed by
// Now.
func (r *Request) Find(kind, id string) (Subject, bool) {
	found, ok := r.Sandbox.Find(r.Provider, kind, id)
	if !ok || !r.placed(&found) {
		return Subject{}, false
	}
	return r.based(found), true
}

// placed tells whether a subject was there at the instant of the answer.
func (r *Request) placed(s *Subject) bool {
	return r.lag == 0 || !s.Timeline.Start().After(r.Now())
}

// List returns a page of this provider's subjects and how many there are in all.
func (r *Request) List(q Query) (page []Subject, total int) {
	if match := q.Match; r.lag > 0 {
		q.Match = func(s *Subject) bool { return r.placed(s) && (match == nil || match(s)) }
	}
	page, total = r.Sandbox.List(r.Provider, q)
	for i := range page {
		page[i] = r.based(page[i])
	}
	return page, total
}

// based lets the addresses of a record of the world, which no request placed,
// begin as those of this request do.
func (r *Request) based(s Subject) Subject {
	if s.Order != nil && s.Order.Base == "" {
		order := *s.Order
		order.Base = r.Base
		s.Order = &order
	}
	return s
}
