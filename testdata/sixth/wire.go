package sixth

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// A sheet is all that is said of one call.
type sheet struct {
	ID        string  `json:"id"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Assistant string  `json:"assistant"`
	Note      string  `json:"note"`
	State     string  `json:"state"`
	PlacedAt  string  `json:"placed_at"`
	Seconds   int     `json:"seconds"`
	Summary   *string `json:"summary"`
	Mood      *string `json:"mood"`
	Recording *string `json:"recording"`
	Room      string  `json:"room"`
}

type page struct {
	Total int     `json:"total"`
	Calls []sheet `json:"calls"`
}

type job struct {
	ID string `json:"id"`
}

type registration struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

type delivery struct {
	Event    string `json:"event"`
	URL      string `json:"url"`
	State    string `json:"state"`
	Attempts int    `json:"attempts"`
}

// A notice is the body of every callback.
type notice struct {
	Event string `json:"event"`
	ID    string `json:"id"`
	Call  *sheet `json:"call,omitempty"`
}

// A problem is the body of every failure.
type problem struct {
	Problem   string   `json:"problem"`
	Operation string   `json:"operation,omitempty"`
	Fields    []string `json:"fields,omitempty"`
}

func sheetOf(box *engine.Sandbox, c engine.Subject, now time.Time) sheet {
	state := c.State(now)
	s := sheet{
		ID:        c.ID,
		From:      c.Order.From,
		To:        c.Order.To,
		Assistant: c.Order.Agent,
		Note:      c.Order.Details.(*order).Note,
		State:     stateOf(state.Standing),
		PlacedAt:  c.Timeline.Start().Format(time.RFC3339),
		Seconds:   int(state.Answered() / time.Second),
		Room:      roomOf(c),
	}
	if state.Completed() {
		summary := box.Speech(c, state.Answered()).Summary
		mood := box.Faker("mood", c.Ordinal).RandomString([]string{"glad", "calm", "cross"})
		s.Summary, s.Mood = &summary, &mood
	}
	if state.Recording == call.Ready {
		address := engine.RecordingURL(box, c, now.Add(time.Hour))
		s.Recording = &address
	}
	return s
}

func shown(r *engine.Request, status int, c engine.Subject) engine.Reply {
	if c.ID == "" { // there was a failure, which is answered instead
		return engine.Reply{}
	}
	return engine.Reply{Status: status, Body: sheetOf(r.Sandbox, c, r.Now())}
}
