package intellicall

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// success is the status of every good reply (AVY-026).
const success = "success"

type accepted struct {
	Status  string `json:"status"`
	CallID  string `json:"call_id"`
	Message string `json:"message"`
}

type queued struct {
	Status  string `json:"status"`
	Message string `json:"message"`
	LegID   int    `json:"leg_id"`
}

type alive struct {
	Status string `json:"status"`
}

// A refusal is the body of every failure (AVY-073).
type refusal struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// A report is what a poll says of a call (AVY-024).
type report struct {
	Status       string  `json:"status"`
	CallID       string  `json:"call_id"`
	UUID         string  `json:"uuid"`
	CallStatus   string  `json:"call_status"`
	Duration     int     `json:"duration"`
	RecordingURL *string `json:"recording_url"`
	StartTime    string  `json:"start_time"`
	EndTime      *string `json:"end_time"`
	Legs         []leg   `json:"legs"`
}

// A leg has no id, though addLeg returns one (AVY-035).
type leg struct {
	Role   string `json:"role"`
	Number string `json:"number"`
	Status string `json:"status"`
}

// A softphoneResult is the push of a call to a crm_username (AVY-056).
type softphoneResult struct {
	CallID         string  `json:"call_id"`
	UUID           string  `json:"uuid"`
	Status         string  `json:"status"`
	Duration       int     `json:"duration"`
	CustomerNumber string  `json:"customer_number"`
	CRMUsername    string  `json:"crm_username"`
	CallType       string  `json:"call_type"`
	Disposition    string  `json:"disposition"`
	RecordingURL   *string `json:"recording_url"`
	StartTime      string  `json:"start_time"`
	EndTime        *string `json:"end_time"`
}

// A telephoneResult is the push of a call to an agent_number (AVY-069).
type telephoneResult struct {
	CallID         string  `json:"call_id"`
	UUID           string  `json:"uuid"`
	Status         string  `json:"status"`
	Duration       int     `json:"duration"`
	CustomerNumber string  `json:"customer_number"`
	AgentNumber    string  `json:"agent_number"`
	Direction      string  `json:"direction"`
	StartTime      string  `json:"start_time"`
	EndTime        *string `json:"end_time"`
	RecordingURL   *string `json:"recording_url"`
}

// A view is one call as it stands at one instant.
type view struct {
	box   *engine.Sandbox
	call  engine.Subject
	order *order
	base  string
	now   time.Time
	state call.State
}

func viewOf(box *engine.Sandbox, c engine.Subject, now time.Time) view {
	return view{box, c, c.Order.Details.(*order), c.Order.Base, now, c.State(now)}
}

// callStatus is the word for the state of the call (AVY-028, AVY-063 to
// AVY-067).
func (v view) callStatus() string {
	switch {
	case v.state.Failed():
		return failedWord(v.state.Cause)
	case v.state.Connected():
		return "ANSWER"
	default:
		return "INITIATED"
	}
}

// report is what a poll says of the call.
func (v view) report(legs []leg) report {
	return report{
		Status:       success,
		CallID:       v.call.ID,
		UUID:         v.order.UUID,
		CallStatus:   v.callStatus(),
		Duration:     v.duration(),
		RecordingURL: v.recordingURL(),
		StartTime:    timestamp(v.state.QueuedAt),
		EndTime:      v.endTime(),
		Legs:         legs,
	}
}

// recordingURL is there from the answer on (AVY-031), unless nothing is
// recorded (AVY-080), and gone if the recording was lost.
func (v view) recordingURL() *string {
	if v.state.Recording != call.Processing && v.state.Recording != call.Ready {
		return nil
	}
	return text(v.base + "/recordings/" + file(v.box, v.call))
}

func (v view) endTime() *string {
	if !v.state.Ended() {
		return nil
	}
	return text(timestamp(v.state.EndedAt))
}

// timestamp writes UTC, in whole seconds, with a Z (AVY-032).
func timestamp(t time.Time) string { return whole(t).Format(time.RFC3339) }

func whole(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

func text(s string) *string { return &s }

func ok(body any) engine.Reply { return engine.Reply{Status: http.StatusOK, Body: body} }
