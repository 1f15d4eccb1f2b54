package vinfer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// Three retries after 10, 20 and 40 seconds, with the same body, unless a 2xx
// comes within ten seconds (VIN-069, VIN-070, VIN-112).
var policy = engine.Policy{
	Attempts: 4,
	Pauses:   []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second},
	Timeout:  10 * time.Second,
}

// render sends an event to every webhook of the workspace that wants it.
func render(m *engine.Moment) []engine.Callback {
	event, told := eventOf(m.Event)
	if !told {
		return nil
	}
	var owed []engine.Callback
	var body *notice
	m.Tx.Each(kindWebhook, func(id string, value any) bool {
		w := value.(*webhook)
		if w.Workspace != m.Subject.Order.Account || !w.wants(event) {
			return true
		}
		if body == nil {
			body = &notice{Event: event, Timestamp: timestamp(m.Now), Data: shown(m)}
		}
		owed = append(owed, engine.Callback{Event: event, URL: w.URL, Body: body, Key: w.Secret, Address: id})
		return true
	})
	return owed
}

// shown is the call or job as it is at that moment (VIN-110, VIN-116).
func shown(m *engine.Moment) any {
	if m.Subject.Kind == kindJob {
		return jobView(m.Tx.Sandbox(), m.Subject, m.Now)
	}
	return viewOf(m.Tx.Sandbox(), m.Subject, m.Now).record()
}

// sign signs the very bytes that are sent, where the webhook has a secret
// (VIN-068, VIN-111).
func sign(secret string, body []byte, _ time.Time) http.Header {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return http.Header{"X-Vinfer-Signature": {"sha256=" + hex.EncodeToString(mac.Sum(nil))}}
}
