// Package trace is what passed between a conformance run and the world, as NDJSON: requests with their answers,
// callbacks with ours, the provider's time, and what the run gave. A run's verdict is a function of its trace and the
// scenarios, so a trace judges an old run by today's scenarios without a network.
//
// NewWriter takes Records as they happen; Open reads a file of them. One line is one Record. The first line of a file
// says what it is; each run begins with a Run and ends with an Over, and in between each scenario has its Begin, what it
// exchanged, and its End. Scenarios run at once, so their lines mix; those of one scenario stand in order.
//
// A trace holds no secret. Each stands as another text of the same form and length, always the same within one
// scenario, so that what is equal stays equal and what fits a form still fits it. The package judges nothing.
package trace

import (
	"encoding/json"
	"net/http"
	"time"
)

// Record is one line: something that happened, named by the member that is set.
type Record struct {
	// Scenario is the address of the one it happened in; empty in Run and Over.
	Scenario string `json:"scenario,omitempty"`
	// At is the provider time since the scenario began; of a Request, when the answer was there.
	At Duration `json:"at"`
	// Step counts from 1; 0 is after the last, or before the first.
	Step int `json:"step,omitempty"`

	Run       *Run       `json:"run,omitempty"`
	Begin     *Begin     `json:"begin,omitempty"`
	Request   *Request   `json:"request,omitempty"`
	Callback  *Callback  `json:"callback,omitempty"`
	Passed    *Passed    `json:"passed,omitempty"`
	Signature *Signature `json:"signature,omitempty"`
	Skipped   *Skipped   `json:"skipped,omitempty"`
	End       *End       `json:"end,omitempty"`
	Over      *Over      `json:"over,omitempty"`
}

// Run is how a run was begun, and against whom.
type Run struct {
	Provider string `json:"provider"`
	Target   Target `json:"target"`
	// Virtual: provider time was moved, not waited for.
	Virtual bool `json:"virtual"`
	// Inbox is where callbacks could arrive; empty: the implementation could reach nothing.
	Inbox   string   `json:"inbox,omitempty"`
	Select  []string `json:"select,omitempty"`
	Strict  bool     `json:"strict,omitempty"`
	Shuffle uint64   `json:"shuffle,omitempty"`
	// MinCoverage is how much of the document had to be seen, in per cent.
	MinCoverage float64 `json:"min_coverage,omitempty"`
	// Timelines were wanted of scenarios that pass, too.
	Timelines bool `json:"timelines,omitempty"`
	// Repeat is the command that began it.
	Repeat string `json:"repeat,omitempty"`
}

// Target is the target file of a run without its secrets.
type Target struct {
	Name     string            `json:"name"`
	BaseURL  string            `json:"base_url"`
	Accounts []Account         `json:"accounts"`
	Numbers  map[string]string `json:"numbers"`
	IDs      map[string]string `json:"ids,omitempty"`
	Longest  Duration          `json:"longest,omitempty"`
	Pace     float64           `json:"pace,omitempty"`
	Settle   Duration          `json:"settle,omitempty"`
	Lacks    []string          `json:"lacks,omitempty"`
	Known    []Known           `json:"known,omitempty"`
	// Safety is nil where the target has no such rules.
	Safety *Safety `json:"safety,omitempty"`
	// Hidden are the texts that stand for the target's secrets, in the order in which they were hidden.
	Hidden []string `json:"hidden,omitempty"`
}

// Account is one account of the target.
type Account struct {
	Name   string            `json:"name"`
	Fields map[string]string `json:"fields,omitempty"`
}

// Known is a failure that the target expects.
type Known struct {
	Scenario string `json:"scenario,omitempty"`
	Claim    string `json:"claim,omitempty"`
	Because  string `json:"because,omitempty"`
}

// Safety is whom the run was allowed to dial.
type Safety struct {
	MayDial  []string `json:"may_dial"`
	MaxCalls int      `json:"max_calls"`
}

// Begin is what the run gave to a scenario.
type Begin struct {
	// RunID and RunUUID are the scenario's $run.id and $run.uuid.
	RunID   string `json:"run_id"`
	RunUUID string `json:"run_uuid"`
	// Sandbox is the world it has for itself in a fake.
	Sandbox string `json:"sandbox,omitempty"`
	// Inbox is the address below which its callbacks come, Key its own part of it.
	Inbox string `json:"inbox,omitempty"`
	Key   string `json:"key"`
	// Answers is how the inbox was told to answer, by event.
	Answers map[string][]Answer `json:"answers,omitempty"`
	// Lost says that the scenario could not begin.
	Lost *Lost `json:"lost,omitempty"`
}

