package engine

import "time"

type advancedView struct {
	From       time.Time       `json:"from"`
	Now        time.Time       `json:"now"`
	Events     int             `json:"events"`
	Deliveries int             `json:"deliveries"`
	Retries    int             `json:"retries"`
	Idle       bool            `json:"idle"`
	Happened   []happeningView `json:"happened"`
	Sent       []sentView      `json:"sent"`
}

type sentView struct {
	At       time.Time `json:"at"`
	Delivery string    `json:"delivery"`
	Attempt  int       `json:"attempt"`
}

type happeningView struct {
	At       time.Time `json:"at"`
	Call     string    `json:"call"`
	Event    string    `json:"event"`
	Delivery string    `json:"delivery,omitempty"`
	Attempt  int       `json:"attempt,omitempty"`
	Status   int       `json:"status,omitempty"`
	Error    string    `json:"error,omitempty"`
}

func (p *controlPort) readClock(r *Request) (Reply, error) {
	return Reply{Body: viewClock(r.Sandbox)}, nil
}

func (p *controlPort) setClock(r *Request) (Reply, error) {
	mode, now, err := timeOf(r.body)
	if err != nil {
		return Reply{}, err
	}
	if err := r.Sandbox.SetClock(mode, now); err != nil {
		return Reply{}, err
	}
	return Reply{Body: viewClock(r.Sandbox)}, nil
}

func (p *controlPort) advanceClock(r *Request) (Reply, error) {
	done, err := r.Sandbox.Advance(r.HTTP.Context(), Advance{
		By:     duration(r, "by"),
		To:     r.Text("to"),
		Within: duration(r, "within"),
		Quiet:  duration(r, "quiet"),
	})
	if err != nil {
		return Reply{}, err
	}
	view := advancedView{
		From: done.From, Now: done.Now, Events: done.Events, Deliveries: done.Deliveries, Retries: done.Retries, Idle: done.Idle,
		Happened: make([]happeningView, len(done.Happened)),
	}
	for i, h := range done.Happened {
		view.Happened[i] = happeningView{h.At, h.Subject, h.Event, h.Delivery, h.Attempt, h.Status, h.Error}
	}
	view.Sent = make([]sentView, len(done.Sent))
	for i, one := range done.Sent {
		view.Sent[i] = sentView(one)
	}
	return Reply{Body: view}, nil
}
