package vinfer

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

type page struct {
	Data   []listed `json:"data"`
	Total  int      `json:"total"`
	Limit  int      `json:"limit"`
	Offset int      `json:"offset"`
}

// A call in a list has nine members (VIN-035).
type listed struct {
	ID              string  `json:"id"`
	CampaignID      *string `json:"campaign_id"`
	Contact         contact `json:"contact"`
	Status          string  `json:"status"`
	Disposition     *string `json:"disposition"`
	DurationSeconds int     `json:"duration_seconds"`
	Language        string  `json:"language"`
	StartedAt       string  `json:"started_at"`
	EndedAt         *string `json:"ended_at"`
}

type contact struct {
	Phone string `json:"phone"`
	Name  string `json:"name"`
}

// A record is a call by itself: it has two members more (VIN-090).
type record struct {
	listed
	TranscriptionJobID *string `json:"transcription_job_id"`
	RecordingURL       *string `json:"recording_url"`
}

// Of a transcript that is not there yet nothing but this is said (VIN-030).
type processing struct {
	Status string `json:"status"`
}

type transcript struct {
	Status     string    `json:"status"`
	JobID      string    `json:"job_id"`
	CallID     string    `json:"call_id"`
	Transcript []segment `json:"transcript"`
}

// A segment is what one party said at once; start and end are seconds.
type segment struct {
	Speaker    string  `json:"speaker"`
	Start      float64 `json:"start"`
	End        float64 `json:"end"`
	Confidence float64 `json:"confidence"`
	Text       string  `json:"text"`
}

// A job shows what was asked for, once it is done (VIN-108).
type job struct {
	JobID      string         `json:"job_id"`
	Status     string         `json:"status"`
	Metadata   map[string]any `json:"metadata"`
	Transcript []segment      `json:"transcript,omitempty"`
	Summary    string         `json:"summary,omitempty"`
	Sentiment  *sentiment     `json:"sentiment,omitempty"`
	Intent     string         `json:"intent,omitempty"`
	QAScoring  *scoring       `json:"qa_scoring,omitempty"`
}

type sentiment struct {
	Overall  float64  `json:"overall"`
	Speakers speakers `json:"speakers"`
}

type speakers struct {
	Agent    float64 `json:"agent"`
	Customer float64 `json:"customer"`
}

type scoring struct {
	ScorecardID string  `json:"scorecard_id"`
	Score       float64 `json:"score"`
}

type subscriptions struct {
	Data []subscription `json:"data"`
}

// A subscription never shows its secret (VIN-102).
type subscription struct {
	ID           string    `json:"id"`
	URL          string    `json:"url"`
	Events       []string  `json:"events"`
	Status       string    `json:"status"`
	CreatedAt    string    `json:"created_at"`
	LastDelivery *delivery `json:"last_delivery"`
}

type delivery struct {
	Event       string `json:"event"`
	StatusCode  *int   `json:"status_code"`
	DeliveredAt string `json:"delivered_at"`
}

// A notice is the envelope of every event (VIN-067, VIN-110).
type notice struct {
	Event     string `json:"event"`
	Timestamp string `json:"timestamp"`
	Data      any    `json:"data"`
}

type failure struct {
	Error reason `json:"error"`
}

type reason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// A view is one call as it stands at one instant.
type view struct {
	box   *engine.Sandbox
	call  engine.Subject
	order *order
	state call.State
	now   time.Time
}

func viewOf(box *engine.Sandbox, c engine.Subject, now time.Time) view {
	return view{box, c, c.Order.Details.(*order), c.State(now), now}
}

// status is the word for the state of the call: nothing is told between the
// order and the end (VIN-011).
func (v view) status() string {
	switch {
	case !v.state.Ended():
		return "in_progress"
	case v.state.Failed():
		return "failed"
	default:
		return "completed"
	}
}

// listed is what the list says of the call.
func (v view) listed() listed {
	l := listed{
		ID:              v.call.ID,
		CampaignID:      v.order.CampaignID,
		Contact:         contact{Phone: v.call.Order.To, Name: v.order.Name},
		Status:          v.status(),
		DurationSeconds: int(v.state.Answered() / time.Second),
		Language:        v.order.Language,
		StartedAt:       timestamp(startedAt(v.call)),
	}
	if v.state.Ended() {
		l.EndedAt = text(timestamp(v.state.EndedAt))
		l.Disposition = text(v.state.Disposition)
	}
	return l
}

// record is what is said of the call by itself.
func (v view) record() record {
	r := record{listed: v.listed()}
	if v.jobStatus() != "" {
		r.TranscriptionJobID = text(jobOf(v.call.ID))
	}
	if v.state.Recording == call.Ready {
		r.RecordingURL = text(engine.RecordingURL(v.box, v.call, v.now.Add(recordingOpen)))
	}
	return r
}

// timestamp writes UTC, in whole seconds, with a Z (VIN-042).
func timestamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

func text(s string) *string { return &s }
