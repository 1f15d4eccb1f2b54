package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	for name, row := range gradeRows() {
		rows[name] = row
	}
	for name, row := range remoteRows(t, folder) {
		rows[name] = row
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		rows["completion "+shell+" --no-descriptions"] = flagRow{"true", "false", saying()}
	}
	return rows
}

// gradeRows are of a grade of one scenario, by a handful of mutants.
func gradeRows() map[string]flagRow {
	one, two := "../../scenarios/induslabs/login.yaml", "../../scenarios/induslabs/tokens.yaml"
	return map[string]flagRow{
		"grade --scenario": {one, two, saying("--mutant", "login/200/data/token_type")},
		"grade --mutant":   {"login/200/data/", "login/200/message", saying("--scenario", one)},
		"grade --json":     {"true", "false", saying("--scenario", one, "--mutant", "login/200/message")},
		"grade --jobs":     {"-1", "-2", saying("--scenario", one)},
	}
}
