package engine

import (
	"net/http"
	"strings"
	"time"
)

type deliveryView struct {
	ID       string            `json:"id"`
	Provider string            `json:"provider"`
	Call     string            `json:"call"`
	Event    string            `json:"event"`
	URL      string            `json:"url"`
	Account  string            `json:"account"`
	State    DeliveryState     `json:"state"`
	Reason   string            `json:"reason,omitempty"`
	DueAt    time.Time         `json:"due_at"`
	NextAt   *time.Time        `json:"next_at,omitempty"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body"`
	Attempts []attemptView     `json:"attempts"`
	Faults   []int             `json:"faults,omitempty"`
	Chaos    []Choice          `json:"chaos,omitempty"`
}

type attemptView struct {
	N      int       `json:"n"`
	At     time.Time `json:"at"`
	Took   string    `json:"took"`
	Status int       `json:"status,omitempty"`
	Error  string    `json:"error,omitempty"`
}

func viewDelivery(d Delivery) deliveryView {
	view := deliveryView{
		ID: d.ID, Provider: d.Provider, Call: d.Subject, Event: d.Event, URL: d.URL, Account: d.Account, State: d.State, Reason: d.Reason,
		DueAt: d.DueAt, Headers: map[string]string{}, Body: string(d.Body), Attempts: make([]attemptView, len(d.Attempts)), Faults: d.Faults, Chaos: d.Chaos,
	}
	if !d.NextAt.IsZero() {
		view.NextAt = &d.NextAt
	}
	for name, values := range d.Header {
		view.Headers[name] = strings.Join(values, ", ")
	}
	for i, a := range d.Attempts {
		view.Attempts[i] = attemptView{a.N, a.At, plainDuration(a.Took), a.Status, a.Error}
	}
	return view
}

// plainDuration is a length of time as the document writes it, in units that
// need no other letters than Latin ones.
func plainDuration(d time.Duration) string { return strings.ReplaceAll(d.String(), "µ", "u") }

func (p *controlPort) listDeliveries(r *Request) (Reply, error) {
	found := r.Sandbox.Deliveries(func(d *Delivery) bool {
		for _, asked := range [][2]string{{r.Text("call"), d.Subject}, {r.Text("event"), d.Event}, {r.Text("state"), string(d.State)}} {
			if asked[0] != "" && asked[0] != asked[1] {
				return false
			}
		}
		return true
	})
	views := make([]deliveryView, len(found))
	for i, d := range found {
		views[i] = viewDelivery(d)
	}
	return Reply{Body: map[string]any{"deliveries": views}}, nil
}

func (p *controlPort) readDelivery(r *Request) (Reply, error) {
	d, found := r.Sandbox.Delivery(r.Text("id"))
	if !found {
		return Reply{}, ErrNoDelivery
	}
	return Reply{Body: viewDelivery(d)}, nil
}

func (p *controlPort) replayDelivery(r *Request) (Reply, error) {
	d, err := r.Sandbox.Replay(r.Text("id"))
	if err != nil {
		return Reply{}, err
	}
	return Reply{Status: http.StatusAccepted, Body: viewDelivery(d)}, nil
}
