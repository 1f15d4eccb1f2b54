package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A listener is a receiver that notes what came, in order, and may do something
// before it answers.
type listener struct {
	*httptest.Server
	answer func(event string)

	mu    sync.Mutex
	notes []string // events, and whatever a test adds
	posts []post
}

type post struct {
	path   string
	header http.Header
	body   string
}

func listen(t testing.TB, answer func(event string)) *listener {
	h := &listener{answer: answer}
	h.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var told struct{ Event string }
		_ = json.Unmarshal(body, &told)
		h.mu.Lock()
		h.posts = append(h.posts, post{r.URL.Path, r.Header, string(body)})
		h.mu.Unlock()
		h.note(told.Event)
		if h.answer != nil {
			h.answer(told.Event)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *listener) note(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.notes = append(h.notes, what)
}

// heard are the notes so far, which are then forgotten.
func (h *listener) heard() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := strings.Join(h.notes, " ")
	h.notes = nil
	return told
}

func (h *listener) bodies() []post {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]post(nil), h.posts...)
}

// told are the deliveries of an event, as the control port shows them.
func (w *faulted) told(event string) []map[string]any {
	w.t.Helper()
	return w.tell("GET", "deliveries?event="+event, "").items("deliveries")
}

// callbackRows are those of the points at callbacks, and of the effects there.
func callbackRows() map[string]faultRow {
	return map[string]faultRow{
		"on event": func(w *faulted) {
			w.arrange()
			h := listen(w.t, nil)
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "call.completed call.completed transcript.ready", h.heard())
			assert.Equal(w.t, 1, w.fired())
		},
		"on address": func(w *faulted) {
			h := listen(w.t, nil)
			w.arrange("http://127.0.0.1", h.URL+"/a")
			w.placed("919999999999", h.URL+"/a/1")
			w.placed("919999999999", h.URL+"/b")
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "call.completed transcript.ready transcript.ready", h.heard())
			assert.Equal(w.t, 1, w.fired())
		},
		"on attempt": func(w *faulted) {
			w.arrange()
			h := listen(w.t, nil)
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "transcript.ready", h.heard())
			attempts := w.told("call.completed")[0]["attempts"].([]any)
			require.Len(w.t, attempts, 1, "the provider tries once")
			assert.Equal(w.t, "fault 1 kept it from arriving", attempts[0].(map[string]any)["error"])
			assert.Equal(w.t, 1, w.fired())
		},
		"event deliver early": func(w *faulted) {
			w.arrange()
			var h *listener
			h = listen(w.t, func(event string) { // which asks about the call that nobody has told it of
				calls := w.ask("GET", "/api/calls/recent?limit=1", "")
				h.note("asked " + http.StatusText(calls.status))
			})
			require.Equal(w.t, 200, w.create("919999999999", h.URL).status)
			h.note("answer")
			assert.Equal(w.t, "call.completed asked OK answer", h.heard())
			assert.Equal(w.t, "completed", at(h.body(0), "message").(string)[len("Call "):])
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "transcript.ready asked OK", h.heard(), "it is not told twice")
			assert.Equal(w.t, 1, w.fired())
		},
		"event deliver twice": func(w *faulted) {
			w.arrange()
			both := &sync.WaitGroup{}
			both.Add(2)
			h := listen(w.t, func(event string) {
				if event == "call.completed" { // neither is answered before both are here
					both.Done()
					both.Wait()
				}
			})
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "call.completed call.completed transcript.ready", h.heard())
			assert.Equal(w.t, h.body(0), h.body(1))
			for _, d := range w.told("call.completed") {
				assert.Equal(w.t, "delivered", d["state"])
				assert.Equal(w.t, []any{1.0}, d["faults"])
			}
		},
		"event deliver again": func(w *faulted) {
			w.arrange()
			var h *listener
			h = listen(w.t, func(event string) { h.note("answered") })
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "call.completed answered call.completed answered transcript.ready answered", h.heard())
			assert.Equal(w.t, h.body(0), h.body(1))
		},
		"event deliver last": func(w *faulted) {
			w.arrange()
			h := listen(w.t, nil)
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "transcript.ready call.completed", h.heard())
			assert.Equal(w.t, 1, w.fired())
		},
		"event deliver never": func(w *faulted) {
			w.arrange()
			h := listen(w.t, nil)
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, "transcript.ready", h.heard())
			kept := w.told("call.completed")
			require.Len(w.t, kept, 1)
			assert.Equal(w.t, "withheld", kept[0]["state"])
			assert.Equal(w.t, "fault 1 withheld it", kept[0]["reason"])
			assert.Contains(w.t, string(w.tell("GET", "journal", "").body), "fault 1 withheld it")
		},
		"event delay": func(w *faulted) {
			w.arrange()
			h := listen(w.t, nil)
			w.placed("919999999999", h.URL)
			w.advance(`{"by": "352s"}`)
			assert.Empty(w.t, h.heard())
			w.advance(`{"by": "1s"}`)
			assert.Equal(w.t, "call.completed transcript.ready", h.heard())
		},
		"event alter": func(w *faulted) {
			w.arrange()
			h := listen(w.t, nil)
			w.placed("919999999999", h.URL)
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, " transcript.ready", h.heard(), "it does not say what it is")
			assert.NotContains(w.t, h.body(0), "event")
			assert.Equal(w.t, "Call completed", h.body(0)["message"])
			assert.Equal(w.t, "delivered", w.told("call.completed")[0]["state"], "the document does not judge it")
		},
		"event sign wrong": func(w *faulted) {
			signature, mac := w.signed("sign: wrong")
			assert.True(w.t, strings.HasPrefix(signature, "sha256=") && len(signature) == len(mac), signature)
			assert.NotEqual(w.t, mac, signature)
		},
		"event sign none": func(w *faulted) {
			signature, mac := w.signed("sign: none")
			assert.Empty(w.t, signature)
			_, whole := w.signed("delay: 1s")
			assert.NotEqual(w.t, mac, whole, "another body")
		},
	}
}

