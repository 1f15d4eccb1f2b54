package engine

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

// Callbacks says how a provider tells its clients what happened.
type Callbacks struct {
	// Policy holds for every delivery that brings none of its own.
	Policy Policy

	// Render turns one event of a subject into the requests that are owed for
	// it, one for each address registered at that instant: none, one or many.
	// It runs under the exchange's lock, at the event's own instant.
	Render func(*Moment) []Callback

	// Sign returns headers made with a callback's Key from the very bytes that
	// are sent, at the instant of the attempt; nil: nothing is ever signed.
	Sign func(key string, body []byte, at time.Time) http.Header
}

// A Policy is what a provider does about a delivery: data, since a delivery
// that is written down takes its own along. All durations are provider time.
type Policy struct {
	Attempts int             `json:"attempts"`          // in all, the first included
	Pauses   []time.Duration `json:"pauses,omitempty"`  // before the second attempt, the third and so on; the last repeats; none: at once
	Accepts  Statuses        `json:"accepts,omitzero"`  // those that count as received; zero: any 2xx
	Timeout  time.Duration   `json:"timeout,omitempty"` // an answer later than this has failed
}

// Statuses are those from one to another, both included.
type Statuses struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// A Moment is one event of one subject, at its own instant.
type Moment struct {
	Tx      *Tx
	Subject Subject
	Event   call.Event
	Now     time.Time // the event's own instant
}

// A Callback is one request that is owed to one address.
type Callback struct {
	Event  string      // its name in the document
	URL    string      // where to
	Header http.Header // beyond Content-Type
	Body   any         // written as JSON once; every attempt sends the same bytes

	Key string // what Callbacks.Sign signs with; "": it is not signed

	// Address identifies the registration it is owed to, so that removing it
	// cancels what is owed (Tx.Cancel); "": the URL.
	Address string

	Policy *Policy // nil: the provider's

	// Refuse is why the provider does not send to this URL, such as that it
	// has to be https: the delivery is refused and says so; "": it is sent.
	Refuse string
}
