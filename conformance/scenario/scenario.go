// Package scenario reads scenarios: what to do, and what must come back.
//
// NewLoader first, with the contract that scenarios are checked against; then
// Loader.Load for files of a file system or Loader.Parse for bytes. Loading is
// strict and lists everything that is wrong; a Scenario that loads names only
// operations, events, claims, accounts and names that exist. The package does
// not send, wait or judge: that is the runner's work.
package scenario

import (
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/specs"
)

// Scenario is one story: steps from top to bottom, and what must never arrive.
type Scenario struct {
	Address  string // provider/file/name
	Provider *specs.Provider
	Title    string
	Why      string
	Inbox    map[string][]Answer // by event: how our receiver answers; the last repeats
	Steps    []*Step
	Never    []*Step // all of kind Receive: Event, Where and Proves are set
	Place    Place
	Breaks   *Breach // nil: somebody wrote it
	file     *source.File
	node     *yaml.Node
}

// Written is the scenario as it stands in its file. It must not be changed.
func (s *Scenario) Written() *yaml.Node { return s.node }

// Breach is the one rule of the document that the last request of a scenario breaks, which nobody wrote: package
// negative made it.
type Breach struct {
	Operation string
	Member    string // the member or parameter, in dots where it lies deeper; empty: the request as a whole
	Rule      string
	// Documented: somebody says how it is refused. Else it must only not be an error of the server.
	Documented bool
}

// Line returns the text of a line of the file that the scenario stands in,
// counted from 1, for the places of mismatches.
func (s *Scenario) Line(number int) string { return s.file.Line(number) }

// Place is where something stands in a file.
type Place struct {
	File         string
	Line, Column int
	Text         string // of the line
}

// Kind says what a step does.
type Kind uint8

// The kinds of step.
const (
	Call       Kind = iota + 1 // send a request of an operation
	Get                        // fetch an address that the implementation gave
	Receive                    // take callbacks of an event
	Eventually                 // poll an operation until it says something
	Wait                       // let provider time pass
)

// String returns the key that makes a step of this kind.
func (k Kind) String() string {
	return [...]string{"", "call", "get", "receive", "eventually", "wait"}[k]
}

// Step is one thing to do and to judge. Which fields are set follows from the
// kind.
type Step struct {
	Kind  Kind
	Place Place
	Index int // from 0, in the list it stands in

	Operation *specs.Operation // Call, Eventually
	Event     *specs.Event     // Receive
	URL       *match.Template  // Get
	Duration  time.Duration    // Wait

	As      Account
	Under   *string // Call, Eventually: the base of the document to send it under; nil: where base_url leads
	With    []Argument
	Invalid string // why the request need not fit the document; empty: it must
	Spoilt  Spoilt // Call: what is done to the finished request
	Times   Times  // Call: Least copies are sent; Receive: so many must arrive

	Within time.Duration // Receive, Eventually: provider time
	After  string        // Receive: the event that must have arrived before
	Gaps   Gaps

	Where    *Expect // Receive: chooses; nil takes any
	Until    *Expect // Eventually: nil means: until expect would hold
	GiveUpIf *Expect // Eventually; nil: never
	Expect   *Expect // judges; never nil but in Wait and in Never

	Proves []specs.Claim
	Reads  []string // saved names that the step needs, sorted
	Given  []string // given names that the step needs, sorted: numbers.busy, account.email, inbox.url
	Saves  []string // names that the step saves, sorted
	node   *yaml.Node
}

// Spoilt is what is done to a finished request that no document describes. Only Loader.Generated reads it.
type Spoilt string

// The ways to spoil a request.
const (
	Cut     Spoilt = "cut"     // the last byte of the body is missing, so it is no JSON
	Untyped Spoilt = "untyped" // the body is JSON, and called text/plain
)

// Written is the step as it stands in its file. It must not be changed.
func (s *Step) Written() *yaml.Node { return s.node }

// Assumed tells whether the step proves assumed claims only: its failure is a
// warning.
func (s *Step) Assumed() bool { return len(s.Proves) > 0 && s.Proves[0].Assumed() }

// Account is who sends a request.
type Account struct {
	Name  string          // of the target: main unless given; or Nobody, Stranger
	Token *match.Template // the token to send, whoever it belongs to; nil: the account's own
}

// The accounts that exist everywhere.
const (
	Main     = "main"
	Nobody   = "nobody"   // sends no credentials
	Stranger = "stranger" // sends well-formed credentials that belong to no one
)

// Times says how many. A bound of -1 is none. The zero value means that the
// scenario does not say: one request, or the first delivery that fits, which is
// not the same as {1, 1}, exactly one.
type Times struct{ Least, Most int }

// Given tells whether the scenario wrote times.
func (t Times) Given() bool { return t != Times{} }

// Gaps judges the provider time between deliveries that one step takes.
type Gaps struct {
	Growing bool
	Exact   []time.Duration // within 10 % or 1 s
}

// Given tells whether the scenario wrote gaps.
func (g Gaps) Given() bool { return g.Growing || len(g.Exact) > 0 }

// Answer is one scripted answer of our receiver.
type Answer struct {
	Status  int
	After   time.Duration // provider time that the answer takes
	Headers map[string]string
	Body    string
}