// Answer is one scripted answer of the inbox.
type Answer struct {
	Status  int               `json:"status,omitempty"`
	After   Duration          `json:"after,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body,omitempty"`
}

// Request is a request and its answer, or why there was none.
type Request struct {
	// Operation is empty where an address that the implementation gave was fetched.
	Operation string      `json:"operation,omitempty"`
	As        string      `json:"as,omitempty"`
	Method    string      `json:"method"`
	URL       string      `json:"url"`
	Header    http.Header `json:"header,omitempty"`
	Body      Body        `json:"body,omitempty"`
	// Poll: it was one of many, sent until the answer was the one waited for.
	Poll bool `json:"poll,omitempty"`
	// Dials: it counts among the calls that the target allows.
	Dials  bool      `json:"dials,omitempty"`
	Answer *Answered `json:"answer,omitempty"`
	Lost   *Lost     `json:"lost,omitempty"`
}

// Answered is the answer to a request. Its body is kept up to the 16 MiB that a run reads.
type Answered struct {
	Status int         `json:"status"`
	Header http.Header `json:"header,omitempty"`
	Body   Body        `json:"body,omitempty"`
}

// Lost says why something has no outcome.
type Lost struct {
	// Kind is one of Refused, Interrupted, Unreachable and Broken.
	Kind string `json:"kind"`
	Why  string `json:"why"`
}

// The kinds of Lost.
const (
	Refused     = "refused"     // we did not send it: the target does not allow it
	Interrupted = "interrupted" // the run was ended from outside
	Unreachable = "unreachable" // no connection could be made
	Broken      = "broken"      // anything else
)

// Callback is a request that the implementation sent, and how it was answered. Record.At is when it came.
type Callback struct {
	// Seq counts the arrivals of the scenario from 1.
	Seq int `json:"seq"`
	// Event is what the document of then took it for, or the nearest; Exact: it was no guess.
	Event    string      `json:"event,omitempty"`
	Exact    bool        `json:"exact,omitempty"`
	Method   string      `json:"method"`
	Path     string      `json:"path"` // with its query
	Header   http.Header `json:"header,omitempty"`
	Body     Body        `json:"body,omitempty"`
	Answered int         `json:"answered"`
}

// Passed is provider time that passed; Record.At is what it was then.
type Passed struct {
	// For is one of Awaiting, Polling, Waiting and Settling.
	For string `json:"for"`
	// Most is how much was allowed, in Waiting how much was wanted.
	Most Duration `json:"most,omitempty"`
	Lost *Lost    `json:"lost,omitempty"`
}

// What time passes for.
const (
	Awaiting = "callback" // until one may have come
	Polling  = "poll"     // until asking again makes sense
	Waiting  = "wait"
	Settling = "settle" // until nothing is left to come
)

// Signature is a callback's signature, checked when its secret was still known.
type Signature struct {
	Callback int    `json:"callback"` // its Seq
	Secret   string `json:"secret"`   // what stands for it
	OK       bool   `json:"ok"`
}

// Skipped is a scenario that was not begun.
type Skipped struct {
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
}

// End is the end of a scenario. Judging does not read the verdict: it finds it.
type End struct {
	Verdict string `json:"verdict"`
}

// Over is the end of a run.
type Over struct {
	// Verdict is the one of then.
	Verdict     string   `json:"verdict"`
	Took        Duration `json:"took"`
	Interrupted bool     `json:"interrupted,omitempty"`
	// Running are the calls that an interrupted run may have left in progress.
	Running []string `json:"running,omitempty"`
	// Unfired are the faults that were arranged and fired in no scenario.
	Unfired []string `json:"unfired,omitempty"`
}

// Duration is written as Go writes it, such as 1h10m5.25s, to the nanosecond.
type Duration time.Duration

// MarshalText makes Duration readable in JSON.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// Body is the exact bytes of a body: a string in JSON, or {"base64": "…"} where it is no text.
type Body []byte

// JSON decodes the body, with numbers as they are written.
func (b Body) JSON() (any, error) { return decode(b) }

// MarshalJSON writes text as text.
func (b Body) MarshalJSON() ([]byte, error) {
	if isText(b) {
		return quote(string(b))
	}
	return json.Marshal(map[string][]byte{"base64": b})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (b *Body) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*b = Body(text)
		return nil
	}
	var binary struct {
		Base64 []byte `json:"base64"`
	}
	err := json.Unmarshal(data, &binary)
	*b = binary.Base64
	return err
}
