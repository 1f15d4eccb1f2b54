package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringer-mock/ringer/inbox"
)

// acme is a small implementation of testdata/acme, with a control port or in real time, and with one place to break it.
type acme struct {
	api, control *httptest.Server
	client       *http.Client
	pace         float64 // of real time; 0: only the control port moves time
	// prompt: the end is due at once. What is due before an advance begins goes out first, and it does not tell of that.
	prompt bool
	// alter changes a body before it is sent; what names it: an operation or an event. nil drops a callback.
	alter    func(what string, body map[string]any) map[string]any
	status   func(what string, status int) int
	requests atomic.Int64

	mu     sync.Mutex
	worlds map[string]*acmeWorld
}

type acmeWorld struct {
	now   time.Time
	began time.Time // real
	calls []*acmeCall
	due   []acmeDue
}

type acmeCall struct {
	id, owner, number, callback string
	placed                      time.Time
}

type acmeDue struct {
	at      time.Time
	url     string
	body    map[string]any
	attempt int
}

func startAcme(t testing.TB, pace float64) *acme {
	a := &acme{client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, pace: pace, worlds: map[string]*acmeWorld{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", a.login)
	mux.HandleFunc("POST /calls", a.place)
	mux.HandleFunc("GET /calls", a.list)
	mux.HandleFunc("GET /calls/{id}", a.get)
	mux.HandleFunc("GET /recordings/{id}", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("RIFF\x00")) })
	mux.HandleFunc("GET /moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/calls", http.StatusFound) })
	a.api = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.requests.Add(1)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(a.api.Close)
	control := http.NewServeMux()
	control.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"providers": map[string]string{"acme": a.api.URL}})
	})
	control.HandleFunc("PUT /sandboxes/{name}", func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.worlds[r.PathValue("name")] = &acmeWorld{now: epoch}
		w.WriteHeader(http.StatusCreated)
	})
	control.HandleFunc("DELETE /sandboxes/{name}", func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.worlds, r.PathValue("name"))
		w.WriteHeader(http.StatusNoContent)
	})
	control.HandleFunc("POST /sandboxes/{name}/clock/advance", a.advance)
	a.control = httptest.NewServer(control)
	t.Cleanup(a.control.Close)
	return a
}

func (a *acme) world(r *http.Request) *acmeWorld {
	name := r.Header.Get(sandboxHeader)
	if a.worlds[name] == nil {
		a.worlds[name] = &acmeWorld{now: epoch, began: time.Now()}
	}
	w := a.worlds[name]
	if a.pace > 0 {
		w.now = epoch.Add(time.Duration(float64(time.Since(w.began)) * a.pace))
	}
	return w
}

