package callab

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// render sends each event of a call to every webhook of its company, at the
// account-level callback address; where there is none, nothing is sent.
func render(m *engine.Moment) []engine.Callback {
	account := m.Subject.Order.Account
	event, told := eventOf(m.Event)
	address := m.Tx.Callback(account)
	if !told || address == "" || m.Subject.Order.Details.(*order).Stored {
		return nil
	}
	body := notice{Event: event, Timestamp: timestamp(m.Now), Data: viewOf(m.Tx.Sandbox(), m.Subject, m.Now).record()}
	var owed []engine.Callback
	m.Tx.Each(kindWebhook, func(id string, value any) bool {
		if w := value.(*webhook); w.Owner == account {
			policy := w.policy()
			owed = append(owed, engine.Callback{
				Event: event, URL: address, Body: body, Address: id, Policy: &policy, Refuse: objection(address),
			})
		}
		return true
	})
	return owed
}

// eventOf is the name of what happened, if it is told: a call has started when
// it is dialled, and a transcript that failed is not announced (CLB-071 to
// CLB-073, CLB-099, CLB-101).
func eventOf(e call.Event) (name string, told bool) {
	switch e.Kind {
	case call.Dialing:
		return "call.started", true
	case call.Ended:
		return "call.ended", true
	case call.TranscriptReady:
		return "call.transcribed", true
	}
	return "", false
}
