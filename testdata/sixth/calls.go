package sixth

import (
	"net/http"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const (
	kindCall = "call"
	kindJob  = "job"
)

// An order is what a call was asked for beyond numbers and addresses.
type order struct{ Note string }

func placeCall(r *engine.Request) (engine.Reply, error) {
	var placed engine.Subject
	err := r.Do(func(tx *engine.Tx) error {
		if owner, known := tx.Get(kindAssistant, r.Text("assistant")); !known || owner != r.Account.Name {
			return &engine.Failure{Kind: noAssistant}
		}
		customer := tx.Sandbox().Persona(r.Text("to"))
		if customer.Stage == call.AtAPI {
			return &engine.Failure{Kind: engine.CannotQueue, Header: http.Header{"Retry-After": {"60"}}}
		}
		placed = tx.Place(engine.Placing{
			Kind: kindCall,
			ID:   callID,
			Order: &engine.Order{
				Account:  r.Account.Name,
				Base:     r.Base,
				Callback: r.Text("hook"),
				From:     r.Text("from"),
				To:       r.Text("to"),
				Agent:    r.Text("assistant"),
				Details:  &order{Note: r.Text("note")},
			},
			Plan: call.Plan{Customer: customer, Recording: true},
		})
		return nil
	})
	return shown(r, http.StatusCreated, placed), err
}

func callID(f *gofakeit.Faker) string {
	return "call_" + engine.Letters(f, "abcdefghijklmnopqrstuvwxyz", 10)
}

// listCalls shows the newest calls first.
func listCalls(r *engine.Request) (engine.Reply, error) {
	now := r.Sandbox.Now()
	state := r.TextOrNil("state")
	found, total := r.List(engine.Query{
		Kind:    kindCall,
		Account: r.Account.Name,
		Match:   func(c *engine.Subject) bool { return state == nil || *state == stateOf(c.Timeline.Standing(now)) },
		Newest:  true,
		Offset:  r.Int("offset"),
		Limit:   r.Int("limit"),
	})
	p := page{Total: total, Calls: []sheet{}}
	for _, c := range found {
		p.Calls = append(p.Calls, sheetOf(r.Sandbox, c, now))
	}
	return engine.Reply{Body: p}, nil
}

func getCall(r *engine.Request) (engine.Reply, error) {
	found, known := r.Find(kindCall, r.Text("id"))
	if !known || found.Order.Account != r.Account.Name {
		return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
	}
	return shown(r, http.StatusOK, found), nil
}

// endCall hangs up; on a call that is over it has no effect.
func endCall(r *engine.Request) (engine.Reply, error) {
	var ended engine.Subject
	err := r.Do(func(tx *engine.Tx) error {
		found, known := tx.Find(kindCall, r.Text("id"))
		if !known || found.Order.Account != r.Account.Name {
			return &engine.Failure{Kind: engine.NotFound}
		}
		ended = hangUp(tx, found)
		return nil
	})
	return shown(r, http.StatusOK, ended), err
}

func hangUp(tx *engine.Tx, c engine.Subject) engine.Subject {
	changed, _ := tx.Change(c.Kind, c.ID, func(t call.Timeline) call.Timeline { return t.End(tx.Now(), call.HungUp) })
	return changed
}

// getAudio gives a recording to whoever knows the id of its call.
func getAudio(r *engine.Request) (engine.Reply, error) {
	if c, known := r.Find(kindCall, r.Text("call")); known {
		audio, failed := engine.Recording(r.Sandbox, c)
		if failed == nil {
			return engine.Reply{Header: http.Header{"Content-Type": {engine.AudioType}}, Body: audio}, nil
		}
		return engine.Reply{}, failed
	}
	return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
}

// createJob orders a piece of work that is no call.
func createJob(r *engine.Request) (engine.Reply, error) {
	var placed engine.Subject
	err := r.Do(func(tx *engine.Tx) error {
		placed = tx.Place(engine.Placing{
			Kind:  kindJob,
			ID:    func(f *gofakeit.Faker) string { return "job_" + engine.Letters(f, "0123456789", 6) },
			Order: &engine.Order{Account: r.Account.Name},
			Plan:  call.Plan{Job: true, Customer: tx.Sandbox().Persona(r.Text("file"))},
		})
		return nil
	})
	return engine.Reply{Status: http.StatusAccepted, Body: job{ID: placed.ID}}, err
}
