package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A night is a running server and a sandbox of it, as one finds it at night.
type night struct {
	*running
	sandbox string
}

// at makes a sandbox.
func (s *running) at(t *testing.T, sandbox string) night {
	t.Helper()
	here := &running{t: t, control: s.control, base: s.base, token: s.token, stopped: true}
	require.Contains(t, []int{200, 201}, here.tell("PUT", "/sandboxes/"+sandbox, "").status)
	return night{here, sandbox}
}

// ringer runs a command that speaks to the sandbox; what it says has no ports.
func (n night) ringer(args ...string) ending { return n.given("", args...) }

// given runs a command with something on its standard input.
func (n night) given(stdin string, args ...string) ending {
	n.t.Helper()
	cmd := invocation{args: append(args, "--control", n.control, "--sandbox", n.sandbox)}.command(n.t, patience)
	var out, remarks bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &remarks
	if err := cmd.Run(); err != nil {
		require.IsType(n.t, &exec.ExitError{}, err)
	}
	plain := strings.NewReplacer(n.control, "http://control", n.base, "http://induslabs", strings.TrimPrefix(n.control, "http://"), "control")
	return ending{cmd.ProcessState.ExitCode(), plain.Replace(out.String()), plain.Replace(remarks.String())}
}

// call places a call whose callbacks go to the capture address.
func (n night) call(number string) string {
	n.t.Helper()
	body := `{"email": "user+` + n.sandbox + `@example.com", "password": "your_password"}`
	token, _ := n.ask("", "POST", "/api/login", body).member("data", "access_token").(string)
	require.NotEmpty(n.t, token)
	return n.create(token, number, n.control+"/inbox/"+n.sandbox+"/")
}

// fine is what a command says that goes well.
func fine(out string) ending { return ending{exitFine, out, ""} }

// wrong is what a command says of what it was asked.
func wrong(said string) ending { return ending{exitUsage, "", "ringer: " + said + "\n"} }

// commandTests has a test for each command that there is.
func commandTests() map[string]func(*testing.T, *running) {
	return map[string]func(*testing.T, *running){
		"env":               envTest,
		"chaos":             chaosTest,
		"fault":             faultTest,
		"clock":             clockTest,
		"advance":           advanceTest,
		"calls":             callsTest,
		"deliveries":        deliveriesTest,
		"deliveries replay": replayTest,
		"journal":           journalTest,
		"events":            eventsTest,
		"snapshot":          snapshotTest,
		"restore":           restoreTest,
		"reset":             resetTest,
		"ready": func(t *testing.T, s *running) {
			assert.Equal(t, ending{}, ringer(t, "ready", "--control", s.control), "a URL does, too")
		},
		"version": func(t *testing.T, _ *running) {
			assert.Regexp(t, `^ringer \S+ .*go1\.\d+`, ringer(t, "version").out)
		},
		"claims": func(t *testing.T, _ *running) {
			assert.Contains(t, ringer(t, "claims", "induslabs").out, "IND-")
		},
		"conform": func(t *testing.T, _ *running) {
			assert.Equal(t, exitFine, ringer(t, "conform", "--run", "induslabs/login/signs-in").code)
		},
		"faults": func(t *testing.T, _ *running) {
			assert.Contains(t, ringer(t, "faults").out, "operation")
		},
		"schema": func(t *testing.T, _ *running) {
			assert.Contains(t, ringer(t, "schema", "result").out, "$schema")
		},
		"new": func(t *testing.T, _ *running) {
			assert.Contains(t, ringer(t, "new", "login").out, "- call: login")
		},
		"judge": func(t *testing.T, _ *running) {
			assert.Equal(t, exitUsage, ringer(t, "judge", "/none/such").code)
		},
		"compare": func(t *testing.T, _ *running) {
			assert.Equal(t, exitUsage, ringer(t, "compare", "/none/one", "/none/two").code)
		},
		"grade": func(t *testing.T, _ *running) {
			assert.Equal(t, exitUsage, ringer(t, "grade", "nobody").code)
		},
		"validate": func(t *testing.T, _ *running) {
			assert.Contains(t, ringer(t, "validate", "../../scenarios/induslabs/login.yaml").out, "well-formed")
		},
		"serve": func(t *testing.T, s *running) {
			assert.Contains(t, s.greeting, "Ringer is listening")
		},
	}
}

