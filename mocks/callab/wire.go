package callab

import (
	"math"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// The envelope is around every reply, good or bad (CLB-004).
type envelope struct {
	Status  string `json:"status"`
	Message string `json:"message"`
	Data    any    `json:"data"`
}

// A notice is the body of a callback (CLB-094).
type notice struct {
	Event     string `json:"event"`
	Timestamp string `json:"timestamp"`
	Data      record `json:"data"`
}

// A record is a call with its 37 members (CLB-008). Some can be null and some
// can not, as the page's table says; what is unknown and cannot be null is
// empty or 0 (CLB-080, CLB-081).
type record struct {
	ID                    string         `json:"id"`
	CallSID               string         `json:"call_sid"`
	CompanyID             string         `json:"company_id"`
	CampaignID            *string        `json:"campaign_id"`
	AIAgentID             string         `json:"ai_agent_id"`
	ContactID             *string        `json:"contact_id"`
	CallProvider          string         `json:"call_provider"`
	CallFrom              string         `json:"call_from"`
	CallTo                string         `json:"call_to"`
	CallDuration          int            `json:"call_duration"`
	CallStatus            string         `json:"call_status"`
	CallDirection         string         `json:"call_direction"`
	IsTest                bool           `json:"is_test"`
	CallRating            int            `json:"call_rating"`
	CallFeedback          *string        `json:"call_feedback"`
	RecordURL             *string        `json:"record_url"`
	Transcript            *string        `json:"transcript"`
	TranscriptObject      *conversation  `json:"transcript_object"`
	TranscriptLanguage    *string        `json:"transcript_language"`
	Cost                  float64        `json:"cost"`
	PriceUnit             string         `json:"price_unit"`
	Latency               int            `json:"latency"`
	DisconnectReason      string         `json:"disconnect_reason"`
	AnalysisSentiment     string         `json:"analysis_sentiment"`
	AgentTaskStatus       string         `json:"agent_task_status"`
	AgentTaskFeedback     string         `json:"agent_task_feedback"`
	Metadata              map[string]any `json:"metadata"`
	AgentDynamicVariables map[string]any `json:"agent_dynamic_variables"`
	AgentPostCallOutcomes map[string]any `json:"agent_post_call_outcomes"`
	Notes                 *string        `json:"notes"`
	CreatedAt             string         `json:"created_at"`
	UpdatedAt             string         `json:"updated_at"`
	DeletedAt             *string        `json:"deleted_at"`
	StartedAt             *string        `json:"started_at"`
	EndedAt               *string        `json:"ended_at"`
	RetryAt               *string        `json:"retry_at"`
	WorkspaceID           string         `json:"workspace_id"`
}

const (
	carrier  = "twilio_clusterlab"
	currency = "USD"
	perCent  = 0.68 // of a dollar's cents for each second, as 125 s for 0.85 have it
)

// A view is one call as it stands at one instant.
type view struct {
	box   *engine.Sandbox
	call  engine.Subject
	order *order
	state call.State
}

func viewOf(box *engine.Sandbox, c engine.Subject, now time.Time) view {
	v := view{box, c, c.Order.Details.(*order), c.State(now)}
	if v.order.Stored {
		v.state = call.State{UpdatedAt: c.Timeline.Start()}
	}
	return v
}

func (v view) record() record {
	return record{
		ID:                    v.call.ID,
		CallSID:               v.session(),
		CompanyID:             v.order.Company,
		CampaignID:            v.order.Campaign,
		AIAgentID:             v.order.Agent,
		ContactID:             v.order.Contact,
		CallProvider:          carrier,
		CallFrom:              v.call.Order.From,
		CallTo:                v.call.Order.To,
		CallDuration:          v.duration(),
		CallStatus:            v.status(),
		CallDirection:         v.order.Direction,
		IsTest:                v.order.Test,
		CallRating:            v.rating(),
		CallFeedback:          v.feedback(),
		RecordURL:             v.recordURL(),
		Transcript:            v.transcript(),
		TranscriptObject:      v.conversation(),
		TranscriptLanguage:    v.language(),
		Cost:                  v.cost(),
		PriceUnit:             currency,
		Latency:               v.latency(),
		DisconnectReason:      v.disconnectReason(),
		AnalysisSentiment:     v.sentiment(),
		AgentTaskStatus:       v.taskStatus(),
		AgentTaskFeedback:     v.taskFeedback(),
		Metadata:              v.metadata(),
		AgentDynamicVariables: v.order.Variables,
		AgentPostCallOutcomes: v.outcomes(),
		Notes:                 v.notes(),
		CreatedAt:             timestamp(v.createdAt()),
		UpdatedAt:             timestamp(v.updatedAt()),
		StartedAt:             instant(v.state.DialedAt),
		EndedAt:               instant(v.state.EndedAt),
		WorkspaceID:           v.order.Workspace,
	}
}

// status is the word for the state of the call; until the end there is only one (CLB-017).
func (v view) status() string {
	switch {
	case !v.state.Ended():
		return "in-progress"
	case !v.state.Completed():
		return "failed"
	case v.order.Word != "":
		return v.order.Word
	default:
		return "completed"
	}
}

// duration is in seconds, from the start to the end as they are shown (CLB-033).
func (v view) duration() int {
	if !v.state.Ended() || v.state.DialedAt.IsZero() {
		return 0
	}
	return int(v.state.EndedAt.Truncate(time.Second).Sub(v.state.DialedAt.Truncate(time.Second)) / time.Second)
}

func (v view) cost() float64 {
	if !v.state.Completed() {
		return 0
	}
	return math.Round(float64(v.duration())*perCent) / 100
}

func (v view) session() string {
	if v.order.Session != "" {
		return v.order.Session
	}
	return "CALL_" + engine.Letters(v.box.Faker("session", v.call.Ordinal), "abcdefghijklmnopqrstuvwxyz0123456789", 12)
}

func (v view) recordURL() *string {
	if v.state.Recording != call.Ready {
		return nil
	}
	return text(engine.RecordingURL(v.box, v.call, time.Time{}))
}

func (v view) notes() *string {
	if v.order.Past == nil {
		return nil
	}
	return &v.order.Past.Notes
}

func (v view) metadata() map[string]any {
	if v.order.Past == nil {
		return nil
	}
	return v.order.Past.Metadata
}

func (v view) createdAt() time.Time {
	if v.order.Past != nil {
		return v.order.Past.Created
	}
	return v.call.Timeline.Start()
}

func (v view) updatedAt() time.Time {
	if v.order.Past != nil {
		return v.order.Past.Updated
	}
	return v.state.UpdatedAt
}

// timestamp writes UTC, in whole seconds, with a Z (CLB-005).
func timestamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// instant is null for what has not come.
func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return text(timestamp(t))
}

func text(s string) *string { return &s }
