package main

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A world that one process wrote down goes on in another one, of another seed
// and on other ports: the same token opens it, and what it answers and sends is
// the same to the byte.
func TestASnapshotGoesOnInAnotherProcess(t *testing.T) {
	t.Parallel()
	hear := receiver(t)
	one := serveRinger(t, "--clock", "frozen", "--seed", "7")
	two := serveRinger(t, "--clock", "60x", "--seed", "9")
	const host = "ringer.test:80"
	ask := func(s *running, token, method, path, body string) heard {
		return fetch(t, method, s.base+path, body, "Authorization", "Bearer "+token, "Host", host, "Ringer-Sandbox", "default")
	}
	token := one.login()
	place := `{"customer_number": "919999001401", "agent_number": "918888888888", "did": "919484956750", "transcript": true, "callback_url": "` + hear.URL + `"}`
	id := text(ask(one, token, "POST", "/api/calls/click2call", place).member("data", "call_id"))
	one.advance(`{"by": "30s"}`)

	refused := two.world("GET", "snapshot", "")
	assert.Equal(t, http.StatusConflict, refused.status)
	assert.Contains(t, string(refused.body), `{\"mode\": \"frozen\"}`, "the hint says how to stop the clock")
	written := one.world("GET", "snapshot", "")
	require.Equal(t, http.StatusOK, written.status)
	assert.Equal(t, http.StatusOK, two.world("PUT", "snapshot", string(written.body)).status)
	assert.Equal(t, http.StatusCreated, two.tell("PUT", "/sandboxes/copy/snapshot", string(written.body)).status)
	assert.Equal(t, string(written.body), string(two.tell("GET", "/sandboxes/copy/snapshot", "").body))
	damaged := two.world("PUT", "snapshot", string(written.body[:200]))
	assert.Equal(t, http.StatusBadRequest, damaged.status)
	assert.Contains(t, string(damaged.body), "the snapshot is damaged")
	assert.Equal(t, string(written.body), string(two.world("GET", "snapshot", "").body), "and nothing is lost")

	tail := func(s *running) (told []string) {
		note := func(h heard) heard {
			told = append(told, string(h.body))
			return h
		}
		note(ask(s, token, "GET", "/api/calls/"+id+"/transcript", ""))
		note(ask(s, token, "POST", "/api/calls/click2call", place))
		s.advance(`{"to": "idle"}`)
		list := note(ask(s, token, "GET", "/api/calls/recent", ""))
		for _, c := range list.items("data", "calls") {
			if at, err := url.Parse(text(c["recording"])); err == nil && at.Path != "" {
				note(fetch(t, "GET", s.base+at.RequestURI(), ""))
			}
		}
		note(s.world("GET", "deliveries", ""))
		note(ask(s, "", "POST", "/api/login", `{"email": "user@example.com", "password": "your_password"}`))
		return told
	}
	want := tail(one)
	assert.Equal(t, want, tail(two))
	assert.Greater(t, len(want), 5)
}
