package engine

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/ringer-mock/ringer/specs"
)

// A Fault is a failure arranged on purpose: at a point, an effect.
type Fault struct {
	On    Point  `json:"on"`
	Do    Effect `json:"do"`
	Fired int    `json:"fired"` // how often it has had its effect
	seen  int    // how often its point was reached
}

// A Point is where a fault waits.
type Point struct {
	Provider  string `json:"provider,omitempty"` // "": any that has the operation
	Operation string `json:"operation,omitempty"`
	Account   string `json:"account,omitempty"` // "": any, and also a request that nobody could be found for
	Nth       int    `json:"nth,omitempty"`     // 0: every time
}

// An Effect is what a fault does. One of Fail and Status says which failure.
type Effect struct {
	Fail       Kind            `json:"fail,omitempty"`        // rendered as the provider renders it
	Status     int             `json:"status,omitempty"`      // as the provider says it
	Body       json.RawMessage `json:"body,omitempty"`        // instead of the provider's words
	RetryAfter int             `json:"retry_after,omitempty"` // in seconds
}

// Faults are those of one sandbox.
type Faults struct {
	armed atomic.Bool // so that a sandbox without faults takes no lock

	mu   sync.Mutex
	list []Fault
}

// Set replaces the faults; all counting begins anew.
func (f *Faults) Set(list []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = make([]Fault, len(list))
	for i, fault := range list {
		f.list[i] = Fault{On: fault.On, Do: fault.Do}
	}
	f.armed.Store(len(list) > 0)
}

// List returns the faults and how often they fired.
func (f *Faults) List() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Fault{}, f.list...)
}

// reach counts that a request has come to an operation, and returns what is to
// happen to it: the first fault of the list whose turn it is. It is called
// twice for a request: before anybody is known, for the faults that take any
// account, and with the account for the others.
func (f *Faults) reach(provider, operation, account string, known bool) (effect Effect, hit bool) {
	if !f.armed.Load() {
		return Effect{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.list {
		fault := &f.list[i]
		if !fault.On.at(provider, operation, account, known) {
			continue
		}
		fault.seen++
		if !hit && (fault.On.Nth == 0 || fault.On.Nth == fault.seen) {
			fault.Fired++
			effect, hit = fault.Do, true
		}
	}
	return effect, hit
}

func (p *Point) at(provider, operation, account string, known bool) bool {
	return p.Operation == operation && (p.Provider == "" || p.Provider == provider) && (p.Account != "") == known && (!known || p.Account == account)
}

// failure is what an effect asks a provider to render.
func (e Effect) failure() *Failure {
	failed := &Failure{Kind: e.Fail, Status: e.Status}
	if failed.Kind == "" {
		failed.Kind = kindOfStatus(e.Status)
	}
	if e.RetryAfter > 0 {
		failed.Header = http.Header{"Retry-After": {strconv.Itoa(e.RetryAfter)}}
	}
	return failed
}

// kindOfStatus is the kind of failure that most often has a status.
func kindOfStatus(status int) Kind {
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return Invalid
	case http.StatusUnauthorized:
		return BadCredential
	case http.StatusForbidden:
		return Forbidden
	case http.StatusNotFound:
		return NotFound
	case http.StatusMethodNotAllowed:
		return WrongMethod
	case http.StatusRequestTimeout:
		return TooSlow
	case http.StatusRequestEntityTooLarge:
		return TooLarge
	case http.StatusUnsupportedMediaType:
		return WrongMedia
	case http.StatusTooManyRequests:
		return RateLimited
	case http.StatusBadGateway:
		return CannotQueue
	case http.StatusServiceUnavailable:
		return Full
	}
	return Broken
}

// judge says what is wrong with a fault, by the operations that there are.
func (f *Fault) judge(providers []*Provider) error {
	var operations []string
	known := f.Do.Fail == "" || slices.Contains(kinds, f.Do.Fail)
	for _, p := range providers {
		if f.On.Provider != "" && f.On.Provider != p.Spec.Name {
			continue
		}
		known = known || p.fails(f.Do.Fail)
		for _, o := range p.Spec.Operations() {
			operations = append(operations, o.ID)
		}
	}
	switch {
	case len(operations) == 0:
		return fmt.Errorf("no provider is called %q", f.On.Provider)
	case !slices.Contains(operations, f.On.Operation):
		hint := ""
		if near := specs.Nearest(f.On.Operation, operations); near != "" {
			hint = "; did you mean " + near + "?"
		}
		return fmt.Errorf("no operation is called %q%s", f.On.Operation, hint)
	case (f.Do.Fail == "") == (f.Do.Status == 0):
		return fmt.Errorf("a fault on %s does either fail or status", f.On.Operation)
	case !known:
		words := make([]string, len(kinds))
		for i, kind := range kinds {
			words[i] = string(kind)
		}
		return fmt.Errorf("no failure is called %q%s", f.Do.Fail, specs.Hint(string(f.Do.Fail), words))
	}
	return nil
}

// fails tells whether a provider has a failure of its own of this kind: what it
// says then is not what it says of any word.
func (p *Provider) fails(kind Kind) bool {
	const nothing Kind = "a kind that nobody has"
	return !reflect.DeepEqual(p.Fail(&Failure{Kind: kind}), p.Fail(&Failure{Kind: nothing}))
}
