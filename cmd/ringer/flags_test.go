package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A flagRow gives a flag two values and looks at what the program does with
// them, which must differ. The same is done by variable, and with a flag against
// a variable, which it outranks.
type flagRow struct {
	one, two string
	look     func(*testing.T, invocation) string
}

func TestEveryFlagChangesAnOutputByItselfAndByItsVariable(t *testing.T) {
	t.Parallel()
	rows := flagRows(t)
	var missing []string
	eachFlag(func(name string) {
		if _, ok := rows[name]; !ok {
			missing = append(missing, name)
		}
	})
	assert.Empty(t, missing, "flags without a row here")
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command, flag, _ := strings.Cut(name, " --")
			args := strings.Fields(command)
			by := func(value, variableValue string) string {
				var i invocation
				i.args = slices.Clone(args)
				if value != "" {
					i.args = append(i.args, "--"+flag+"="+value)
				}
				if variableValue != "" {
					i.env = []string{variable(flag) + "=" + variableValue}
				}
				return row.look(t, i)
			}
			one := by(row.one, "")
			assert.NotEqual(t, one, by(row.two, ""), "the flag does nothing")
			assert.Equal(t, one, by("", row.one), "by its variable")
			assert.Equal(t, one, by(row.one, row.two), "the flag outranks the variable")
		})
	}
}

// eachFlag calls do with "command --flag" for all flags of all commands.
func eachFlag(do func(string)) {
	root := rootCommand(terminal{out: &bytes.Buffer{}, err: &bytes.Buffer{}, lookup: os.LookupEnv})
	root.InitDefaultCompletionCmd()
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" {
				do(strings.TrimPrefix(c.CommandPath(), "ringer ") + " --" + f.Name)
			}
		})
		for _, under := range c.Commands() {
			visit(under)
		}
	}
	visit(root)
}

func flagRows(t *testing.T) map[string]flagRow {
	s := serveRinger(t)
	targets := [2]string{targetAt(t, "http://127.0.0.1:1", ""), targetAt(t, "http://127.0.0.1:2", "")}
	broken := targetAt(t, s.base, "wait: {longest: 10m, pace: 600, settle: 100ms}\n")
	require.Equal(t, http.StatusOK, s.world("PUT", "faults", `[{"on": {"operation": "login"}, "do": {"status": 503}}]`).status)
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if content != "" {
			require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		}
		return path
	}
	recorded := file("recorded", "")
	require.Equal(t, exitFine, ringer(t, "conform", "--run", "induslabs/login/*", "--trace", recorded).code)
	rows := map[string]flagRow{
		"serve --host":           {"198.51.100.1", "198.51.100.2", failing("--control", "127.0.0.1:0")},
		"serve --control":        {"198.51.100.1:1", "198.51.100.2:1", failing("induslabs=127.0.0.1:0")},
		"serve --callback":       {"induslabs=http://127.0.0.1:9/x", "somebody=http://127.0.0.1:9/x", failing("induslabs=198.51.100.1:1", "--control", "127.0.0.1:0")},
		"serve --control-token":  {"sesame", "simsim", serving(tokened401)},
		"serve --clock":          {"frozen", "frozen@2031-01-01T00:00:00Z", serving(clockOf)},
		"serve --seed":           {"7", "8", serving(seedOf)},
		"serve --ready-file":     {file("a.json", ""), file("b.json", ""), serving(func(*running) string { return filesIn(folder, "*.json") })},
		"serve --patience":       {"50ms", "51ms", serving(silence, "--clock", "frozen")},
		"serve --idle":           {"1ns", "1h", serving(worlds)},
		"serve --public":         {"induslabs=https://one.example", "induslabs=https://two.example", serving(recordingHost, "--clock", "frozen")},
		"serve --number":         {"919812345678=busy,talks_for=4s", "919812345678=answers,talks_for=4s", serving(storyOf, "--clock", "frozen")},
		"serve --allow-callback": {"private", "hooks.acme.io", serving(privateReceiver, "--clock", "frozen", "--patience", "50ms")},
		"serve --faults":         {file("a.yaml", "[{on: {operation: login}, do: {status: 503}}]"), file("b.yaml", "[{on: {operation: login}, do: {status: 500}}]"), serving(statusOfLogin)},

		"serve --chaos": {"legal", "hostile:drop", serving(func(s *running) string { return string(s.tell("GET", "/sandboxes", "").body) }, "--clock", "frozen")},

		"conform --chaos": {"legal:charset", "hostile:omit", saying("--run", "induslabs/recent/*")},
		"conform --seed":  {"1", "2", saying("--run", "induslabs/recent/*", "--chaos", "hostile:omit")},
		"chaos --json":    {"true", "false", saying()},

		"conform --target":       {targets[0], targets[1], saying()},
		"conform --run":          {"induslabs/login/*", "induslabs/tokens/missing*", saying()},
		"conform --fail-fast":    {"true", "false", saying("--target", broken, "--jobs", "1", "--run", "induslabs/login/*")},
		"conform --shuffle":      {"true", "false", saying("--run", "induslabs/login/*")},
		"conform --shuffle-seed": {"5", "6", saying("--run", "induslabs/login/*")},
		"conform --jobs":         {"1", "2", side},
		"conform --strict":       {"true", "false", saying("--target", broken, "--jobs", "1", "--run", "induslabs/login/*")},
		"conform --negatives":    {"true", "false", saying("--run", "induslabs/login/*")},
		"conform --verbose":      {"true", "false", saying("--run", "induslabs/login/*")},
		"conform --report": {"json=" + file("a.report", ""), "json=" + file("b.report", ""), func(t *testing.T, i invocation) string {
			saying("--run", "induslabs/login/*")(t, i)
			return filesIn(folder, "*.report")
		}},
		"conform --min-coverage": {"100", "1", saying("--run", "induslabs/login/*")},
		"faults --json":          {"true", "false", saying()},
		"new --provider":         {"vinfer", "callab", saying("createCall")},
		"new --output": {file("a.new", ""), file("b.new", ""), func(t *testing.T, i invocation) string {
			saying("login")(t, i)
			return filesIn(folder, "*.new")
		}},
		"conform --init": {"true", "false", saying("induslabs", "--run", "induslabs/login/*")},
		"conform --output": {file("a.target", ""), file("b.target", ""), func(t *testing.T, i invocation) string {
			saying("--init", "induslabs")(t, i)
			return filesIn(folder, "*.target")
		}},
		"conform --trace": {file("a.trace", ""), file("b.trace", ""), func(t *testing.T, i invocation) string {
			saying("--run", "induslabs/login/*")(t, i)
			return filesIn(folder, "*.trace")
		}},
		"compare --run":   {"induslabs/login/*", "induslabs/tokens/missing*", saying("induslabs", "induslabs")},
		"judge --verbose": {"true", "false", saying(recorded)},
		"judge --report": {"json=" + file("a.again", ""), "json=" + file("b.again", ""), func(t *testing.T, i invocation) string {
			saying(recorded)(t, i)
			return filesIn(folder, "*.again")
		}},
		"conform --faults": {
			file("c.yaml", "[{on: {operation: login, nth: 90}, do: {status: 503}}]"), file("d.yaml", "[{on: {operation: login, nth: 91}, do: {status: 500}}]"),
			saying("--run", "induslabs/login/*"),
		},
		"ready --control": {strings.TrimPrefix(s.control, "http://"), "127.0.0.1:1", saying()},
	}
	for name, row := range remoteRows(t, folder) {
		rows[name] = row
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		rows["completion "+shell+" --no-descriptions"] = flagRow{"true", "false", saying()}
	}
	return rows
}

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
