package mocks_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A caller is a client of one provider, as somebody would write it.
type caller struct {
	http *http.Client
	base string
	key  string
}

// listen has the provider post what happens.
func (c caller) listen(t *testing.T, url string) {
	t.Helper()
	c.ask(t, "POST", "/v1/webhooks", fmt.Sprintf(`{"url": %q, "events": ["call.completed"]}`, url))
}

// place starts a call and returns its id.
func (c caller) place(t *testing.T, phone string) string {
	t.Helper()
	return c.ask(t, "POST", "/v1/calls", fmt.Sprintf(`{"phone": %q, "script_id": "scr_5k9m2x7q4wvt", "language": "en-IN"}`, phone))["id"].(string)
}

// status is how the client sees a call.
func (c caller) status(t *testing.T, id string) string {
	t.Helper()
	call := c.ask(t, "GET", "/v1/calls/"+id, "")
	return fmt.Sprintf("%v for %v s", call["status"], call["duration_seconds"])
}

func (c caller) ask(t *testing.T, method, path, body string) map[string]any {
	t.Helper()
	status, answer := c.send(t, method, path, body)
	require.Less(t, status, 300, answer)
	var value map[string]any
	require.NoError(t, json.Unmarshal([]byte(answer), &value))
	return value
}

func (c caller) send(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, c.base+path, strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+c.key)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := c.http.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// NewClient makes a client as one for the real provider is made.
func NewClient(base, key string) caller { return caller{http.DefaultClient, base, key} }
