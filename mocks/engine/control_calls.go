package engine

import (
	"net/http"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

type callView struct {
	Provider string      `json:"provider"`
	Kind     string      `json:"kind"`
	ID       string      `json:"id"`
	Account  string      `json:"account"`
	From     string      `json:"from"`
	To       string      `json:"to"`
	Agent    string      `json:"agent,omitempty"`
	Callback string      `json:"callback,omitempty"`
	Phase    string      `json:"phase"`
	Cause    string      `json:"cause,omitempty"`
	PlacedAt time.Time   `json:"placed_at"`
	Events   []eventView `json:"events"`
	Faults   []int       `json:"faults,omitempty"`
}

type eventView struct {
	At     time.Time `json:"at"`
	Event  string    `json:"event"`
	Leg    uint8     `json:"leg,omitempty"`
	Cause  string    `json:"cause,omitempty"`
	Status int       `json:"status,omitempty"`
	Past   bool      `json:"past"`
}

func viewCall(c Subject, now time.Time) callView {
	state, past := c.Timeline.State(now), c.Timeline.Past(now)
	view := callView{
		Provider: c.Provider, Kind: c.Kind, ID: c.ID, Account: c.Order.Account, From: c.Order.From, To: c.Order.To, Agent: c.Order.Agent,
		Callback: c.Order.Callback, Phase: state.Phase.String(), Cause: state.Cause.String(), PlacedAt: c.Timeline.Start(),
		Events: make([]eventView, c.Timeline.Len()), Faults: c.Timeline.Trouble().Faults(),
	}
	for i := range view.Events {
		e := c.Timeline.Event(i)
		view.Events[i] = eventView{e.At, e.Kind.String(), e.Leg, e.Cause.String(), e.Status, i < past}
	}
	return view
}

func (p *controlPort) listCalls(r *Request) (Reply, error) {
	page, total := r.Sandbox.Subjects(r.Text("provider"), r.Int("offset"), r.Int("limit"))
	now := r.Sandbox.Now()
	views := make([]callView, len(page))
	for i, c := range page {
		views[i] = viewCall(c, now)
	}
	return Reply{Body: map[string]any{"total": total, "calls": views}}, nil
}

func (p *controlPort) readCall(r *Request) (Reply, error) {
	c, found := r.Sandbox.Subject(r.Text("id"))
	if !found {
		return Reply{}, ErrNoSubject
	}
	return Reply{Body: viewCall(c, r.Sandbox.Now())}, nil
}

func (p *controlPort) endCall(r *Request) (Reply, error) {
	cause, known := call.CauseNamed(r.Text("as"))
	if !known {
		return Reply{}, refuse(http.StatusBadRequest, "such as completed, hung-up, busy, no-answer or failed", "a call does not end as that")
	}
	c, err := r.Sandbox.End(r.Text("id"), cause)
	if err != nil {
		return Reply{}, err
	}
	return Reply{Body: viewCall(c, r.Sandbox.Now())}, nil
}

// longestStage is a leap year; what package call is told beyond that, it cuts.
const longestStage = 366 * 24 * time.Hour

func (p *controlPort) bindNumber(r *Request) (Reply, error) {
	persona, known := p.fake.options.Book.ByName(r.Text("persona"))
	if !known {
		return Reply{}, refuse(http.StatusNotFound, "such as answers, busy or no-answer; the README has the phone book", "no persona has this name")
	}
	for _, name := range []string{"answered_after", "talks_for"} {
		if d := duration(r, name); r.Has(name) && (d <= 0 || d > longestStage) {
			return Reply{}, refuse(http.StatusBadRequest, "", "%s: want a duration above 0, and no longer than a year", name)
		}
	}
	persona.AnsweredAfter, persona.TalksFor = duration(r, "answered_after"), duration(r, "talks_for")
	r.Sandbox.BindNumber(r.Text("number"), persona)
	return Reply{Status: http.StatusNoContent}, nil
}

func (p *controlPort) putCallback(r *Request) (Reply, error) {
	provider := r.Text("provider")
	if _, known := p.fake.Provider(provider); !known {
		return Reply{}, refuse(http.StatusNotFound, didYouMean(provider, p.fake.names()), "this fake does not have the provider")
	}
	r.Sandbox.SetCallback(provider, r.Text("account"), r.Text("url"))
	return Reply{Status: http.StatusNoContent}, nil
}

func (f *Fake) names() []string {
	names := make([]string, len(f.providers))
	for i, p := range f.providers {
		names[i] = p.Spec.Name
	}
	return names
}

func didYouMean(word string, known []string) string {
	if near := specs.Nearest(word, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are " + strings.Join(known, ", ")
}
