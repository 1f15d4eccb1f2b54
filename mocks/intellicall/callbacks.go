package intellicall

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// One attempt and three retries, each after twice the pause of the one before
// (AVY-054, AVY-070, AVY-090). Any 2xx within ten seconds will do (AVY-089),
// and nothing is signed (AVY-091).
var policy = engine.Policy{
	Attempts: 4,
	Pauses:   []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second},
	Timeout:  10 * time.Second,
}

// render sends the result of a call to the address of the account (AVY-053),
// and nothing where it has none.
func render(m *engine.Moment) []engine.Callback {
	if m.Event.Kind != call.Ended || m.Event.Leg != 0 {
		return nil
	}
	address := m.Tx.Callback(m.Subject.Order.Account)
	v := viewOf(m.Tx.Sandbox(), m.Subject, m.Now)
	if address == "" || v.order.Untold {
		return nil
	}
	return []engine.Callback{{Event: "call.result", URL: address, Body: v.result()}}
}
