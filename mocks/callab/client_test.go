package callab_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const (
	answers  = "+9876543210"
	busy     = "+9876000486"
	agent    = "550e8400-e29b-41d4-a716-446655440002"
	shown    = "550e8400-e29b-41d4-a716-446655440000" // the call that the page shows
	firstKey = "YOUR_API_KEY"
)

// A client talks to a fake on a frozen clock.
type client struct {
	t       *testing.T
	handler http.Handler
	box     *engine.Sandbox
	key     string
}

// start makes a fake whose callbacks go to receive.
func start(t *testing.T, receive func(*http.Request) (status int, err error)) *client {
	t.Helper()
	fake, err := mocks.New(engine.Options{
		Clock:     engine.Mode{Kind: engine.Frozen},
		Strict:    true,
		Patience:  time.Millisecond,
		Transport: receiver(receive),
	}, "callab")
	require.NoError(t, err)
	box, ok := fake.Sandboxes().Get("default")
	require.True(t, ok)
	return &client{t: t, handler: fake.Handler("callab"), box: box, key: firstKey}
}

// receiver is where callbacks arrive, without a network.
type receiver func(*http.Request) (status int, err error)

func (r receiver) RoundTrip(request *http.Request) (*http.Response, error) {
	status, err := r(request)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: request}, nil
}

func taken(*http.Request) (int, error) { return http.StatusOK, nil }

// silent never answers.
func silent(request *http.Request) (int, error) {
	<-request.Context().Done()
	return 0, request.Context().Err()
}

func (c *client) ask(method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, request)
	return w
}

// A told is a reply of the provider.
type told struct {
	Status  string
	Message string
	Data    any
}

func (c *client) told(status int, method, path, body string) told {
	c.t.Helper()
	w := c.ask(method, path, body)
	require.Equal(c.t, status, w.Code, w.Body.String())
	var reply told
	require.NoError(c.t, json.Unmarshal(w.Body.Bytes(), &reply))
	return reply
}

// place makes a call and returns it.
func (c *client) place(number string) map[string]any {
	c.t.Helper()
	return c.told(200, "POST", "/calls/make-call", order(number)).Data.(map[string]any)
}

func order(number string) string {
	return `{"ai_agent_id": "` + agent + `", "call_from": "+1234567890", "call_to": "` + number + `"}`
}

// find are the ids that a query finds, in its order.
func (c *client) find(query string) []string {
	c.t.Helper()
	reply := c.told(200, "GET", "/calls/query?"+query, "")
	require.Equal(c.t, "ok", reply.Status, query)
	ids := []string{}
	for _, one := range reply.Data.([]any) {
		ids = append(ids, one.(map[string]any)["id"].(string))
	}
	return ids
}

func (c *client) advance(by time.Duration) {
	c.t.Helper()
	_, err := c.box.Advance(context.Background(), engine.Advance{By: by})
	require.NoError(c.t, err)
}
