package intellicall_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// A bench is a fake on a frozen clock, and a receiver that answers as told.
type bench struct {
	*testing.T
	fake *engine.Fake
	box  *engine.Sandbox

	mu     sync.Mutex
	pushed []push
	answer func(p push, nth int) int // a status; 0: silence. nil: 200
}

// A push is one request to a receiver.
type push struct {
	at     time.Time
	host   string
	header http.Header
	body   string
}

func newBench(t *testing.T) *bench {
	b := &bench{T: t}
	fake, err := mocks.New(engine.Options{
		Clock: engine.Mode{Kind: engine.Frozen}, Seed: 1, Strict: true, Transport: b, Patience: time.Millisecond,
	}, "intellicall")
	require.NoError(t, err)
	b.fake = fake
	b.box, _ = fake.Sandboxes().Get(engine.DefaultSandbox)
	b.box.SetCallback("intellicall", "", "http://receiver/results")
	return b
}

// RoundTrip receives a callback.
func (b *bench) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	p := push{b.box.Now(), r.URL.Host, r.Header.Clone(), string(body)}
	b.pushed = append(b.pushed, p)
	nth := len(b.to(p.host))
	b.mu.Unlock()
	status := http.StatusOK
	if b.answer != nil {
		status = b.answer(p, nth)
	}
	if status == 0 {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// to are the pushes to one host so far.
func (b *bench) to(host string) (list []push) {
	for _, p := range b.pushed {
		if p.host == host {
			list = append(list, p)
		}
	}
	return list
}

// ask sends a request with the key of main; header lines are "Name: value".
func (b *bench) ask(method, path, body string, lines ...string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(method, "http://fake.test"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer YOUR_API_KEY")
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.fake.Handler("intellicall").ServeHTTP(w, r)
	return w
}

// place places a call with more members, such as `"recording": false`, and
// returns its id.
func (b *bench) place(to, more string, lines ...string) string {
	b.Helper()
	if !strings.Contains(more, "agent_number") {
		more = `"crm_username": "agent.017", ` + more
	}
	body := `{"from_number": "919800000000", "to_number": "` + to + `", ` + more + `"uuid": "u"}`
	w := b.ask("POST", "/calls", body, lines...)
	require.Equal(b, http.StatusOK, w.Code, w.Body)
	id, _ := b.object(w)["call_id"].(string)
	return id
}

// poll asks how a call stands.
func (b *bench) poll(id string) map[string]any {
	b.Helper()
	return b.object(b.ask("GET", "/calls/"+id, ""))
}

func (b *bench) object(w *httptest.ResponseRecorder) map[string]any {
	b.Helper()
	var object map[string]any
	require.NoError(b, json.Unmarshal(w.Body.Bytes(), &object), w.Body.String())
	return object
}

// pass lets time pass.
func (b *bench) pass(d time.Duration) {
	b.Helper()
	_, err := b.box.Advance(context.Background(), engine.Advance{By: d})
	require.NoError(b, err)
}

// legs are the statuses of a call's legs.
func (b *bench) legs(id string) (statuses []string) {
	b.Helper()
	for _, l := range b.poll(id)["legs"].([]any) {
		statuses = append(statuses, l.(map[string]any)["status"].(string))
	}
	return statuses
}

const answers = "9876543210"
