package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// like compares a reply with what the documentation shows: the same members and
// no others, the same words. "<kind>" stands for what differs from call to call.
func like(t testing.TB, want string, got heard) {
	t.Helper()
	var pattern any
	require.NoError(t, json.Unmarshal([]byte(want), &pattern))
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, "application/json", got.header.Get("Content-Type"))
	assert.Equal(t, pattern, blurred(pattern, got.json()))
}

// blurred puts "<kind>" where the pattern says so and the value is of that kind.
func blurred(pattern, value any) any {
	switch pattern := pattern.(type) {
	case map[string]any:
		object, _ := value.(map[string]any)
		for name := range object {
			object[name] = blurred(pattern[name], object[name])
		}
	case []any:
		if list, ok := value.([]any); ok && len(list) == len(pattern) {
			for i := range list {
				list[i] = blurred(pattern[i], list[i])
			}
		}
	case string:
		if is, kind := kinds[pattern]; kind && is(value) {
			return pattern
		}
	}
	return value
}

var kinds = map[string]func(any) bool{
	"<text>": func(v any) bool { return text(v) != "" },
	"<jwt>":  func(v any) bool { return strings.Count(text(v), ".") == 2 },
	"<id>":   func(v any) bool { return strings.HasPrefix(text(v), "call_") },
	"<list>": func(v any) bool { _, ok := v.([]any); return ok },
	"<time>": func(v any) bool { _, err := time.Parse("2006-01-02T15:04:05Z", text(v)); return err == nil },
	"<url>":  func(v any) bool { u, err := url.Parse(text(v)); return err == nil && u.Host != "" },
}

const transcriptForm = `{"summary": "<text>", "call_outcome": "<text>", "history": "<list>"`

// The requests are the documentation's own, with only their base URL changed.
func TestTheFlowOfTheDocumentationRunsAsItIsWritten(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	signedIn := s.ask("", "POST", "/api/login", `{"email":"user@example.com","password":"your_password"}`)
	token := text(signedIn.member("data", "access_token"))
	like(t, `{"status_code": 200, "message": "Login successful", "error": null,
		"data": {"access_token": "<jwt>", "refresh_token": "<jwt>", "token_type": "bearer"}}`, signedIn)

	created := s.ask(token, "POST", "/api/calls/click2call", `{"customer_number":"919999999999","agent_number":"918888888888","did":"919484956750",
		"callback_url":"https://example.com/webhooks/indus/click2call","transcript":true,"transcript_language":"hi"}`)
	id := text(created.member("data", "call_id"))
	like(t, `{"status_code": 200, "message": "Click2Call request created", "error": null,
		"data": {"call_id": "<id>", "status": "queued", "did": "919484956750",
			"callback_url": "https://example.com/webhooks/indus/click2call", "transcript": true, "transcript_language": "hi"}}`, created)

	like(t, `{"status_code": 200, "message": "Transcript not available yet", "error": null,
		"data": {"call_id": "<id>", "transcript_status": "pending", "customer_number": "xxxxx9999999", "agent_number": "xxxxx8888888",
			"duration": null, "recording": "pending", "transcript": null}}`, s.ask(token, "GET", "/api/calls/"+id+"/transcript", ""))

	s.advance(`{"by": "73s"}`)
	recent := s.ask(token, "GET", "/api/calls/recent?limit=1&page=1&transcript_status=ready", "")
	like(t, `{"status_code": 200, "message": "Recent call logs fetched", "error": null,
		"data": {"total": 2, "page": 1, "limit": 1, "has_more": true,
			"filters": {"status": null, "call_type": null, "transcript_status": "ready", "customer_number": null,
				"agent_number": null, "did": null, "date_from": null, "date_to": null},
			"calls": [{"call_id": "<id>", "status": "completed", "customer_number": "919999999999", "agent_number": "918888888888",
				"did": "919484956750", "duration": "52", "answer_duration": "48", "call_type": "C2C", "transcript_enabled": true,
				"transcript_status": "ready", "recording": "<url>", "recording_url": "<url>", "transcript": `+transcriptForm+`},
				"created_at": "2026-01-15T12:00:00Z", "updated_at": "2026-01-15T12:01:13Z"}]}}`, recent)
	like(t, `{"status_code": 200, "message": "Transcript found", "error": null,
		"data": {"call_id": "<id>", "transcript_status": "ready", "customer_number": "xxxxx9999999", "agent_number": "xxxxx8888888",
			"duration": "52", "recording": "<url>", "transcript": `+transcriptForm+`, "transcript_id": "<text>",
				"createdAt": "<time>", "updatedAt": "<time>"}}}`, s.ask(token, "GET", "/api/calls/"+id+"/transcript", ""))

	recording := fetch(t, "GET", text(at(s.ask(token, "GET", "/api/calls/"+id+"/transcript", "").json(), "data", "recording")), "")
	assert.Equal(t, http.StatusOK, recording.status)
	assert.Equal(t, "RIFF", string(recording.body[:4]))

	for _, refused := range s.world("GET", "deliveries?call="+id, "").items("deliveries") {
		assert.Equal(t, "refused", refused["state"], "example.com belongs to somebody else")
	}
}

