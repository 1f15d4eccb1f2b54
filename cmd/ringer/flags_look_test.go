package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// saying runs a command with further arguments: its exit code and all that it
// says, but for how long it took and what it drew by lot.
func saying(args ...string) func(*testing.T, invocation) string {
	varies := regexp.MustCompile(`[0-9.]+(µs|ms|s) *|seed \d{2,}|http://127\.0\.0\.1:\d{4,}|nobody-[0-9a-f]+`)
	return func(t *testing.T, i invocation) string {
		i.args = append(i.args, args...)
		got := i.run(t)
		return varies.ReplaceAllString(fmt.Sprint(got.code, "\n", got.out, got.err), "")
	}
}

// failing runs serve where it cannot listen.
func failing(args ...string) func(*testing.T, invocation) string {
	return func(t *testing.T, i invocation) string {
		i.args = append(i.args, args...)
		got := i.run(t)
		assert.NotEqual(t, exitFine, got.code)
		return got.err
	}
}

// serving starts a server, asks, and stops it.
func serving(ask func(*running) string, args ...string) func(*testing.T, invocation) string {
	return func(t *testing.T, i invocation) string {
		i.args = append(i.args, append(args, "induslabs=127.0.0.1:0")...)
		if !strings.Contains(strings.Join(i.args, " "), "--control=") {
			i.args = append(i.args, "--control=127.0.0.1:0")
		}
		s := i.serve(t)
		defer s.stop()
		return ask(s)
	}
}

func tokened401(s *running) string {
	open := fetch(s.t, "GET", s.control+"/sandboxes", "", "Authorization", "Bearer sesame")
	return fmt.Sprint(fetch(s.t, "GET", s.control+"/sandboxes", "").status, open.status)
}

func clockOf(s *running) string {
	return fmt.Sprint(s.world("GET", "clock", "").json())
}

func seedOf(s *running) string { return s.create(s.login(), "919999999999", "") }

// silence is what a delivery says whose receiver never answers.
func silence(s *running) string {
	done := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer silent.Close()
	defer close(done)
	s.create(s.login(), "919999000486", silent.URL)
	s.advance(`{"to": "idle"}`)
	return strings.ReplaceAll(fmt.Sprint(s.world("GET", "deliveries", "").items("deliveries")[0]["attempts"]), silent.URL, "")
}

func recordingHost(s *running) string {
	token := s.login()
	id := s.create(token, "919999999999", "")
	s.advance(`{"to": "idle"}`)
	return text(at(s.ask(token, "GET", "/api/calls/"+id+"/transcript", "").json(), "data", "recording"))
}

func storyOf(s *running) string {
	id := s.create(s.login(), "919812345678", "")
	return fmt.Sprint(s.world("GET", "calls/"+id, "").member("events"))
}

// worlds are the sandboxes that are left of one that nobody uses.
func worlds(s *running) string {
	s.tell("PUT", "/sandboxes/unused", "{}")
	return fmt.Sprint(len(s.tell("GET", "/sandboxes", "").items("sandboxes")))
}

// privateReceiver tells whether a callback to a private address was refused.
func privateReceiver(s *running) string {
	s.create(s.login(), "919999000486", "http://10.255.255.1:9/hook")
	s.advance(`{"to": "idle"}`)
	return fmt.Sprint(text(s.world("GET", "deliveries", "").items("deliveries")[0]["state"]) == "refused")
}

func statusOfLogin(s *running) string {
	return fmt.Sprint(s.ask("", "POST", "/api/login", `{"email": "user@example.com", "password": "your_password"}`).status)
}

func filesIn(folder, pattern string) string {
	found, _ := filepath.Glob(filepath.Join(folder, pattern))
	for _, f := range found {
		os.Remove(f)
	}
	return strings.Join(found, " ")
}

// side is how many requests an implementation sees at once: it answers the first
// when a second has come, or when none will.
func side(t *testing.T, i invocation) string {
	var now, most atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), 500*time.Millisecond)
		defer cancel()
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		if most.Load() < 2 {
			<-ctx.Done()
		}
		w.WriteHeader(http.StatusTeapot)
	}))
	defer target.Close()
	i.args = append(i.args, "--target", targetAt(t, target.URL, ""), "--run", "induslabs/login/signs-in", "--run", "induslabs/login/wrong-password")
	i.run(t)
	return fmt.Sprint(most.Load())
}

func TestAVariableThatNoFlagReadsIsRemarkedOn(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]string{
		"RINGER_COLCK=frozen":       "ringer: no flag reads the variable RINGER_COLCK; did you mean RINGER_CLOCK?\n",
		"RINGER_READYFILE=x":        "ringer: no flag reads the variable RINGER_READYFILE; did you mean RINGER_READY_FILE?\n",
		"RINGER_SOMETHING_ELSE=1":   "ringer: no flag reads the variable RINGER_SOMETHING_ELSE\n",
		"RINGER_CLOCK=frozen":       "", // of another command
		"RINGER_NO_DESCRIPTIONS=on": "",
	} {
		got := invocation{args: []string{"version"}, env: []string{variable}}.run(t)
		assert.Equal(t, exitFine, got.code)
		assert.NotEmpty(t, got.out)
		assert.Equal(t, want, got.err, variable)
	}
}
