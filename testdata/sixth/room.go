package sixth

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// The room is the WebSocket of a call: while somebody is in it the call goes
// on, for an hour at most, and when they leave it ends.
var room = engine.Line{
	Subject: func(r *http.Request) string { return r.URL.Query().Get("call") },
	Admit: func(r *engine.Request, c engine.Subject) error {
		if c.Order.Agent != r.HTTP.URL.Query().Get("assistant") {
			return &engine.Failure{Kind: engine.NotFound}
		}
		return nil
	},
	Joined: func(tx *engine.Tx, c engine.Subject) {
		tx.Change(c.Kind, c.ID, func(t call.Timeline) call.Timeline {
			plan := t.Plan()
			plan.TalksFor = time.Hour
			return t.Replan(tx.Now(), plan)
		})
	},
	Left: func(tx *engine.Tx, c engine.Subject) { hangUp(tx, c) },
}
