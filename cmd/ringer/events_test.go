package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// following starts a command that follows events, and returns when it is heard
// by the server. wait lets it end and returns its exit code.
func following(t *testing.T, n night, i invocation) (out *bytes.Buffer, wait func() int) {
	t.Helper()
	cmd := i.command(t, patience)
	out = &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = out, out
	require.NoError(t, cmd.Start())
	for !strings.Contains(string(n.tell("GET", "/metrics", "").body), "ringer_event_readers 1\n") {
		require.Nil(t, cmd.ProcessState)
	}
	return out, func() int {
		_ = cmd.Wait()
		return cmd.ProcessState.ExitCode()
	}
}

// eventsUntil runs events to an end that comes by itself.
func eventsUntil(t *testing.T, i invocation) string {
	got := i.run(t)
	return fmt.Sprint(got.code, got.out, got.err)
}

// streamed follows the events of a server of its own: of two sandboxes, until
// the server stops.
func streamed(flags ...string) func(*testing.T, invocation) string {
	return func(t *testing.T, i invocation) string {
		s := serveRinger(t, append([]string{"--clock", "frozen"}, flags...)...)
		n := s.at(t, "one")
		i.args = append(i.args, "--control", n.control)
		if len(flags) > 0 && !strings.Contains(strings.Join(append(i.args, i.env...), " "), "=sesame") {
			return eventsUntil(t, i)
		}
		out, wait := following(t, n, i)
		require.Equal(t, http.StatusCreated, n.tell("PUT", "/sandboxes/two", "").status)
		require.Equal(t, http.StatusNoContent, n.tell("POST", "/sandboxes/default/reset", "").status)
		s.stop()
		return fmt.Sprint(wait(), out.String())
	}
}

func TestAReaderThatIsDroppedAndOneThatIsCutOffSayHowToGoOn(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]ending{
		"event: dropped\ndata: {\"kind\": \"dropped\", \"reason\": \"this reader was too slow\"}\n\n": {exitFailed, "dropped  this reader was too slow\n", "ringer: this reader was too slow\n"},
		"id: 7\nevent: clock\ndata: {\"id\": 7, \"at\": \"2026-01-15T12:00:00Z\", \"kind\": \"clock\", \"mode\": \"60x\"}\n\n": {exitEnvironment, "7  12:00:00  clock  60x\n",
			"ringer: the stream of events broke off; ringer events --since with the last number goes on from there\n"},
	} {
		served := httptestServer(t, reply)
		assert.Equal(t, want, ringer(t, "events", "--control", served))
	}
}

func TestFramesAreReadAsTheStandardHasThem(t *testing.T) {
	t.Parallel()
	var got []string
	require.NoError(t, frames(strings.NewReader(": a comment\n\nid: 1\nevent: a\ndata: {\ndata: }\n\n:\r\n\r\nevent:b\r\ndata:x\r\n\r\ndata: cut off"), func(f frame) error {
		got = append(got, f.name+"="+string(f.data))
		return nil
	}))
	assert.Equal(t, []string{"a={\n}", "b=x"}, got)
	assert.ErrorIs(t, frames(strings.NewReader("data: x\n\n"), func(frame) error { return bufio.ErrTooLong }), bufio.ErrTooLong)
}

// httptestServer answers every request with a stream that ends there.
func httptestServer(t *testing.T, reply string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, reply) }))
	t.Cleanup(s.Close)
	return s.URL
}
