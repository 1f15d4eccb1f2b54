package induslabs

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// masked hides the first five characters of a number, and a shorter one whole
// (IND-074, IND-139). The list shows numbers in full (IND-061).
func masked(number string) string {
	shown := []rune(number)
	hidden := min(5, len(shown))
	return strings.Repeat("x", hidden) + string(shown[hidden:])
}

// maskedAgent leaves the id of a voice agent as it is: it is no number (IND-139).
func maskedAgent(agent string) string {
	if isVoiceAgent(agent) {
		return agent
	}
	return masked(agent)
}

// isVoiceAgent tells the id of a voice agent from a phone number: a call to
// one needs no did (IND-024).
func isVoiceAgent(agent string) bool { return strings.HasPrefix(agent, "AGT_") }

// callType is the list's word for the two kinds of call (IND-063, IND-129).
func callType(agent string) string {
	if isVoiceAgent(agent) {
		return "agent_telephony"
	}
	return "C2C"
}

// recordingWord stands for the recording in a poll: the word "pending", not
// null, until the call has ended (IND-077).
func (v view) recordingWord() *string {
	if !v.state.Ended() {
		return text("pending")
	}
	return v.recordingURL()
}

// pollMessage is not always what the callback says of the same fact: a poll
// has found a transcript, a callback says that it is ready (IND-079, IND-101).
func (v view) pollMessage() string {
	switch v.transcriptStatus() {
	case "ready":
		return "Transcript found"
	case "failed":
		return "Transcript processing failed"
	case "disabled":
		return "Transcript disabled"
	default:
		return "Transcript not available yet"
	}
}

// push says what an event of a call tells its receiver, if anything. A failure
// that a poll answers with 200 and error null is pushed with 500 and the
// reason in two places (IND-084, IND-103, IND-104).
func (v view) push(e call.Event) (notice, bool) {
	good := func(event, message string) (notice, bool) {
		return notice{StatusCode: http.StatusOK, Message: message, Event: event, Data: v.report()}, true
	}
	bad := func(event, message, reason string) (notice, bool) {
		return notice{StatusCode: http.StatusInternalServerError, Message: message, Error: &reason, Event: event, Data: v.report()}, true
	}
	switch {
	case e.Kind == call.Ended && v.state.Completed():
		return good("call.completed", "Call completed")
	case e.Kind == call.Ended:
		return bad("call.failed", "Call failed", v.callFailureText())
	case e.Kind == call.TranscriptReady:
		return good("transcript.ready", "Transcript ready")
	case e.Kind == call.TranscriptDisabled:
		return good("transcript.disabled", "Transcript disabled")
	case e.Kind == call.TranscriptFailed:
		return bad("transcript.failed", "Transcript processing failed", v.failureText())
	default:
		return notice{}, false
	}
}

// failureText is why there is no transcript, in the words of the HTTP client
// that the provider asks its transcription service with (IND-086).
func (v view) failureText() string {
	const upstream = "https://voice.induslabs.io/v1/audio/transcribe/diarize"
	status := v.state.TranscriptStatus
	switch {
	case v.state.Failed():
		return v.callFailureText()
	case status == 0:
		return "Recording not found"
	case status < 500:
		return fmt.Sprintf("Client error '%d %s' for url '%s'", status, http.StatusText(status), upstream)
	default:
		return fmt.Sprintf("Server error '%d %s' for url '%s'", status, http.StatusText(status), upstream)
	}
}

// callFailureText is why the call did not connect (IND-141).
func (v view) callFailureText() string { return "Call failed: " + v.state.Cause.String() }

// createdAt is the instant that dates filter by: the one that is shown, in
// whole seconds, so that a call lies in a window that begins or ends with its
// own created_at (IND-046, IND-047).
func createdAt(c engine.Subject) time.Time { return c.Timeline.Start().Truncate(time.Second) }
