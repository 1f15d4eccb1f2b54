package vinfer_test

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

// start makes a fake on a frozen clock whose callbacks go to receive.
func start(t *testing.T, receive func(*http.Request) (status int, err error)) *client {
	t.Helper()
	fake, err := mocks.New(engine.Options{
		Clock:     engine.Mode{Kind: engine.Frozen},
		Strict:    true,
		Patience:  time.Millisecond,
		Transport: receiver(receive),
	}, "vinfer")
	require.NoError(t, err)
	box, ok := fake.Sandboxes().Get("default")
	require.True(t, ok)
	return &client{t: t, fake: fake, handler: fake.Handler("vinfer"), box: box, key: "YOUR_API_KEY"}
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

// silent never answers.
func silent(request *http.Request) (int, error) {
	<-request.Context().Done()
	return 0, request.Context().Err()
}

func taken(*http.Request) (int, error) { return http.StatusOK, nil }

type client struct {
	t       *testing.T
	fake    *engine.Fake
	handler http.Handler
	box     *engine.Sandbox
	key     string
}

// ask sends one request; fields are header fields, name before value.
func (c *client) ask(method, path, body string, fields ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	for i := 0; i < len(fields); i += 2 {
		request.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, request)
	return w
}

// told is the JSON object of a reply that has this status.
func (c *client) told(status int, w *httptest.ResponseRecorder) map[string]any {
	c.t.Helper()
	require.Equal(c.t, status, w.Code, w.Body.String())
	var body map[string]any
	require.NoError(c.t, json.Unmarshal(w.Body.Bytes(), &body))
	return body
}

func (c *client) place(phone string) string {
	c.t.Helper()
	return c.told(201, c.ask("POST", "/v1/calls", order(phone)))["id"].(string)
}

func order(phone string) string {
	return `{"phone": "` + phone + `", "name": "Asha", "script_id": "scr_5k9m2x7q4wvt", "language": "en-IN"}`
}

func (c *client) subscribe(url, events string) string {
	c.t.Helper()
	return c.told(201, c.ask("POST", "/v1/webhooks", `{"url": "`+url+`", "events": `+events+`, "secret": "s3cret"}`))["id"].(string)
}

func (c *client) advance(by time.Duration) {
	c.t.Helper()
	_, err := c.box.Advance(context.Background(), engine.Advance{By: by})
	require.NoError(c.t, err)
}

const answers, busy = "+919876543210", "+919876000486"
