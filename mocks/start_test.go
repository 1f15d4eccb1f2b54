package mocks_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

func TestACallPlacedWithAStartedFakeIsOverWhenTheClockSaysSo(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t, "induslabs")
	var told []string
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body struct{ Event string }
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&body))
		told = append(told, body.Event)
	}))
	t.Cleanup(receiver.Close)

	var session struct {
		Data struct {
			AccessToken string `json:"access_token"`
		}
	}
	post(t, fake.URL("induslabs")+"/api/login", "", `{"email": "user@example.com", "password": "your_password"}`, &session)
	var placed struct {
		Data struct {
			CallID string `json:"call_id"`
		}
	}
	post(t, fake.URL("induslabs")+"/api/calls/click2call", session.Data.AccessToken,
		`{"customer_number": "919999999999", "agent_number": "918888888888", "did": "919484956750", "transcript": true, "callback_url": "`+receiver.URL+`"}`, &placed)
	assert.NotEmpty(t, placed.Data.CallID)
	assert.Empty(t, told)

	moved := fake.Advance(t, 73*time.Second)
	assert.Equal(t, []string{"call.completed", "transcript.ready"}, told)
	assert.Equal(t, 2, moved.Deliveries)
}

func TestAllProvidersAreServedWhereNoneIsNamed(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t)
	for _, name := range mocks.Names() {
		assert.NotEmpty(t, fake.URL(name), name)
	}
	assert.Empty(t, fake.URL("nobody"))
	resp, err := http.Get(fake.Control() + "/readyz")
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusOK, resp.StatusCode)
}

func TestAnUnknownProviderIsNamed(t *testing.T) {
	_, err := mocks.New(mocks.Options{}, "induslab")
	assert.ErrorContains(t, err, `unknown provider "induslab"; did you mean induslabs?`)
}

func post(t *testing.T, url, token, body string, into any) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode, string(got))
	require.NoError(t, json.Unmarshal(got, into))
}