func TestEveryCommandDoesWhatItSaysAsItIsBuilt(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	tests := commandTests()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
	eachCommand(func(name string, _ *cobra.Command) {
		assert.Contains(t, tests, name, "a command without a test here")
	})
}

// eachCommand calls do with all commands that do something, but for those that
// print completions.
func eachCommand(do func(string, *cobra.Command)) {
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for _, under := range c.Commands() {
			if name := strings.TrimPrefix(under.CommandPath(), "ringer "); under.Runnable() && !strings.HasPrefix(name, "completion") {
				do(name, under)
			}
			visit(under)
		}
	}
	visit(rootCommand(terminal{out: &bytes.Buffer{}, err: &bytes.Buffer{}, lookup: os.LookupEnv}))
}

func TestEveryCommandHasHelpAndKnowsWhatCompletesIt(t *testing.T) {
	t.Parallel()
	n := serveRinger(t, "--clock", "frozen").at(t, "night")
	id := n.call("919999999999")
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	eachCommand(func(name string, c *cobra.Command) {
		help := ringer(t, append(strings.Fields(name), "--help")...)
		assert.Equal(t, exitFine, help.code)
		assert.Contains(t, help.out, "ringer "+name, name)
		assert.NotEmpty(t, c.Short, name)
	})
	for line, want := range map[string]string{
		"en":                          "env",
		"env ":                        "induslabs",
		"env --sandbox ":              "night",
		"advance ":                    "idle",
		"clock ":                      "frozen",
		"calls ":                      id,
		"calls --as ":                 "no-answer",
		"calls --end ":                id,
		"calls --provider ":           "vinfer",
		"deliveries ":                 "d2",
		"deliveries re":               "replay",
		"deliveries replay ":          "d1",
		"deliveries --state ":         "delivered",
		"deliveries --event ":         "transcript.ready",
		"deliveries --call ":          id,
		"journal --operation ":        "getCallTranscript",
		"journal --event ":            "call.completed",
		"journal --call ":             id,
		"journal --provider ":         "callab",
		"reset ":                      "night",
		"reset --only ":               "journal",
		"snapshot ":                   "night",
		"restore ":                    "night",
		"env --control 127.0.0.1:1 ":  "induslabs",
		"calls --control 127.0.0.1:1": "",
	} {
		words := strings.Split(line, " ")
		i := invocation{args: append([]string{"__complete"}, words...), env: []string{"RINGER_CONTROL=" + n.control, "RINGER_SANDBOX=night"}}
		offered := i.run(t)
		assert.Equal(t, exitFine, offered.code, line)
		assert.Regexp(t, `(?m)^`+want+`(\s|$)`, offered.out, line)
	}
}

