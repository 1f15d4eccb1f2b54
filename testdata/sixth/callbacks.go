package sixth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// Hooks are tried three times; nothing but a 200 within five seconds will do (SIX-013).
var policy = engine.Policy{
	Attempts: 3,
	Pauses:   []time.Duration{30 * time.Second, time.Minute},
	Accepts:  engine.Statuses{From: http.StatusOK, To: http.StatusOK},
	Timeout:  5 * time.Second,
}

// The other addresses are tried once (SIX-008).
var once = engine.Policy{Attempts: 1, Timeout: 5 * time.Second}

const (
	callEnded = "call.ended"
	jobDone   = "job.done"
)

// render tells of the end: of a job, the address of the account; of a call, the
// address given with it, and every hook of the account.
func render(m *engine.Moment) []engine.Callback {
	account := m.Subject.Order.Account
	switch m.Event.Kind {
	case call.JobDone:
		if url := m.Tx.Callback(account); url != "" {
			told := engine.Callback{Event: jobDone, URL: url, Body: notice{Event: jobDone, ID: m.Subject.ID}, Policy: &once}
			return []engine.Callback{told}
		}
	case call.Ended:
		sheet := sheetOf(m.Tx.Sandbox(), m.Subject, m.Now)
		told := engine.Callback{
			Event:  callEnded,
			Header: http.Header{"X-Sixth-Event": {callEnded}},
			Body:   notice{Event: callEnded, ID: m.Subject.ID, Call: &sheet},
		}
		return append(toOrder(m, told), toHooks(m, told)...)
	}
	return nil
}

func toOrder(m *engine.Moment, told engine.Callback) []engine.Callback {
	if m.Subject.Order.Callback == "" {
		return nil
	}
	told.URL, told.Policy = m.Subject.Order.Callback, &once
	return []engine.Callback{told}
}

func toHooks(m *engine.Moment, told engine.Callback) (owed []engine.Callback) {
	m.Tx.Each(kindHook, func(id string, value any) bool {
		if h := value.(*hook); h.Account == m.Subject.Order.Account {
			told.URL, told.Address = h.URL, id
			told.Key, told.Refuse = h.Secret, refusal(h.URL)
			owed = append(owed, told)
		}
		return true
	})
	return owed
}

// sign signs the bytes that are sent, and says when (SIX-012).
func sign(secret string, body []byte, at time.Time) http.Header {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return http.Header{
		"X-Sixth-Signature": {hex.EncodeToString(mac.Sum(nil))},
		"X-Sixth-Sent":      {strconv.FormatInt(at.Unix(), 10)},
	}
}
