package indigenius

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const gatewayPath = "/new-web-call/connection"

// longestSession is when a session ends whose client does not hang up (IGN-096).
const longestSession = time.Hour

// gatewayLine is the WebSocket that the reply to initiateCall leads to. Who
// knows the address needs no key (IGN-095).
var gatewayLine = engine.Line{
	Subject: func(r *http.Request) string { return r.URL.Query().Get("call_id") },
	Admit:   admit,
	Joined:  joined,
	Left:    left,
}

// admit lets a client join the web call that the address names, with its own
// assistant, until that has ended.
func admit(r *engine.Request, c engine.Subject) error {
	o := c.Order.Details.(*order)
	if o.Assistant == nil || *o.Assistant != r.HTTP.URL.Query().Get("assistant_id") {
		return &engine.Failure{Kind: engine.NotFound}
	}
	if c.State(r.Sandbox.Now()).Ended() {
		return &engine.Failure{Kind: engine.Invalid, Reason: "The call has ended"}
	}
	return nil
}

// joined connects the call, if it was not, and lets it last.
func joined(tx *engine.Tx, c engine.Subject) {
	tx.Change(c.Kind, c.ID, func(t call.Timeline) call.Timeline {
		plan := t.Plan()
		plan.AnsweredAfter, plan.TalksFor = 1, longestSession // at once: what is past comes now
		return t.Replan(tx.Now(), plan)
	})
}

// left ends the call: the client has hung up.
func left(tx *engine.Tx, c engine.Subject) {
	tx.Change(c.Kind, c.ID, func(t call.Timeline) call.Timeline { return t.End(tx.Now(), call.HungUp) })
}