func TestACommandFindsTheControlPortByFlagVariableReadyFileAndDefault(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ready.json")
	s := serveRinger(t, "--clock", "frozen", "--ready-file", file)
	other := serveRinger(t, "--clock", "60x")
	nowhere := "cannot reach the control port at http://127.0.0.1:1: connect: connection refused; start one with ringer serve, or say where it is: --control URL, RINGER_CONTROL or --ready-file FILE"
	for name, c := range map[string]struct {
		args, env []string
		want      string
	}{
		"--control":                        {[]string{"--control", s.control}, nil, "frozen"},
		"its host and port":                {[]string{"--control", strings.TrimPrefix(s.control, "http://")}, nil, "frozen"},
		"RINGER_CONTROL":                   {nil, []string{"RINGER_CONTROL=" + s.control}, "frozen"},
		"--ready-file":                     {[]string{"--ready-file", file}, nil, "frozen"},
		"RINGER_READY_FILE":                {nil, []string{"RINGER_READY_FILE=" + file}, "frozen"},
		"the variable before the file's":   {nil, []string{"RINGER_READY_FILE=" + file, "RINGER_CONTROL=" + other.control}, "60x"},
		"a flag before the other variable": {[]string{"--ready-file", file}, []string{"RINGER_CONTROL=" + other.control}, "frozen"},
		"nobody there":                     {[]string{"--control", "127.0.0.1:1"}, nil, nowhere},
		"no such file":                     {[]string{"--ready-file", file + "x"}, nil, "it is there while ringer serve --ready-file"},
		"no ready file":                    {[]string{"--ready-file", "remote_test.go"}, nil, "--ready-file remote_test.go: it is no ready file of ringer serve"},
		"no URL":                           {[]string{"--control", "ftp://x"}, nil, "--control ftp://x: want a URL such as http://127.0.0.1:4100"},
		"no control port":                  {[]string{"--control", s.base}, nil, "does not answer as a control port does: GET /sandboxes/default/clock gave 404"},
	} {
		got := invocation{args: append([]string{"clock"}, c.args...), env: c.env}.run(t)
		assert.Contains(t, got.out+got.err, c.want, name)
		switch {
		case got.out != "":
			assert.Equal(t, exitFine, got.code, name)
		case strings.Contains(c.want, "want a URL") || strings.Contains(c.want, "it is no ready file"):
			assert.Equal(t, exitUsage, got.code, name)
		default:
			assert.Equal(t, exitEnvironment, got.code, name)
		}
	}
}

func TestACommandShowsItsTokenAndSaysWhereOneComesFrom(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--control-token", "sesame")
	assert.Equal(t, exitFine, ringer(t, "clock", "--control", s.control, "--control-token", "sesame").code)
	got := ringer(t, "clock", "--control", s.control)
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.err, "give --control-token or RINGER_CONTROL_TOKEN; ringer serve printed it")
	exported := ringer(t, "env", "--control", s.control, "--control-token", "sesame")
	assert.Contains(t, exported.out, "export RINGER_CONTROL_TOKEN='sesame'\n")
}

func TestAnUnknownSandboxIsToldWithTheNearestOfThoseThereAre(t *testing.T) {
	t.Parallel()
	n := serveRinger(t, "--clock", "frozen").at(t, "night")
	for _, command := range []string{"advance idle", "calls", "calls x", "deliveries", "deliveries replay x", "journal", "clock", "fault", "reset", "snapshot"} {
		args := append(strings.Fields(command), "--control", n.control, "--sandbox", "nigth")
		assert.Equal(t, wrong("there is no sandbox nigth; did you mean night?"), ringer(t, args...), command)
	}
	assert.Equal(t, wrong("there is no sandbox zzzzzzzzzzzz: there are default, night"), ringer(t, "calls", "--control", n.control, "--sandbox", "zzzzzzzzzzzz"))
	assert.Equal(t, wrong("--sandbox No: a name is 1 to 40 of a-z, 0-9 and -"), ringer(t, "calls", "--control", n.control, "--sandbox", "No"))
}

// same tells whether two texts are the same JSON, and --json what the control
// port says.
func (n night) same(t *testing.T, path string, args ...string) {
	t.Helper()
	got := n.ringer(append(args, "--json")...)
	require.Equal(t, exitFine, got.code, got.err)
	require.True(t, json.Valid([]byte(got.out)), got.out)
	plain := strings.NewReplacer(n.control, "http://control", n.base, "http://induslabs")
	assert.Equal(t, plain.Replace(string(n.tell("GET", "/sandboxes/"+n.sandbox+path, "").body)), strings.TrimSuffix(got.out, "\n"), "%v: untouched", args)
}
