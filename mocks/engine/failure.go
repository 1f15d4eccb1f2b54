package engine

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// A Kind says what went wrong, in words that no provider owns. A provider may
// add kinds of its own; faults name them by the same words.
type Kind string

// The kinds that the engine itself produces.
const (
	Invalid         Kind = "invalid"          // a parameter or member breaks the document; see Details
	Malformed       Kind = "malformed"        // the body is not JSON, or is nested beyond reason
	Unauthenticated Kind = "unauthenticated"  // no credential was sent
	BadCredential   Kind = "bad-credential"   // malformed, unknown, expired or revoked
	Forbidden       Kind = "forbidden"        // a good credential, not for this
	NotFound        Kind = "not-found"        // the thing named does not exist
	UnknownPath     Kind = "unknown-path"     // no operation has this path
	WrongMethod     Kind = "wrong-method"     // the path has other methods; Header has Allow
	WrongMedia      Kind = "wrong-media-type" // the body is no JSON by its own Content-Type
	TooLarge        Kind = "too-large"        // the body is over the limit
	TooSlow         Kind = "too-slow"         // the body did not arrive in time
	RateLimited     Kind = "rate-limited"     // too many requests; Header has Retry-After
	CannotQueue     Kind = "cannot-queue"     // the platform cannot take the call
	Broken          Kind = "broken"           // the server failed
	Full            Kind = "full"             // a bound of the fake is reached; Reason says which
	BadSandbox      Kind = "bad-sandbox"      // the sandbox that was named does not fit; Reason says why
)

// Kinds are those that the engine itself produces, which every provider can be
// made to say.
func Kinds() []Kind { return slices.Clone(kinds) }

// kinds are all of them, for faults.
var kinds = []Kind{
	Invalid, Malformed, Unauthenticated, BadCredential, Forbidden, NotFound, UnknownPath, WrongMethod, WrongMedia,
	TooLarge, TooSlow, RateLimited, CannotQueue, Broken, Full, BadSandbox,
}

// A Failure is a request that could not be served. It never carries a value
// that the client sent.
type Failure struct {
	Kind    Kind
	Status  int      // a status that a fault asks for; 0: the provider's own for this kind
	Reason  string   // for people; "": the provider's usual words
	Details []Detail // what is wrong where, for Invalid; in the order of the document
	Header  http.Header

	// Operation is what was asked for when a provider's Fail is called: the
	// engine fills it in. nil: no operation was found.
	Operation *specs.Operation
}

// A Detail is one broken rule of the document.
type Detail struct {
	In     string   // body, query, path, header
	Field  []string // the way to the member: ["customer_number"]; empty: the whole
	Rule   string   // the document's keyword: required, type, format, minimum, enum …
	Want   string   // what the rule asks for: "string", "200"; may be empty
	Reason string   // in plain words, without the value
}

// Error says kind and reason, for logs and tests.
func (f *Failure) Error() string {
	parts := []string{string(f.Kind)}
	if f.Reason != "" {
		parts = append(parts, f.Reason)
	}
	for _, d := range f.Details {
		parts = append(parts, d.In+" "+strings.Join(d.Field, ".")+": "+d.Reason)
	}
	return strings.Join(parts, ": ")
}
