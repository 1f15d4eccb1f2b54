package call

import (
	"fmt"
	"slices"
	"time"
)

// Event is one moment on a timeline. Two events may share an instant; their index tells them apart.
type Event struct {
	At     time.Time // UTC
	Kind   Kind
	Leg    uint8 // 0 the call itself, 1 the agent, 2 the destination, from 3 on the legs added later
	Cause  Cause // why a call or a leg ended, else NoCause
	Status int   // what an upstream service answered when a later stage failed, such as 401, else 0
}

// Kind says what an event is.
type Kind uint8

// The kinds of events. A call of one party has no leg events: everything in it happens to leg 0.
const (
	Queued Kind = iota + 1
	Dialing
	Ringing
	Answered
	Bridged // the agent's leg and the customer's are joined: what Answered is to a call of one party
	Escalated
	Ended
	RecordingReady
	RecordingFailed
	DispositionSet
	AnalysisReady
	TranscriptStarted
	TranscriptReady
	TranscriptFailed
	TranscriptDisabled // no transcript was asked for
	LegAdded           // a leg is known, though not yet dialled
	JobStarted
	JobDone
	JobFailed
	AnalysisFailed
)

var kinds = words{
	"", "queued", "dialing", "ringing", "answered", "bridged", "escalated", "ended", "recording-ready",
	"recording-failed", "disposition-set", "analysis-ready", "transcript-started", "transcript-ready",
	"transcript-failed", "transcript-disabled", "leg-added", "job-started", "job-done", "job-failed",
	"analysis-failed",
}

// String is the kind's word, such as "transcript-ready".
func (k Kind) String() string { return kinds.of(uint8(k)) }

// KindNamed finds a kind by its word.
func KindNamed(word string) (Kind, bool) {
	i, ok := kinds.find(word)
	return Kind(i), ok
}

// MarshalText writes the kind's word.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the kind's word.
func (k *Kind) UnmarshalText(text []byte) (err error) {
	i, err := kinds.read("event", text)
	*k = Kind(i)
	return err
}

// Cause says why a call or a leg ended.
type Cause uint8

// The causes. After Completed and HungUp a call that was answered is a completed one; after all others it failed.
const (
	NoCause   Cause = iota
	Completed       // the parties said goodbye
	HungUp          // ended early, through the API or the control port
	Busy
	NoAnswer
	Cancelled // ended before anybody answered
	Declined
	Unreachable
	CarrierFailure
	CallFailed // failed for a reason that nobody gave
)

var causes = words{
	"", "completed", "hung-up", "busy", "no-answer", "cancelled", "declined", "unreachable", "carrier-failure", "failed",
}

// String is the cause's word, such as "no-answer"; NoCause is empty.
func (c Cause) String() string { return causes.of(uint8(c)) }

// CauseNamed finds a cause by its word.
func CauseNamed(word string) (Cause, bool) {
	i, ok := causes.find(word)
	return Cause(i), ok
}

// MarshalText writes the cause's word.
func (c Cause) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the cause's word; the empty text is NoCause.
func (c *Cause) UnmarshalText(text []byte) (err error) {
	i, err := causes.read("cause", text)
	*c = Cause(i)
	return err
}

// fails says whether a call that ends so has failed, even if it was answered.
func (c Cause) fails() bool { return c > HungUp }

// words are the names of an enumeration, by number; the empty one stands for nothing.
type words []string

func (w words) of(i uint8) string {
	if int(i) >= len(w) {
		return fmt.Sprintf("unknown(%d)", i)
	}
	return w[i]
}

func (w words) find(word string) (uint8, bool) {
	i := slices.Index(w, word)
	if word == "" || i < 0 {
		return 0, false
	}
	return uint8(i), true
}

func (w words) read(what string, text []byte) (uint8, error) {
	i, ok := w.find(string(text))
	if !ok && len(text) > 0 {
		return 0, fmt.Errorf("unknown %s %q: it is one of %q", what, text, w[1:])
	}
	return i, nil
}
