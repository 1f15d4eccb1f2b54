package induslabs

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// One attempt, ten seconds, and whatever the receiver answers is taken for
// received (IND-145); nothing is signed (IND-144).
var policy = engine.Policy{
	Attempts: 1,
	Accepts:  engine.Statuses{From: 100, To: 999},
	Timeout:  10 * time.Second,
}

// render sends each event of a call to the callback_url of its create request,
// and nothing where there is none (IND-088, IND-089).
func render(m *engine.Moment) []engine.Callback {
	if m.Subject.Order.Callback == "" {
		return nil
	}
	body, told := viewOf(m.Tx.Sandbox(), m.Subject, m.Now).push(m.Event)
	if !told {
		return nil
	}
	return []engine.Callback{{Event: body.Event, URL: m.Subject.Order.Callback, Body: body}}
}
