package indigenius

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// The envelope is around every reply, good or bad, but for those that start a
// call (IGN-046).
type envelope struct {
	Status  bool   `json:"status"`
	Message string `json:"message"`
	Data    any    `json:"data"`
}

// What starts a call is told beside the envelope's own members, without data (IGN-017).
type started struct {
	Status  bool    `json:"status"`
	Message string  `json:"message"`
	CallID  string  `json:"callId"`
	Gateway gateway `json:"gateway"`
}

type gateway struct {
	Transport string `json:"transport"`
	Path      string `json:"path"`
	URL       string `json:"url"`
}

// A phone call has no gateway (IGN-080).
type dialled struct {
	Status  bool   `json:"status"`
	Message string `json:"message"`
	CallID  string `json:"callId"`
}

// The list shows no more of a call than this (IGN-007).
type listed struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Status int    `json:"status"`
}

// The details are what a read and a callback say of one call (IGN-082, IGN-091).
type details struct {
	ID          string  `json:"id"`
	Type        string  `json:"type"`
	Status      int     `json:"status"`
	AssistantID *string `json:"assistantId"`
	PhoneNumber *string `json:"phoneNumber"`
	Duration    *int    `json:"duration"`
	CreatedAt   string  `json:"createdAt"`
	StartedAt   *string `json:"startedAt"`
	EndedAt     *string `json:"endedAt"`
}

type turn struct {
	Role      string `json:"role"`
	Text      string `json:"text"`
	Timestamp string `json:"timestamp"`
}

type analysis struct {
	Summary   string `json:"summary"`
	Sentiment string `json:"sentiment"`
	Outcome   string `json:"outcome"`
}

// A notice is the body of a callback (IGN-091).
type notice struct {
	Event string  `json:"event"`
	Data  details `json:"data"`
}

// An attempt to deliver a callback (IGN-057).
type attempt struct {
	ID              string `json:"id"`
	RequestMethod   string `json:"request_method"`
	ResponseCode    int    `json:"response_code"`
	RequestDuration int    `json:"request_duration"`
	Type            string `json:"type"`
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

func (v view) details() details {
	d := details{
		ID:          v.call.ID,
		Type:        v.order.Type,
		Status:      status(v.state.Standing),
		AssistantID: v.order.Assistant,
		PhoneNumber: v.order.Number,
		CreatedAt:   timestamp(v.call.Timeline.Start()),
		StartedAt:   instant(v.state.AnsweredAt),
		EndedAt:     instant(v.state.EndedAt),
	}
	if v.state.Ended() {
		seconds := int(v.state.Answered() / time.Second)
		d.Duration = &seconds
	}
	return d
}

// transcript is what was said so far, nothing where it could not be written down.
func (v view) transcript() []turn {
	turns := []turn{}
	plan := v.call.Timeline.Plan()
	hitch := plan.Trouble.In(call.InTranscript)
	if !v.state.Connected() || plan.Customer.Stage == call.AtTranscript || hitch.Never || hitch.Status != 0 {
		return turns
	}
	until := v.now.Add(-hitch.Delay)
	if v.state.Ended() && until.After(v.state.EndedAt) {
		until = v.state.EndedAt
	}
	for _, t := range v.box.Speech(v.call, planned(plan)).Turns {
		if at := v.state.AnsweredAt; !at.Add(t.End).After(until) {
			turns = append(turns, turn{Role: role(t.Role), Text: t.Text, Timestamp: timestamp(at.Add(t.Start))})
		}
	}
	return turns
}

// planned is how long the parties were going to talk. What was said before
// somebody hung up early does not change by that, nor by what a fault arranged.
func planned(plan call.Plan) time.Duration {
	plan.Trouble = nil
	whole := plan.Script().Begin(time.Unix(0, 0))
	return whole.State(whole.Event(whole.Len() - 1).At).Answered()
}

// analysis is nil until the call has ended (IGN-085).
func (v view) analysis() *analysis {
	switch {
	case !v.state.Ended():
		return nil
	case v.state.Completed() && v.state.Analysis != call.Ready && v.state.Analysis != call.Off:
		return nil // a fault keeps it back
	case v.state.Failed():
		return &analysis{Summary: "Nobody was reached.", Sentiment: "neutral", Outcome: v.state.Cause.String()}
	}
	said := v.box.Speech(v.call, v.state.Answered())
	mood := v.box.Faker("sentiment", v.call.Ordinal).RandomString([]string{"positive", "neutral", "negative"})
	return &analysis{Summary: said.Summary, Sentiment: mood, Outcome: said.Outcome}
}

// timestamp writes UTC with milliseconds and a Z (IGN-083).
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// instant is a timestamp, null where it has not come.
func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	written := timestamp(t)
	return &written
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
