package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// These tests run the program as it is built, and look at it as its users do:
// arguments and variables go in; text, files, replies and exit codes come out.

// workshop is a folder for what all tests share; program builds into it when
// the first of them needs it.
var (
	workshop = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "ringer-") })
	program  = sync.OnceValues(func() (string, error) {
		folder, err := workshop()
		if err != nil {
			return "", err
		}
		binary := filepath.Join(folder, "ringer")
		out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("go build: %w\n%s", err, out)
		}
		return binary, nil
	})
)

func TestMain(m *testing.M) {
	code := m.Run()
	if folder, err := workshop(); err == nil {
		os.RemoveAll(folder)
	}
	os.Exit(code)
}

// Bounds of the waits of these tests; none of them waits that long unless
// something is broken.
const (
	patience = 20 * time.Second
	lifetime = 5 * time.Minute // of a server that several tests share
)

// An invocation is one command line and the variables that are set beside it.
type invocation struct {
	args, env []string
	stdin     string
	longest   time.Duration // of serve; 0: as long as a server that several tests share
}

func (i invocation) command(t testing.TB, longest time.Duration) *exec.Cmd {
	binary, err := program()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, i.args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "RINGER_") && !strings.HasPrefix(variable, "GITHUB_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, i.env...)
	cmd.Stdin = strings.NewReader(i.stdin)
	return cmd
}

// An ending is what is left of a program that has run.
type ending struct {
	code     int
	out, err string
}

// ringer runs the program to its end.
func ringer(t testing.TB, args ...string) ending { return invocation{args: args}.run(t) }

func (i invocation) run(t testing.TB) ending {
	t.Helper()
	cmd := i.command(t, patience)
	var out, remarks bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &remarks
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
	}
	return ending{cmd.ProcessState.ExitCode(), out.String(), remarks.String()}
}

// A running is a ringer serve that listens.
type running struct {
	t        testing.TB
	cmd      *exec.Cmd
	greeting string
	remarks  bytes.Buffer
	control  string
	base     string // of induslabs
	token    string // of the control port
	stopped  bool
}

// serveRinger starts induslabs and the control port on free ports.
func serveRinger(t testing.TB, flags ...string) *running {
	t.Helper()
	return invocation{args: append([]string{"serve", "induslabs=127.0.0.1:0", "--control", "127.0.0.1:0"}, flags...)}.serve(t)
}

// serve starts the program, reads where it listens from its greeting, and waits
// until it is ready.
func (i invocation) serve(t testing.TB) *running {
	t.Helper()
	s := &running{t: t, cmd: i.command(t, cmp.Or(i.longest, lifetime))}
	out, err := s.cmd.StdoutPipe()
	require.NoError(t, err)
	s.cmd.Stderr = &s.remarks
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() { s.stop() })
	lines := bufio.NewScanner(out)
	for !strings.HasPrefix(s.greeting[strings.LastIndexByte(strings.TrimSpace(s.greeting), '\n')+1:], "  curl") && lines.Scan() {
		s.greeting += lines.Text() + "\n"
		words := strings.Fields(lines.Text())
		if len(words) > 1 && strings.HasPrefix(words[1], "http") {
			switch words[0] {
			case "induslabs":
				s.base = words[1]
			case "control":
				s.control = words[1]
				_, s.token, _ = strings.Cut(lines.Text(), "Authorization: Bearer ")
			}
		}
	}
	require.NotEmpty(t, s.control, "the greeting: %s", s.greeting)
	require.Equal(t, http.StatusOK, s.tell("GET", "/readyz", "").status)
	return s
}

// stop ends the program as an orchestrator does, and returns its exit code.
func (s *running) stop() int {
	if !s.stopped {
		s.stopped = true
		http.DefaultTransport.(*http.Transport).CloseIdleConnections() // the server waits for those that were never used
		assert.NoError(s.t, s.cmd.Process.Signal(syscall.SIGTERM))
		if err := s.cmd.Wait(); err != nil {
			assert.Fail(s.t, "serve did not end well", "%v: %s", err, s.remarks.String())
		}
	}
	return s.cmd.ProcessState.ExitCode()
}

// A heard is a reply.
type heard struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// json is the body as an object.
func (h heard) json() map[string]any {
	h.t.Helper()
	var object map[string]any
	require.NoError(h.t, json.Unmarshal(h.body, &object), "%s", h.body)
	return object
}

// member follows members of the body; nil where there is nothing.
func (h heard) member(path ...string) any {
	h.t.Helper()
	return at(h.json(), path...)
}

// items are the objects of an array of the body.
func (h heard) items(path ...string) []map[string]any {
	h.t.Helper()
	list, ok := h.member(path...).([]any)
	require.True(h.t, ok, "%v of %s", path, h.body)
	objects := make([]map[string]any, len(list))
	for i := range list {
		objects[i], _ = list[i].(map[string]any)
	}
	return objects
}

// fetch sends one request as curl would; header is name, value, name, value.
func fetch(t testing.TB, method, address, body string, header ...string) heard {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	r.Host = r.Header.Get("Host")
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return heard{t, resp.StatusCode, resp.Header, all}
}

// ask sends a request to the provider; token may be "".
func (s *running) ask(token, method, path, body string) heard {
	s.t.Helper()
	if token == "" {
		return fetch(s.t, method, s.base+path, body)
	}
	return fetch(s.t, method, s.base+path, body, "Authorization", "Bearer "+token)
}

// tell sends a request to the control port.
func (s *running) tell(method, path, body string) heard {
	s.t.Helper()
	return fetch(s.t, method, s.control+path, body, "Authorization", "Bearer "+s.token)
}

// world asks the control port about the sandbox default.
func (s *running) world(method, path, body string) heard {
	s.t.Helper()
	return s.tell(method, "/sandboxes/default/"+path, body)
}

func (s *running) login() string {
	s.t.Helper()
	token, _ := s.ask("", "POST", "/api/login", `{"email": "user@example.com", "password": "your_password"}`).member("data", "access_token").(string)
	require.NotEmpty(s.t, token)
	return token
}

// create places a call as the documentation does, with its callbacks to the
// address; "" leaves the address out. It returns the call's id.
func (s *running) create(token, customer, callback string) string {
	s.t.Helper()
	body := map[string]any{"customer_number": customer, "agent_number": "918888888888", "did": "919484956750", "transcript": true, "transcript_language": "hi"}
	if callback != "" {
		body["callback_url"] = callback
	}
	text, err := json.Marshal(body)
	require.NoError(s.t, err)
	id, _ := s.ask(token, "POST", "/api/calls/click2call", string(text)).member("data", "call_id").(string)
	require.NotEmpty(s.t, id)
	return id
}

// advance lets provider time pass.
func (s *running) advance(body string) heard {
	s.t.Helper()
	done := s.world("POST", "clock/advance", body)
	require.Equal(s.t, http.StatusOK, done.status, "%s", done.body)
	return done
}
