package intellicall

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// result is the push, which is published in two forms. Which of them is sent
// goes by how the agent was named (AVY-056, AVY-069, AVY-087). Its status is
// the word of the call, where replies have the word success (AVY-057).
func (v view) result() any {
	if v.order.Softphone {
		return softphoneResult{
			CallID:         v.call.ID,
			UUID:           v.order.UUID,
			Status:         v.callStatus(),
			Duration:       v.duration(),
			CustomerNumber: v.call.Order.To,
			CRMUsername:    v.call.Order.Agent,
			CallType:       "browser",
			Disposition:    "CRM_CALL",
			RecordingURL:   v.recordingURL(),
			StartTime:      timestamp(v.state.QueuedAt),
			EndTime:        v.endTime(),
		}
	}
	return telephoneResult{
		CallID:         v.call.ID,
		UUID:           v.order.UUID,
		Status:         v.callStatus(),
		Duration:       v.duration(),
		CustomerNumber: v.call.Order.To,
		AgentNumber:    v.call.Order.Agent,
		Direction:      "outbound",
		StartTime:      timestamp(v.state.QueuedAt),
		EndTime:        v.endTime(),
		RecordingURL:   v.recordingURL(),
	}
}

// failedWord is the word for a call that was not connected. The words are
// those of Asterisk, which tells a rejected call as a busy one (AVY-093).
func failedWord(cause call.Cause) string {
	switch cause {
	case call.Busy, call.Declined:
		return "BUSY"
	case call.NoAnswer:
		return "NO_ANSWER"
	case call.Cancelled:
		return "CANCELED"
	default:
		return "FAILED"
	}
}

// duration counts from start_time, ringing included (AVY-061, AVY-092), to the
// end or to now; a call that was not connected has none (AVY-079). It is made
// of the timestamps that are shown, so that it is their difference.
func (v view) duration() int {
	if !v.state.Connected() {
		return 0
	}
	until := v.now
	if v.state.Ended() {
		until = v.state.EndedAt
	}
	return int(whole(until).Sub(whole(v.state.QueuedAt)) / time.Second)
}

// foreignOrigin refuses a web page that the account does not permit. A request
// without Origin comes from no page and passes, and an account that lists no
// origins permits all (AVY-022, AVY-086).
func foreignOrigin(r *engine.Request) *engine.Failure {
	origin := r.Text("Origin")
	if origin == "" || r.Account.Fields["origins"] == "" || listed(r, "origins", origin) {
		return nil
	}
	return &engine.Failure{Kind: engine.Forbidden}
}
