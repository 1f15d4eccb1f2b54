package induslabs

import (
	"strconv"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// A view is one call as it stands at one instant.
type view struct {
	box   *engine.Sandbox
	call  engine.Subject
	order *order
	state call.State
}

func viewOf(box *engine.Sandbox, c engine.Subject, now time.Time) view {
	return view{box, c, c.Order.Details.(*order), c.State(now)}
}

// transcriptStatus is the word for the state of the transcript (IND-043).
func (v view) transcriptStatus() string {
	switch {
	case !v.order.Transcript:
		return "disabled"
	case v.state.Transcript == call.Ready:
		return "ready"
	case v.state.Transcript == call.Failed:
		return "failed"
	case v.state.Transcript == call.Processing:
		return "processing"
	default:
		return "pending"
	}
}

// status is the word for the state of the call: nothing is told between
// queued and the end (IND-041).
func (v view) status() string {
	switch {
	case !v.state.Ended():
		return "queued"
	case !v.state.Completed():
		return "failed"
	case v.order.Word != "":
		return v.order.Word
	default:
		return "completed"
	}
}

// report is what a poll and a callback say of the call.
func (v view) report() report {
	r := report{
		CallID:           v.call.ID,
		TranscriptStatus: v.transcriptStatus(),
		CustomerNumber:   masked(v.call.Order.To),
		AgentNumber:      maskedAgent(v.call.Order.Agent),
		Duration:         v.duration(),
		Recording:        v.recordingWord(),
	}
	switch r.TranscriptStatus {
	case "ready":
		r.Transcript = &transcript{
			TranscriptID: v.transcriptID(),
			summary:      v.summary(),
			CreatedAt:    timestamp(v.state.EndedAt),
			UpdatedAt:    timestamp(v.state.TranscriptAt),
		}
	case "failed":
		r.Error = text(v.failureText())
	}
	return r
}

// listed is what the list says of the call.
func (v view) listed() listed {
	l := listed{
		CallID:            v.call.ID,
		Status:            v.status(),
		CustomerNumber:    v.call.Order.To,
		AgentNumber:       v.call.Order.Agent,
		DID:               v.order.DID,
		Duration:          v.duration(),
		AnswerDuration:    v.answerDuration(),
		CallType:          callType(v.call.Order.Agent),
		TranscriptEnabled: v.order.Transcript,
		TranscriptStatus:  v.transcriptStatus(),
		Recording:         v.recordingURL(),
		RecordingURL:      v.recordingURL(),
		CreatedAt:         timestamp(createdAt(v.call)),
		UpdatedAt:         timestamp(v.state.UpdatedAt),
	}
	if l.TranscriptStatus == "ready" {
		s := v.summary()
		l.Transcript = &s
	}
	return l
}

func (v view) transcriptID() string {
	const hexDigits = "0123456789abcdef"
	if v.order.TranscriptID != "" {
		return v.order.TranscriptID
	}
	return engine.Letters(v.box.Faker("transcript", v.call.Ordinal), hexDigits, 24)
}

// summary is the transcript in the provider's words. What was said is made
// from the call's own ordinal, and fits into the time it was answered for.
func (v view) summary() summary {
	if v.order.Summary != nil {
		return *v.order.Summary
	}
	said := v.box.Speech(v.call, v.state.Answered())
	s := summary{Summary: said.Summary, CallOutcome: said.Outcome, History: make([]turn, 0, len(said.Turns))}
	for _, t := range said.Turns {
		s.History = append(s.History, turn{Role: t.Role, Text: t.Text})
	}
	return s
}

// duration and answerDuration are strings of whole seconds, null until the
// call has ended and where it never connected (IND-062, IND-134).
func (v view) duration() *string       { return v.seconds(v.state.Duration()) }
func (v view) answerDuration() *string { return v.seconds(v.state.Answered()) }

func (v view) seconds(d time.Duration) *string {
	if !v.state.Completed() {
		return nil
	}
	return text(strconv.Itoa(int(d / time.Second)))
}

func (v view) recordingURL() *string {
	if v.state.Recording != call.Ready {
		return nil
	}
	return text(engine.RecordingURL(v.box, v.call, time.Time{}))
}

// timestamp writes UTC, in whole seconds, with a Z (IND-067).
func timestamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

func text(s string) *string { return &s }
