package indigenius

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// One attempt, any 2xx within ten seconds (IGN-093); nothing is signed (IGN-092).
var policy = engine.Policy{Attempts: 1, Timeout: 10 * time.Second}

// developerCallback is the type of a callback in the delivery history; the
// provider documents no names of events.
const developerCallback = "developer_callback"

// render tells the address of the key that created a call of its end (IGN-054, IGN-090).
func render(m *engine.Moment) []engine.Callback {
	if m.Event.Kind != call.Ended {
		return nil
	}
	v := viewOf(m.Tx.Sandbox(), m.Subject, m.Now)
	if v.order.Key == "" {
		return nil
	}
	address := m.Tx.Callback(v.order.Key)
	if address == "" {
		return nil
	}
	return []engine.Callback{{
		Event: developerCallback,
		URL:   address,
		Body:  notice{Event: "call.ended", Data: v.details()},
	}}
}
