package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// badNight is what happens once a month: both polls fail, so does the transcript,
// and the callback comes a second time after it was answered.
const badNight = `
- on: {operation: getCallTranscript, number: "919812345678", nth: [1, 2]}
  do: {status: 503}
- on: {stage: transcript, number: "919812345678"}
  do: {fail: 401}
- on: {event: call.completed}
  do: {deliver: again}
`

func TestANightOfFaultsRepeatsExactly(t *testing.T) {
	t.Parallel()
	require.LessOrEqual(t, strings.Count(strings.TrimSpace(badNight), "\n")+1, 10)
	file := filepath.Join(t.TempDir(), "night.yaml")
	require.NoError(t, os.WriteFile(file, []byte(badNight), 0o600))
	live := func() []string {
		s := serveRinger(t, "--faults", file, "--clock", "60x")
		token, over := s.login(), make(chan struct{})
		var h *listener
		h = listen(t, func(event string) {
			h.note("answered")
			if event == "transcript.failed" {
				close(over)
			}
		})
		id := s.create(token, "919812345678", h.URL)
		var told []string
		for range 3 {
			told = append(told, id+" "+string(rune('0'+s.ask(token, "GET", "/api/calls/"+id+"/transcript", "").status/100)))
		}
		select {
		case <-over:
		case <-time.After(patience):
			t.Error("the transcript never failed")
		}
		told = append(told, h.heard())
		last := s.ask(token, "GET", "/api/calls/"+id+"/transcript", "")
		told = append(told, text(last.member("data", "transcript_status")), text(last.member("data", "error")))
		for _, fault := range s.world("GET", "faults", "").items("faults") {
			told = append(told, string(rune('0'+int(fault["fired"].(float64)))))
		}
		for i := range h.bodies()[:2] {
			assert.Equal(t, h.bodies()[0].body, h.bodies()[i].body)
		}
		return told
	}
	first := live()
	assert.Contains(t, strings.Join(first, "\n"), "call.completed answered call.completed answered transcript.failed answered\nfailed\nClient error '401 Unauthorized'")
	assert.Equal(t, first, live())
}
