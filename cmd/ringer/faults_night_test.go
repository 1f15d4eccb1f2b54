package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// badNight is what a provider shows once a month: a call whose first two polls
// fail, whose transcript fails, and whose end is told twice.
const badNight = `- on: {operation: getCallTranscript, number: '919812345678', nth: [1, 2]}
  do: {status: 503}
- on: {stage: transcript, number: '919812345678'}
  do: {fail: 401}
- on: {event: call.completed, number: '919812345678'}
  do: {deliver: again}
`

// A witness is a receiver that notes when each callback begins and when it has
// been answered.
type witness struct {
	*httptest.Server
	mu    sync.Mutex
	trace []string
	came  []string      // the bodies, but for the time of day, since a fast clock begins at that of the wall
	last  chan struct{} // closed when the last callback was answered
}

var timeOfDay = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z|127\.0\.0\.1:\d+|expires=\d+&signature=[0-9a-zA-Z_-]+`)

func newWitness(t *testing.T, last string) *witness {
	w := &witness{last: make(chan struct{})}
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var told struct{ Event string }
		assert.NoError(t, json.Unmarshal(body, &told))
		w.note(told.Event + " comes")
		w.mu.Lock()
		w.came = append(w.came, timeOfDay.ReplaceAllString(strings.ReplaceAll(string(body), w.URL, ""), ""))
		w.mu.Unlock()
		rw.WriteHeader(http.StatusOK)
		w.note(told.Event + " answered")
		if told.Event == last {
			close(w.last)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *witness) note(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, what)
}

// aNight runs the whole of it once: what the client saw, and what its receiver.
func aNight(t *testing.T, file string) (seen, told, bodies []string) {
	s := serveRinger(t, "--faults", file, "--clock", "60x")
	defer s.stop()
	w := newWitness(t, "transcript.failed")
	token := s.login()
	other := s.create(token, "919999999999", "")
	id := s.create(token, "919812345678", w.URL+"/hook")
	poll := func(id string) heard { return s.ask(token, "GET", "/api/calls/"+id+"/transcript", "") }
	for range 3 {
		seen = append(seen, fmt.Sprint(poll(other).status, poll(id).status))
	}
	<-w.last
	for _, id := range []string{id, other} {
		seen = append(seen, text(poll(id).member("data", "transcript_status")), text(poll(id).member("data", "error")))
	}
	assert.Empty(t, s.world("GET", "faults", "").member("unused"))
	w.mu.Lock()
	defer w.mu.Unlock()
	return seen, w.trace, w.came
}

func TestANightOfTenLinesGoesTheSameWayEachTime(t *testing.T) {
	t.Parallel()
	require.LessOrEqual(t, strings.Count(badNight, "\n"), 10)
	file := filepath.Join(t.TempDir(), "night.yaml")
	require.NoError(t, os.WriteFile(file, []byte(badNight), 0o600))
	var first []string
	for n := range 3 {
		seen, told, bodies := aNight(t, file)
		if n == 0 {
			first = bodies
		}
		assert.Equal(t, first, bodies, "the same bytes each time")
		require.Len(t, bodies, 3)
		assert.Equal(t, bodies[0], bodies[1], "the same bytes twice")
		assert.Equal(t, []string{"200 503", "200 503", "200 200", "failed", upstream401}, seen[:5])
		assert.NotEqual(t, "failed", seen[5], "another call goes on as it would")
		assert.Equal(t, []string{
			"call.completed comes", "call.completed answered", "call.completed comes", "call.completed answered",
			"transcript.failed comes", "transcript.failed answered",
		}, told)
	}
}