// body is what was posted, by its place.
func (h *listener) body(i int) map[string]any {
	var object map[string]any
	_ = json.Unmarshal([]byte(h.bodies()[i].body), &object)
	return object
}

// signed is the signature of a callback of a provider that signs, and the one
// that it ought to have.
func (w *faulted) signed(do string) (signature, mac string) {
	w.t.Helper()
	s := invocation{args: []string{"serve", "vinfer=127.0.0.1:0", "--control", "127.0.0.1:0", "--clock", "frozen"}}.serve(w.t)
	_, rest, _ := strings.Cut(s.greeting, "vinfer")
	base := strings.Fields(rest)[0]
	h := listen(w.t, nil)
	key := []string{"Authorization", "Bearer YOUR_API_KEY"}
	hook := fetch(w.t, "POST", base+"/v1/webhooks", `{"url": "`+h.URL+`", "events": ["call.completed"], "secret": "word"}`, key...)
	require.Equal(w.t, 201, hook.status, "%s", hook.body)
	put := s.world("PUT", "faults", "- {on: {event: call.completed}, do: {"+do+"}}")
	require.Equal(w.t, 200, put.status, "%s", put.body)
	placed := fetch(w.t, "POST", base+"/v1/calls", `{"phone": "+919876543210", "name": "Asha", "script_id": "scr_5k9m2x7q4wvt", "language": "en-IN"}`, key...)
	require.Equal(w.t, 201, placed.status, "%s", placed.body)
	s.advance(`{"to": "idle"}`)
	require.Len(w.t, h.bodies(), 1)
	sum := hmac.New(sha256.New, []byte("word"))
	sum.Write([]byte(h.bodies()[0].body))
	return h.bodies()[0].header.Get("X-Vinfer-Signature"), "sha256=" + hex.EncodeToString(sum.Sum(nil))
}

func instantOf(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}
