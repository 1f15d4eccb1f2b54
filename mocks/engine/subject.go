package engine

import (
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
)

// An Order is what a client asked for when it placed a subject. It is never
// changed once it is placed.
type Order struct {
	Account  string // whose it is
	Base     string // scheme and host of the request, for addresses that are handed out
	Callback string // the address given with this order; "": none
	From     string // the number that calls
	To       string // the number that is called; its persona decides
	Agent    string // the agent's number or id, where there is one
	Details  any    // a pointer to the provider's own struct; exported fields, read only
}

// A Placing is an order together with the story that will be told about it.
type Placing struct {
	Kind string // "call", or the provider's word for a job
	// ID makes the id from a Faker of its own (sandbox seed, kind, ordinal).
	ID    func(*gofakeit.Faker) string
	Order *Order
	Plan  call.Plan
	// At is when it was placed; zero: now. Only records of the world lie in the past.
	At time.Time
}

// A Subject is what a timeline belongs to: a call, or a job such as a
// transcription. It is a copy; changing it changes nothing.
type Subject struct {
	Provider string
	Kind     string
	ID       string
	Ordinal  uint64 // its place in the order of placing, within the sandbox
	Order    *Order
	Timeline call.Timeline
}

// State is what holds of the subject at an instant.
func (s Subject) State(now time.Time) call.State { return s.Timeline.State(now) }
