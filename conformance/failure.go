package conformance

// Failure is one thing that went wrong in a scenario, with all that a person needs to act on it.
type Failure struct {
	// Where it stands: the line of the scenario that was not met.
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Source string `json:"source"`
	// Index is the step's place among the scenario's Steps, from 1; 0 is none of them.
	Index int `json:"index,omitempty"`
	// Step is what was being done: "step 3, receive: transcript.failed".
	Step string `json:"step"`
	// Message says what is wrong in one line.
	Message string `json:"message"`
	// Mismatches are the places that differ.
	Mismatches []Mismatch `json:"mismatches,omitempty"`
	// Arrived are the callbacks that did arrive, nearest first, where one is missing.
	Arrived []string `json:"arrived,omitempty"`
	// Claims are those that this refutes; empty where the document demands something that no claim names.
	Claims []ClaimRef `json:"claims,omitempty"`
	// Warning: all its claims are assumed, so it fails nobody.
	Warning bool `json:"warning,omitempty"`
	// Known is why this failure is expected, or empty.
	Known string `json:"known,omitempty"`
	// By is "scenario" where a step was not met, "document" where a message does not fit the document, "coherence" where
	// it does not agree with what was said before.
	By string `json:"by"`
	// Owner is who has to act on it.
	Owner Owner `json:"owner,omitempty"`
	// Times counts how often it was seen in the scenario.
	Times int `json:"times"`
}

// Mismatch is one difference. Line and Column point into the scenario, and are 0 where the document demands it.
type Mismatch struct {
	Path   string `json:"path"`
	Want   string `json:"want"`
	Got    string `json:"got"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Source string `json:"source,omitempty"`
}

// ClaimRef is a claim as a failure cites it.
type ClaimRef struct {
	ID     string `json:"id"`
	Basis  string `json:"basis"`
	Text   string `json:"text"`
	Source string `json:"source"`
}

// Moment is one thing that happened in a scenario: a request and its answer, a callback, or time that passed.
type Moment struct {
	// At is the provider time since the scenario began.
	At   Span   `json:"at"`
	Kind string `json:"kind"` // request, callback, time
	// Step counts from 1; 0 is what was due to none.
	Step int `json:"step"`
	// Name is the operation or the event.
	Name   string `json:"name,omitempty"`
	As     string `json:"as,omitempty"`
	Method string `json:"method,omitempty"`
	// URL is the address of a request; of a callback the path that it came to.
	URL string `json:"url,omitempty"`
	// SentHeaders and Sent are the request's, whoever sent it; GotHeaders and Got the answer's.
	SentHeaders map[string]string `json:"sent_headers,omitempty"`
	Sent        string            `json:"sent,omitempty"`
	// Status is that of the answer; of a callback, what our receiver answered. 0: there was none.
	Status     int               `json:"status,omitempty"`
	GotHeaders map[string]string `json:"got_headers,omitempty"`
	Got        string            `json:"got,omitempty"`
	// Judged is what the scenario's steps and the document said of it.
	Judged []Judgement `json:"judged,omitempty"`
	// Note says what has no body: "waited 1h0m0s", "connection refused".
	Note string `json:"note,omitempty"`
	// Times counts equal moments in a row, such as polls.
	Times int `json:"times"`
}

// Judgement is what was expected of a Moment, beside what it was.
type Judgement struct {
	// By is "scenario", "document" or "coherence"; the last two are quoted only where they were not met.
	By string `json:"by"`
	// Step counts from 1; 0 is what the document says after the last one.
	Step int `json:"step"`
	// File and Line are where the scenario expects it.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Expect is the expectation as YAML, empty where any success will do.
	Expect string `json:"expect,omitempty"`
	OK     bool   `json:"ok"`
	// Mismatches are the places that differ.
	Mismatches []Mismatch `json:"mismatches,omitempty"`
}