// A hearing is a receiver of callbacks, and what it has been told.
type hearing struct {
	*httptest.Server
	events chan map[string]any
}

func receiver(t testing.TB) hearing {
	h := hearing{events: make(chan map[string]any, 100)}
	h.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var object map[string]any
		assert.NoError(t, json.Unmarshal(body, &object))
		h.events <- object
	}))
	t.Cleanup(h.Close)
	return h
}

// next waits for a callback.
func (h hearing) next(t testing.TB) map[string]any {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	select {
	case body := <-h.events:
		return body
	case <-ctx.Done():
		require.Fail(t, "no callback came")
		return nil
	}
}

func TestAFastClockTellsAReceiverOfACallAndThenOfItsTranscriptOnceEach(t *testing.T) {
	t.Parallel()
	s, h := serveRinger(t, "--clock", "60x"), receiver(t)
	token := s.login()
	id := s.create(token, "919999999999", h.URL+"/hook")
	for _, event := range []string{"call.completed", "transcript.ready"} {
		body := h.next(t)
		assert.Equal(t, event, body["event"])
		assert.Equal(t, id, at(body, "data", "call_id"))
		assert.Equal(t, "52", at(body, "data", "duration"))
	}
	require.Equal(t, http.StatusOK, s.world("PUT", "clock", `{"mode": "frozen"}`).status)
	assert.Equal(t, true, s.advance(`{"to": "idle"}`).member("idle"))
	assert.Empty(t, h.events, "each comes once")
	assert.Len(t, s.world("GET", "deliveries", "").items("deliveries"), 2)
}

const upstream401 = "Client error '401 Unauthorized' for url 'https://voice.induslabs.io/v1/audio/transcribe/diarize'"

func TestTheNumberDecidesWhatAReceiverIsTold(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	for name, c := range map[string]struct {
		number string
		events []string
	}{
		"a transcript that fails": {"919999001401", []string{"call.completed", "transcript.failed"}},
		"a busy line":             {"919999000486", []string{"call.failed"}},
		"a call that goes well":   {"919999999999", []string{"call.completed", "transcript.ready"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := receiver(t)
			id := s.create(s.login(), c.number, h.URL)
			s.advance(`{"to": "idle"}`)
			var events []string
			for range len(h.events) {
				body := h.next(t)
				assert.Equal(t, id, at(body, "data", "call_id"))
				events = append(events, text(body["event"]))
			}
			assert.Equal(t, c.events, events)
		})
	}
}

func TestAFailedTranscriptIsToldAndPolledInItsTwoForms(t *testing.T) {
	t.Parallel()
	s, h := serveRinger(t, "--clock", "frozen"), receiver(t)
	token := s.login()
	id := s.create(token, "919999001401", h.URL)
	s.advance(`{"by": "73s"}`)
	completed, failed := h.next(t), h.next(t)
	assert.Equal(t, "processing", at(completed, "data", "transcript_status"))
	assert.Equal(t, map[string]any{"event": "transcript.failed", "status_code": 500.0, "message": "Transcript processing failed", "error": upstream401},
		map[string]any{"event": failed["event"], "status_code": failed["status_code"], "message": failed["message"], "error": failed["error"]})
	assert.Equal(t, upstream401, at(failed, "data", "error"))

	like(t, `{"status_code": 200, "message": "Transcript processing failed", "error": null,
		"data": {"call_id": "<id>", "transcript_status": "failed", "customer_number": "xxxxx9001401", "agent_number": "xxxxx8888888",
			"duration": "52", "recording": "<url>", "transcript": null, "error": "`+upstream401+`"}}`,
		s.ask(token, "GET", "/api/calls/"+id+"/transcript", ""))
}

func TestWithoutAnAddressNothingIsSent(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	for _, number := range []string{"919999999999", "919999001401", "919999000486"} {
		s.create(s.login(), number, "")
	}
	done := s.advance(`{"to": "idle"}`)
	assert.Equal(t, 0.0, done.member("deliveries"))
	assert.Empty(t, s.world("GET", "deliveries", "").items("deliveries"))
}
