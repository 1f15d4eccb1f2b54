package conformance

import (
	"time"

	"github.com/ringer-mock/ringer/conformance/coverage"
)

// Span is a duration that JSON shows as people write it, such as "1h10m5s".
type Span time.Duration

// MarshalText makes Span readable in JSON.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String writes the duration to the millisecond, without the zeros at its end: 10m instead of 10m0s.
func (s Span) String() string { return brief(time.Duration(s)) }

// Result is what a run found. It holds no secret: they are masked before it is made.
type Result struct {
	Provider string `json:"provider"`
	Title    string `json:"title"`
	Target   string `json:"target"`
	BaseURL  string `json:"base_url"`
	// Virtual: provider time was moved by us, not waited for.
	Virtual bool   `json:"virtual"`
	Strict  bool   `json:"strict"`
	Shuffle uint64 `json:"shuffle,omitempty"`
	// Complete: no selection left anything out.
	Complete    bool `json:"complete"`
	Interrupted bool `json:"interrupted"`

	Verdict    Verdict           `json:"verdict"`
	Exit       int               `json:"exit"`
	Scenarios  []ScenarioResult  `json:"scenarios"`
	Claims     []ClaimResult     `json:"claims"`
	Operations []OperationResult `json:"operations"`
	Events     []EventResult     `json:"events"`
	Calls      Calls             `json:"calls"`
	// Coverage is how much of the document was seen; nil where nobody asked.
	Coverage *coverage.Coverage `json:"coverage,omitempty"`
	Audit    Audit              `json:"audit"`
	// Running are the calls that an interrupted run may have left in progress.
	Running []string `json:"running,omitempty"`
	// Lacks are the words that, under lacks, would make an incomplete run complete.
	Lacks []string `json:"lacks,omitempty"`
	// Unfulfilled are known failures that did not fail; each is a failure.
	Unfulfilled []string `json:"unfulfilled,omitempty"`
	// Unfired are faults that were arranged and fired in no scenario, with where they stand; each is a failure.
	Unfired []string `json:"unfired,omitempty"`
	// Incoherent is what scenarios were told that does not agree with what others were; each is a failure.
	Incoherent []string `json:"incoherent,omitempty"`
	// Undocumented are the requests that broke a rule of the document and whose refusal nobody documents, with what was
	// answered. Such an answer fails only as an error of the server.
	Undocumented []BreachResult `json:"undocumented,omitempty"`
	// Withheld is how many scenarios that break a rule were not played, since their operation dials and somebody could
	// have been called.
	Withheld int `json:"withheld,omitempty"`
	// Took is how long the run took; Covered the provider time that passed in its scenarios.
	Took    Span `json:"took"`
	Covered Span `json:"covered"`
	// Watched is how long, in real time, the absence of callbacks was watched after a scenario's last step; 0: no
	// scenario came so far.
	Watched Span `json:"watched,omitempty"`
}

// ScenarioResult is what became of one scenario.
type ScenarioResult struct {
	Address string  `json:"address"`
	Title   string  `json:"title"`
	Why     string  `json:"why,omitempty"`
	File    string  `json:"file"`
	Line    int     `json:"line"`
	Verdict Verdict `json:"verdict"`
	// Reason says why it is neither pass nor fail.
	Reason string `json:"reason,omitempty"`
	// Owner is who has to act where no failure says why it could not be judged.
	Owner Owner `json:"owner,omitempty"`
	// Breaks is the rule that it breaks, where the request was made from the document.
	Breaks *BreachResult `json:"breaks,omitempty"`
	// Steps are what it does, in order, and then what must never arrive; there where Timeline is.
	Steps    []StepResult `json:"steps,omitempty"`
	Failures []Failure    `json:"failures,omitempty"`
	// Timeline is there unless it passed without a remark, and always with Config.Timelines.
	Timeline []Moment `json:"timeline,omitempty"`
	Covered  Span     `json:"covered"`
	// Alone is the command that repeats it.
	Alone string `json:"alone"`
	// Lacks are words that would make it not applicable, where it is inconclusive for want of something.
	Lacks []string `json:"lacks,omitempty"`
	// Longest is the wait.longest that it needs, where a shorter one cut it short.
	Longest Span `json:"longest,omitempty"`
}

// ClaimResult is the verdict on one claim.
type ClaimResult struct {
	ID      string  `json:"id"`
	About   string  `json:"about"`
	Basis   string  `json:"basis"`
	Text    string  `json:"text"`
	Source  string  `json:"source"`
	Verdict Verdict `json:"verdict"`
	// Reason says why it was not judged: the claim that overrules it, the ledger's note.
	Reason string `json:"reason,omitempty"`
	// By are the scenarios that prove or refute it; ByDocument: nodes of the document do.
	By         []string `json:"by,omitempty"`
	ByDocument bool     `json:"by_document,omitempty"`
	// Guard is a mutant that is known to die of it; empty: none is.
	Guard string `json:"guard,omitempty"`
}

// OperationResult counts the answers of one operation by status.
type OperationResult struct {
	Operation string      `json:"operation"`
	Statuses  map[int]int `json:"statuses"`
}

// EventResult counts the callbacks of one event.
type EventResult struct {
	Event string `json:"event"`
	Count int    `json:"count"`
}

// Calls are the requests of operations that dial.
type Calls struct {
	Used int `json:"used"`
	// Allowed is the target's max_calls, and 0 where there is no bound.
	Allowed int `json:"allowed"`
}

// ExitCode is what the program ends with: 0, 1, 3 or 4.
func (r *Result) ExitCode() int { return r.Exit }
