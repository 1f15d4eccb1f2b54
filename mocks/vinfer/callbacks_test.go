package vinfer_test

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func TestRetriesComeAtTenTwentyAndFortySecondsWithTheSameBytes(t *testing.T) {
	for name, want := range map[string]struct {
		receive  func(n int, r *http.Request) (int, error)
		attempts int
		state    engine.DeliveryState
	}{
		"taken at the third": {func(n int, _ *http.Request) (int, error) { return []int{503, 503, 200}[n], nil }, 3, engine.Delivered},
		"always refused":     {func(int, *http.Request) (int, error) { return 500, nil }, 4, engine.Failed},
		"never answered":     {func(_ int, r *http.Request) (int, error) { return silent(r) }, 4, engine.Failed},
		"no content will do": {func(int, *http.Request) (int, error) { return 204, nil }, 1, engine.Delivered},
		"no redirect will":   {func(int, *http.Request) (int, error) { return 302, nil }, 4, engine.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var bodies, signatures []string
			c := start(t, func(r *http.Request) (int, error) {
				body, _ := io.ReadAll(r.Body)
				mu.Lock()
				n := len(bodies)
				bodies = append(bodies, string(body))
				signatures = append(signatures, r.Header.Get("X-VInfer-Signature"))
				mu.Unlock()
				return want.receive(n, r)
			})
			c.subscribe("http://127.0.0.1/hook", `["call.completed"]`)
			c.place(busy)
			c.advance(time.Hour)

			sent := c.box.Deliveries(nil)
			require.Len(t, sent, 1)
			assert.Equal(t, want.state, sent[0].State)
			require.Len(t, sent[0].Attempts, want.attempts)
			for i, pause := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second}[:want.attempts-1] {
				ended := sent[0].Attempts[i].At.Add(sent[0].Attempts[i].Took)
				assert.Equal(t, pause, sent[0].Attempts[i+1].At.Sub(ended), "pause %d", i+1)
			}
			mu.Lock()
			defer mu.Unlock()
			require.Len(t, bodies, want.attempts)
			for i := range bodies {
				assert.Equal(t, bodies[0], bodies[i])
				assert.Equal(t, signatures[0], signatures[i])
			}
			assert.Regexp(t, "^sha256=[0-9a-f]{64}$", signatures[0])
		})
	}
}

func TestAWebhookThatNeverAnswersDelaysNoOther(t *testing.T) {
	var mu sync.Mutex
	var heard []string
	c := start(t, func(r *http.Request) (int, error) {
		if r.URL.Path == "/silent" {
			return silent(r)
		}
		var body struct{ Event string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return 0, err
		}
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, body.Event)
		return 200, nil
	})
	c.subscribe("http://127.0.0.1/silent", `["*"]`)
	c.subscribe("http://127.0.0.1/quick", `["*"]`)
	c.place(busy)
	c.advance(4 * time.Second) // the line is busy after three

	mu.Lock()
	defer mu.Unlock()
	assert.Equal(t, []string{"call.completed", "call.disposition_set"}, heard)
}

func TestDeletingAWebhookCancelsItsRetries(t *testing.T) {
	var attempts atomic.Int64
	c := start(t, func(*http.Request) (int, error) { attempts.Add(1); return 503, nil })
	webhook := c.subscribe("http://127.0.0.1/hook", `["*"]`)
	c.place(busy)
	c.advance(10 * time.Second)
	require.EqualValues(t, 1, attempts.Load())

	require.Equal(t, 204, c.ask("DELETE", "/v1/webhooks/"+webhook, "").Code)
	c.advance(time.Hour)
	assert.EqualValues(t, 1, attempts.Load())
	for _, d := range c.box.Deliveries(nil) {
		assert.Equal(t, engine.Cancelled, d.State, d.Event)
	}
}