func (a *acme) write(w http.ResponseWriter, what string, status int, body any) {
	if object, ok := body.(map[string]any); ok && a.alter != nil {
		body = a.alter(what, object)
	}
	if a.status != nil {
		status = a.status(what, status)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func (a *acme) login(w http.ResponseWriter, r *http.Request) {
	var body map[string]string
	json.NewDecoder(r.Body).Decode(&body)
	if !strings.HasPrefix(body["password"], "open-") {
		a.write(w, "login", 401, map[string]any{"reason": "wrong password"})
		return
	}
	a.write(w, "login", 200, map[string]any{"token": "token-of-" + body["email"]})
}

func (a *acme) owner(w http.ResponseWriter, r *http.Request, what string) string {
	owner, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer token-of-")
	if !ok {
		a.write(w, what, 401, map[string]any{"reason": "no token"})
		return ""
	}
	return owner
}

func (a *acme) place(w http.ResponseWriter, r *http.Request) {
	owner := a.owner(w, r, "placeCall")
	if owner == "" {
		return
	}
	var body map[string]string
	if json.NewDecoder(r.Body).Decode(&body) != nil || body["number"] == "" {
		a.write(w, "placeCall", 422, map[string]any{"reason": "no number"})
		return
	}
	a.mu.Lock()
	world := a.world(r)
	call := &acmeCall{fmt.Sprintf("c%d", len(world.calls)+1), owner, body["number"], body["callback_url"], world.now}
	world.calls = append(world.calls, call)
	if call.callback != "" {
		ended := acmeDue{call.placed.Add(time.Minute), call.callback, map[string]any{"event": "call.ended", "id": call.id, "seconds": 60}, 1}
		recorded := acmeDue{call.placed.Add(80 * time.Second), call.callback, map[string]any{"event": "call.recorded", "id": call.id}, 1}
		if a.prompt {
			ended.at = call.placed
		}
		world.due = append(world.due, ended, recorded)
		if a.pace > 0 {
			a.after(time.Minute, func() {
				a.tell(ended)
				a.after(20*time.Second, func() { a.tell(recorded) })
			})
		}
	}
	shown := a.show(world, call, r)
	a.mu.Unlock()
	a.write(w, "placeCall", 200, shown)
}

func (a *acme) after(d time.Duration, do func()) {
	time.AfterFunc(time.Duration(float64(d)/a.pace), do)
}

func (a *acme) show(world *acmeWorld, call *acmeCall, r *http.Request) map[string]any {
	shown := map[string]any{"id": call.id, "state": "waiting", "number": call.number, "recording": nil, "extra": true}
	if world.now.Sub(call.placed) >= time.Minute {
		shown["state"], shown["recording"] = "done", "http://"+r.Host+"/recordings/"+call.id
	}
	return shown
}

func (a *acme) list(w http.ResponseWriter, r *http.Request) {
	owner := a.owner(w, r, "listCalls")
	if owner == "" {
		return
	}
	a.mu.Lock()
	world, list := a.world(r), []any{}
	for _, call := range world.calls {
		if call.owner == owner {
			list = append(list, a.show(world, call, r))
		}
	}
	a.mu.Unlock()
	a.write(w, "listCalls", 200, list)
}

func (a *acme) get(w http.ResponseWriter, r *http.Request) {
	if a.owner(w, r, "getCall") == "" {
		return
	}
	a.mu.Lock()
	world := a.world(r)
	var shown map[string]any
	for _, call := range world.calls {
		if call.id == r.PathValue("id") {
			shown = a.show(world, call, r)
		}
	}
	a.mu.Unlock()
	if shown == nil {
		a.write(w, "getCall", 404, map[string]any{"reason": "no such call"})
		return
	}
	a.write(w, "getCall", 200, shown)
}

// tell sends a callback and returns the status of the answer, or 0.
func (a *acme) tell(due acmeDue) (status int, took time.Duration) {
	body := due.body
	if a.alter != nil {
		if body = a.alter(body["event"].(string), body); body == nil {
			return 0, 0
		}
	}
	data, _ := json.Marshal(body)
	if response, err := a.client.Post(due.url, "application/json", bytes.NewReader(data)); err == nil {
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		status = response.StatusCode
		took, _ = time.ParseDuration(response.Header.Get(inbox.TookHeader))
	}
	return status, took
}

func (a *acme) advance(w http.ResponseWriter, r *http.Request) {
	var how struct{ By, To, Within string }
	json.NewDecoder(r.Body).Decode(&how)
	a.mu.Lock()
	world := a.worlds[r.PathValue("name")]
	began := world.now
	limit := world.now.Add(30 * 24 * time.Hour)
	if by, err := time.ParseDuration(how.By + how.Within); err == nil {
		limit = world.now.Add(by)
	}
	type happening struct {
		At      time.Time `json:"at"`
		Attempt int       `json:"attempt"`
	}
	happened, sent := []happening{}, []happening{}
	for {
		next := -1
		for i, due := range world.due {
			if !due.at.After(limit) && (next < 0 || due.at.Before(world.due[next].at)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		due := world.due[next]
		world.due = append(world.due[:next], world.due[next+1:]...)
		world.now = due.at
		a.mu.Unlock()
		status, took := a.tell(due)
		a.mu.Lock()
		if early := due.at.Equal(began); !early {
			happened = append(happened, happening{due.at.Add(took), 1})
			sent = append(sent, happening{due.at, 1})
		}
		if status >= 300 && due.attempt < 4 { // again after 10 s, 20 s and 40 s
			due.at, due.attempt = due.at.Add(took+10*time.Second<<(due.attempt-1)), due.attempt+1
			world.due = append(world.due, due)
		}
		if how.To == "next" {
			limit = due.at
		}
	}
	if how.To != "idle" {
		world.now = limit
	}
	now := world.now
	a.mu.Unlock()
	json.NewEncoder(w).Encode(map[string]any{"now": now, "happened": happened, "sent": sent})
}
