package callab_test

import (
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func TestEachWebhookRetriesAfterItsOwnDelayWithTheSameBytes(t *testing.T) {
	for name, c := range map[string]struct {
		key, agent string
		receive    func(n int, r *http.Request) (int, error)
		attempts   int
		delay      time.Duration
		state      engine.DeliveryState
	}{
		"taken at the third":  {firstKey, agent, func(n int, _ *http.Request) (int, error) { return []int{503, 503, 200}[n], nil }, 3, 5 * time.Second, engine.Delivered},
		"always refused":      {firstKey, agent, func(int, *http.Request) (int, error) { return 500, nil }, 4, 5 * time.Second, engine.Failed},
		"never answered":      {firstKey, agent, func(_ int, r *http.Request) (int, error) { return silent(r) }, 4, 5 * time.Second, engine.Failed},
		"no content will do":  {firstKey, agent, func(int, *http.Request) (int, error) { return 204, nil }, 1, 0, engine.Delivered},
		"no redirect will":    {firstKey, agent, func(int, *http.Request) (int, error) { return 302, nil }, 4, 5 * time.Second, engine.Failed},
		"another one's delay": {"OTHER_API_KEY", "2f6b8d14-3e5a-4c79-b0d2-8a1f4e6c9b35", func(int, *http.Request) (int, error) { return 500, nil }, 2, 2 * time.Minute, engine.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var bodies []string
			client := start(t, func(r *http.Request) (int, error) {
				body, _ := io.ReadAll(r.Body)
				mu.Lock()
				n := len(bodies)
				bodies = append(bodies, string(body))
				mu.Unlock()
				return c.receive(n, r)
			})
			client.key = c.key
			client.box.SetCallback("callab", "", "http://127.0.0.1/hook")
			client.told(200, "POST", "/calls/make-call", `{"ai_agent_id": "`+c.agent+`", "call_from": "+1234567890", "call_to": "`+answers+`"}`)
			client.advance(2 * time.Second) // started, and nothing else
			client.advance(time.Hour)

			var sent []engine.Delivery
			for _, d := range client.box.Deliveries(nil) {
				if d.Event == "call.started" {
					sent = append(sent, d)
				}
			}
			require.Len(t, sent, 1)
			assert.Equal(t, c.state, sent[0].State)
			require.Len(t, sent[0].Attempts, c.attempts)
			for i := range sent[0].Attempts[1:] {
				ended := sent[0].Attempts[i].At.Add(sent[0].Attempts[i].Took)
				assert.Equal(t, c.delay, sent[0].Attempts[i+1].At.Sub(ended))
				assert.Equal(t, bodies[0], bodies[i+1])
			}
		})
	}
}

func TestAWebhookWantsHTTPSWhereOthersListen(t *testing.T) {
	for address, sent := range map[string]bool{
		"https://hooks.acme.dev/callab":  true,
		"http://hooks.acme.dev/callab":   false,
		"http://93.184.216.34/callab":    false,
		"http://[2606:4700::1111]/hook":  false,
		"http://127.0.0.1:8080/callab":   true,
		"http://[::1]/callab":            true,
		"http://192.168.7.3/callab":      true,
		"http://receiver:8080/callab":    true,
		"http://localhost/callab":        true,
		"http://app.localhost/callab":    true,
		"http://receiver.example/callab": false,
	} {
		t.Run(address, func(t *testing.T) {
			c := start(t, taken)
			c.box.SetCallback("callab", "main", address)
			c.place(busy)
			c.advance(time.Second)
			deliveries := c.box.Deliveries(nil)
			require.Len(t, deliveries, 1)
			flow := c.told(200, "GET", "/webhooks", "").Data.([]any)[0].(map[string]any)
			assert.Equal(t, address, flow["steps"].([]any)[0].(map[string]any)["webhook_url"])
			executions := flow["executions"].([]any)
			require.Len(t, executions, 1)
			if sent {
				assert.Equal(t, engine.Delivered, deliveries[0].State, deliveries[0].Reason)
				return
			}
			assert.Equal(t, engine.Refused, deliveries[0].State)
			assert.Contains(t, deliveries[0].Reason, "https")
			assert.Contains(t, executions[0].(map[string]any)["error_message"], "https")
		})
	}
}

func TestWithoutACallbackAddressNobodyIsTold(t *testing.T) {
	c := start(t, func(*http.Request) (int, error) { return 0, assert.AnError })
	c.place(answers)
	c.advance(time.Hour)
	assert.Empty(t, c.box.Deliveries(nil))
	flow := c.told(200, "GET", "/webhooks", "").Data.([]any)[0].(map[string]any)
	assert.Equal(t, "https://example.com/webhooks/callab", flow["steps"].([]any)[0].(map[string]any)["webhook_url"])
	assert.Empty(t, flow["executions"])
}

func TestExecutionsSayWhenTheNextAttemptFollows(t *testing.T) {
	c := start(t, func(*http.Request) (int, error) { return 503, nil })
	c.box.SetCallback("callab", "", "http://127.0.0.1/hook")
	c.place(busy)
	c.advance(time.Second) // the first attempt at call.started has failed, the second is due in five seconds
	executions := func() []any {
		return c.told(200, "GET", "/webhooks", "").Data.([]any)[0].(map[string]any)["executions"].([]any)
	}
	require.Len(t, executions(), 1)
	first := executions()[0].(map[string]any)
	assert.Equal(t, "2026-01-15T12:00:01Z", first["executed_at"])
	assert.Equal(t, "2026-01-15T12:00:06Z", first["next_retry_at"])
	c.advance(time.Hour)
	all := executions()
	require.Len(t, all, 8, "four attempts at each of two events")
	assert.Equal(t, first, all[0].(map[string]any))
	for i, one := range all {
		e := one.(map[string]any)
		assert.EqualValues(t, i%4+1, e["attempt_number"])
		assert.Equal(t, i%4 == 3, e["next_retry_at"] == nil)
		assert.Equal(t, "failed", e["status"])
	}
}

func TestAStoredCallIsNeverTold(t *testing.T) {
	c := start(t, taken)
	c.box.SetCallback("callab", "", "http://127.0.0.1/hook")
	c.told(200, "POST", "/calls", `{"campaign_id": "`+shown+`", "ai_agent_id": "`+agent+`", "call_sid": "a", "call_from": "b", "call_to": "`+
		answers+`", "call_direction": "inbound", "workspace": "default"}`)
	c.advance(24 * time.Hour)
	assert.Empty(t, c.box.Deliveries(nil))
}
