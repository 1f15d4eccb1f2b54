package grade

import (
	"net/http"
	"net/url"

	"github.com/ringer-mock/ringer/specs"
)

// Tampering is what a proxy does to what passes between the runner and a fake. A mutant breaks a rule of the provider, a
// chameleon breaks none. Its functions may run in several plays at once: what they remember lies in the Proxy, which is
// new in each play.
type Tampering struct {
	Name string
	// Before sees a request on its way to the fake.
	Before func(*Passing)
	// After sees the reply on its way back; it tells whether it changed anything.
	After func(*Passing) bool
	// Push sees a callback on its way to the runner, and returns what is delivered in its place; nil, false leaves it alone.
	Push func(*Proxy, Pushed) ([]Pushed, bool)
	// Again delivers a callback that the runner accepted once more.
	Again bool
	// Encode writes every JSON body that passes; nil: as Encoded does.
	Encode func(any) []byte
	// Control sees what the control port has answered to; it tells whether it did anything.
	Control func(*Proxy, *http.Request) bool

	reach reach
}

// reach is what a tampering can be set off by, as far as that is known before. The zero value is everything.
type reach struct {
	operation string              // only its requests
	status    int                 // only its replies with this status; 0: all
	event     string              // only its callbacks
	changes   func(body any) bool // whether it changes a body as it stands, without doing so; nil: always
}

func (r reach) everything() bool { return r.operation == "" && r.event == "" }

// by tells whether a tampering may be set off by what passed in a clean play.
func (r reach) by(s sight) bool {
	return r.everything() ||
		r.operation == s.operation && r.event == s.event && (r.status == 0 || r.status == s.status) && (r.changes == nil || r.changes(s.body))
}

// Passing is one request and its reply.
type Passing struct {
	Proxy     *Proxy
	Operation *specs.Operation // nil for an address outside the document
	Request   *http.Request    // Before may change it; its URL has only path and query
	Sent      []byte
	SentBody  map[string]any // nil where it is no JSON object
	Altered   bool           // set by Before where it changed something
	Was       url.Values     // the parameters before that
	WasSent   map[string]any // the body before that
	Status    int
	Header    http.Header
	Body      any    // decoded with numbers as they stand; nil where it is no JSON
	Raw       []byte // sent as it stands where Body is nil
}

// Is tells whether a request is of the operation.
func (x *Passing) Is(operation string) bool {
	return x.Operation != nil && x.Operation.ID == operation
}

// Sandbox is the name of the world that the request is for.
func (x *Passing) Sandbox() string { return x.Request.Header.Get("Ringer-Sandbox") }

// Again asks the fake once more, as the request now stands, and takes that reply.
func (x *Passing) Again() bool {
	x.ask()
	x.Body = Decoded(x.Raw)
	return true
}

// Pushed is one callback.
type Pushed struct {
	Event  string
	Method string // "": POST
	Path   string // below the inbox
	Header http.Header
	Body   any
}
