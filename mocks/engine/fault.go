package engine

import (
	"encoding/json"
	"time"
)

// A Fault is a failure arranged on purpose: at a point, an effect. Its words in
// YAML and JSON are those of the tags; FaultWords says what each does.
type Fault struct {
	On Point  `json:"on"`
	Do Effect `json:"do"`

	// Of a fault that is arranged; not to be given.
	N       int `json:"n"`       // its place in the list, from 1; journal and deliveries name it by that
	Reached int `json:"reached"` // how often something fitted its point
	Fired   int `json:"fired"`   // how often it has had its effect

	source faultSource
	groups []string // that its effect belongs to, once it is arranged
}

// A Point is where a fault waits: at one of operation, stage and event, and of
// what comes there only for what fits all else. A field that is zero fits
// everything.
type Point struct {
	Operation string `json:"operation,omitempty"` // a request, by operationId
	Stage     string `json:"stage,omitempty"`     // a moment of a call's life, one of Stages
	Event     string `json:"event,omitempty"`     // a callback, by its name in the document

	Provider string `json:"provider,omitempty"` // any that has the operation or event
	Account  string `json:"account,omitempty"`  // whose credential, or whose call
	Persona  string `json:"persona,omitempty"`  // of the called party, by name
	Call     string `json:"call,omitempty"`     // the id of a call or job
	Number   string `json:"number,omitempty"`   // the called number; how it is written does not matter
	Address  string `json:"address,omitempty"`  // of a callback: what its URL begins with
	Attempt  Counts `json:"attempt,omitempty"`  // of a callback: which attempts, from 1

	Nth    Counts  `json:"nth,omitempty"`    // which of those that fit, from 1
	Times  int     `json:"times,omitempty"`  // how often at most
	Chance float64 `json:"chance,omitempty"` // of each, up to 1, drawn from the seed of the sandbox
}

// An Effect is what a fault does. Which fields go with which point and with
// each other, FaultWords says.
type Effect struct {
	Fail       string            `json:"fail,omitempty"` // at an operation a Kind; at a stage a code or a persona's word
	Status     int               `json:"status,omitempty"`
	Body       json.RawMessage   `json:"body,omitempty"` // a JSON string is sent as the text in it
	Headers    map[string]string `json:"headers,omitempty"`
	RetryAfter time.Duration     `json:"retry_after,omitempty"`
	Delay      time.Duration     `json:"delay,omitempty"` // at the pace of the sandbox's clock; an operation's on a frozen one in real time
	Hang       bool              `json:"hang,omitempty"`
	Reset      string            `json:"reset,omitempty"` // before, during or after the body
	Truncate   bool              `json:"truncate,omitempty"`
	Malformed  bool              `json:"malformed,omitempty"`
	Type       string            `json:"content_type,omitempty"`
	Expire     string            `json:"expire,omitempty"` // at an operation "token"; at the recording a duration
	Lag        time.Duration     `json:"lag,omitempty"`

	Never    bool   `json:"never,omitempty"`
	Empty    bool   `json:"empty,omitempty"`
	Language string `json:"language,omitempty"`

	Deliver string          `json:"deliver,omitempty"` // early, twice, again, last or never
	Alter   json.RawMessage `json:"alter,omitempty"`   // a merge patch (RFC 7396)
	Sign    string          `json:"sign,omitempty"`    // wrong or none
}

// Counts are numbers that count from 1. One alone is written without brackets.
type Counts []int

// has tells whether n is one of them; where there are none, any is.
func (c Counts) has(n int) bool {
	if len(c) == 0 {
		return true
	}
	for _, one := range c {
		if one == n {
			return true
		}
	}
	return false
}

// A PointKind is one of the three places where faults wait.
type PointKind string

// The kinds of points.
const (
	AtOperation PointKind = "operation"
	AtStage     PointKind = "stage"
	AtEvent     PointKind = "event"
)

// Kind says which of the three it is, and the name there; "" where it is none.
func (p Point) Kind() (kind PointKind, name string) {
	switch {
	case p.Operation != "":
		return AtOperation, p.Operation
	case p.Stage != "":
		return AtStage, p.Stage
	case p.Event != "":
		return AtEvent, p.Event
	}
	return "", ""
}

// Stages are the moments of a call's life that a fault can wait at, in order.
func Stages() []string {
	return []string{"queue", "dial", "ring", "answer", "recording", "transcript", "analysis"}
}
