package indigenius_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const provider = "indigenius"

// The ids and keys of world.yaml.
const (
	key       = "YOUR_API_KEY"
	assistant = "665e4a34c65bb95f2f2d72e2"
	purchase  = "665e4a34c65bb95f2f2d72e1"
)

// A stand is a fake on a frozen clock, behind a socket.
type stand struct {
	t    *testing.T
	fake *engine.Fake
	box  *engine.Sandbox
	at   string
}

func newStand(t *testing.T) *stand {
	t.Helper()
	fake, err := mocks.New(engine.Options{Seed: 1, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true}, provider)
	require.NoError(t, err)
	server := httptest.NewServer(fake.Handler(provider))
	t.Cleanup(server.Close)
	box, _ := fake.Sandboxes().Get(engine.DefaultSandbox)
	return &stand{t, fake, box, server.URL}
}

// ask sends a request with a key and returns the status and the body.
func (s *stand) ask(key, method, path, body string) (int, map[string]any) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.at+path, strings.NewReader(body))
	require.NoError(s.t, err)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		request.Header.Set("X-API-Key", key)
	}
	answer, err := http.DefaultClient.Do(request)
	require.NoError(s.t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	var value map[string]any
	require.NoError(s.t, json.Unmarshal(raw, &value), string(raw))
	return answer.StatusCode, value
}

// web starts a web call and returns its id and its gateway address.
func (s *stand) web(key string) (id, gateway string) {
	s.t.Helper()
	status, got := s.ask(key, "POST", "/v1/calls/initiate", `{"assistantId":"`+assistant+`","type":"web"}`)
	require.Equal(s.t, http.StatusCreated, status, got)
	return got["callId"].(string), got["gateway"].(map[string]any)["url"].(string)
}

// phone dials a number and returns the id of the call.
func (s *stand) phone(number string) string {
	s.t.Helper()
	status, got := s.ask(key, "POST", "/v1/calls/phone/initiate", `{"phone_purchase_id":"`+purchase+`","phoneNumber":"`+number+`","provider":"twilio"}`)
	require.Equal(s.t, http.StatusCreated, status, got)
	return got["callId"].(string)
}

// read returns the data of a call, or of what belongs to it.
func (s *stand) read(path string) any {
	s.t.Helper()
	status, got := s.ask(key, "GET", "/v1/calls/"+path, "")
	require.Equal(s.t, http.StatusOK, status, got)
	return got["data"]
}

func (s *stand) advance(by time.Duration) {
	s.t.Helper()
	_, err := s.box.Advance(s.t.Context(), engine.Advance{By: by})
	require.NoError(s.t, err)
}

// receiver is where a key's callbacks go.
func (s *stand) receiver(account string) *inbox.Box {
	s.t.Helper()
	box := inbox.New(inbox.Options{Now: s.box.Now})
	server := httptest.NewServer(box)
	s.t.Cleanup(server.Close)
	address, err := url.JoinPath(server.URL, "hooks")
	require.NoError(s.t, err)
	s.box.SetCallback(provider, account, address)
	return box
}
