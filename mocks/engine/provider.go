package engine

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// A Provider is all that the engine needs to know of one provider. It is a
// value with function fields, so that a provider's provider.go reads as a
// table of contents.
type Provider struct {
	// Spec is the contract: the document that is mounted, its claims and the
	// world of every fresh sandbox.
	Spec *specs.Provider

	// Operations has one function for each operationId of the document, no
	// more and no fewer; New refuses anything else.
	Operations map[string]Operation

	// Names says which sandbox the credential of a request names. It runs
	// before there is a sandbox, so it decides by the credential alone.
	Names func(*Request) Naming

	// Authenticate finds whose credential it is, in the request's sandbox and
	// by its clock, and returns the name of the account. Its errors are
	// *Failure. It is not called for an operation without security.
	Authenticate func(*Request) (account string, err error)

	// Fail renders any failure in the provider's own dialect.
	Fail func(*Failure) Reply

	// Callbacks says how events become requests, and how those are retried.
	Callbacks Callbacks

	// Stages are what its calls and jobs go through, so that a fault that waits
	// elsewhere is refused; nil: everything.
	Stages []call.Part

	// Lines are the WebSockets that replies lead to, by path; nil: none.
	Lines map[string]Line

	// Orders and Records are what this provider keeps, by kind: a value of the
	// type of an order's Details, and of a record that is put; a nil pointer
	// will do. A snapshot reads it back as that type, from its exported fields;
	// what is not declared here cannot be kept.
	Orders, Records map[string]any

	// Seed places the records of the world in a fresh sandbox; nil: none.
	Seed func(*Tx) error
}

// An Operation answers one request. Its errors are *Failure; any other error
// is answered as a broken server and shown in the journal.
type Operation func(*Request) (Reply, error)

// A Naming says which sandbox a credential selects.
type Naming struct {
	Sandbox string // "": the credential names none
	Create  bool   // the credential is good, so the sandbox that it or the header names is made if it is not there
	Subject string // where no credential was sent: the sandbox is that of the subject with this id
	Minted  Origin // in place of Sandbox: what a token carries of the world that it was minted in
}

// A Reply is what an operation answers: a status, headers and a body, which is
// nil, bytes that are written as they stand, an io.ReadSeeker that is served as
// a file, ranges included, or a value that is written as JSON.
type Reply struct {
	Status int
	Header http.Header
	Body   any
}
