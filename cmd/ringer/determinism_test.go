package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// On the same ports, with the same seed: these tests leave their ports and take
// them again, so nothing runs beside them.

// onPorts starts a frozen server with a seed where another one was.
func onPorts(t *testing.T, seed string, was *running) *running {
	t.Helper()
	provider, control := "127.0.0.1:0", "127.0.0.1:0"
	if was != nil {
		require.Equal(t, exitFine, was.stop())
		provider, control = strings.TrimPrefix(was.base, "http://"), strings.TrimPrefix(was.control, "http://")
	}
	return invocation{args: []string{"serve", "induslabs=" + provider, "--control", control, "--clock", "frozen", "--seed", seed}}.serve(t)
}

// played sends a sequence of requests, one after another, and returns all
// bodies: replies, callbacks, recordings and what the control port says.
func played(s *running) []string {
	date := regexp.MustCompile(`,"Date":"[^"]*"`) // of a receiver's answer, in the journal: the receiver's own
	var bodies []string
	note := func(h heard) heard {
		bodies = append(bodies, fmt.Sprint(h.status, " ", date.ReplaceAllString(string(h.body), "")))
		return h
	}
	const login = "/api/login"
	main := text(note(s.ask("", "POST", login, `{"email": "user@example.com", "password": "your_password"}`)).member("data", "access_token"))
	other := text(note(s.ask("", "POST", login, `{"email": "other@example.com", "password": "other_password"}`)).member("data", "access_token"))
	sandbox := text(note(s.ask("", "POST", login, `{"email": "user+t42@example.com", "password": "your_password"}`)).member("data", "access_token"))
	note(s.ask("", "POST", login, `{"email": "user@example.com", "password": "no"}`))
	note(s.ask(main, "POST", "/api/calls/click2call", `{}`))
	var ids []string
	for _, token := range []string{main, other, sandbox, main} {
		for _, number := range []string{"919999999999", "919999001401", "919999000486", "919999002404"} {
			ids = append(ids, s.create(token, number, s.control+"/inbox/default/"+number))
		}
		note(s.advance(`{"by": "31s"}`))
		note(s.advance(`{"to": "next"}`))
	}
	note(s.advance(`{"to": "idle"}`))
	note(s.tell("POST", "/sandboxes/t42/clock/advance", `{"to": "idle"}`))
	for _, token := range []string{main, other, sandbox} {
		list := note(s.ask(token, "GET", "/api/calls/recent?limit=200", ""))
		for _, recent := range list.items("data", "calls") {
			if address := text(recent["recording"]); strings.HasPrefix(address, "http") {
				note(fetch(s.t, "GET", address, ""))
			}
		}
		for _, id := range ids {
			note(s.ask(token, "GET", "/api/calls/"+id+"/transcript", ""))
		}
	}
	for _, path := range []string{"inbox", "deliveries", "calls", "clock", "journal"} {
		note(s.world("GET", path, ""))
	}
	note(s.tell("GET", "/sandboxes", ""))
	note(s.tell("GET", "/readyz", ""))
	return bodies
}

func TestTheSameSeedAndTheSameRequestsGiveTheSameBytes(t *testing.T) {
	first := onPorts(t, "7", nil)
	want := played(first)
	second := onPorts(t, "7", first)
	got := played(second)
	require.Len(t, got, len(want))
	for i := range want {
		from := differs(want[i], got[i])
		require.Equal(t, want[i][from:min(from+300, len(want[i]))], got[i][from:min(from+300, len(got[i]))], "body %d, after %s", i, want[i][max(0, from-100):from])
	}
	assert.Contains(t, strings.Join(want, ""), `transcript.failed`)
	assert.Contains(t, strings.Join(want, ""), "RIFF")
}

// differs is where two texts begin to differ.
func differs(a, b string) int {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return i
}

// placed places calls side by side and returns their ids, sorted, and all of
// what can be read of them, by id.
func placed(s *running) (ids []string, transcripts map[string]string) {
	const calls, clients = 48, 12
	token := s.login()
	found := make(chan string, calls)
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range calls / clients {
				found <- s.create(token, "919999999999", "")
			}
		})
	}
	all.Wait()
	close(found)
	for id := range found {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	s.advance(`{"to": "idle"}`)
	transcripts = map[string]string{}
	for _, id := range ids {
		said, err := json.Marshal(s.ask(token, "GET", "/api/calls/"+id+"/transcript", "").member("data", "transcript"))
		require.NoError(s.t, err)
		transcripts[id] = string(said)
	}
	return ids, transcripts
}

func TestInParallelTheSameSeedGivesTheSameSetOfCalls(t *testing.T) {
	first := onPorts(t, "7", nil)
	ids, said := placed(first)
	second := onPorts(t, "7", first)
	again, saidAgain := placed(second)
	assert.Len(t, slices.Compact(slices.Clone(ids)), 48, "each has its own")
	assert.Equal(t, ids, again)
	assert.Equal(t, said, saidAgain, "whoever placed it, a call says the same")

	others, _ := placed(onPorts(t, "8", second))
	for _, id := range others {
		assert.NotContains(t, ids, id)
	}
}
