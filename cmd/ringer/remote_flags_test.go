package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// remoteRows are the flags of the commands that speak to a control port: those
// that all have, with arguments that a command needs, and its own.
func remoteRows(t *testing.T, folder string) map[string]flagRow {
	s := serveRinger(t, "--clock", "frozen")
	n := s.at(t, "flags")
	s.at(t, "spare")
	s.at(t, "restored")
	again := s.at(t, "again")
	again.call("919999000486")
	require.Equal(t, exitFine, again.ringer("advance", "idle").code)
	rows := map[string]flagRow{}
	guarded := serveRinger(t, "--clock", "frozen", "--control-token", "sesame")
	id := n.call("919999000486")
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	ready := filepath.Join(folder, "there.ready")
	require.NoError(t, os.WriteFile(ready, []byte(`{"control": "`+s.control+`", "providers": {}}`), 0o600))

	needs := map[string][]string{"deliveries replay": {"d1"}, "advance": {"idle"}}
	snapshot := ringer(t, "snapshot", "--control", s.control).out
	there := []string{"--control", s.control}
	here := append(slices.Clone(there), "--sandbox", n.sandbox)
	eachCommand(func(name string, c *cobra.Command) {
		if c.Flags().Lookup("control-token") == nil || name == "serve" {
			return
		}
		if name == "events" {
			return // it goes on for ever; see below
		}
		args, box := needs[name], "flags"
		if strings.HasPrefix(name, "re") { // what changes a world has one for itself
			box = "spare"
		}
		switch name {
		case "restore":
			box = "restored" // and its seed
		case "deliveries replay":
			box = "again"
		}
		looking := func(more ...string) func(*testing.T, invocation) string {
			look := unnumbered(saying(slices.Concat(args, more)...))
			return func(t *testing.T, i invocation) string {
				if name == "restore" {
					i.stdin = snapshot
				}
				return look(t, i)
			}
		}
		rows[name+" --control"] = flagRow{s.control, "127.0.0.1:1", looking()}
		rows[name+" --ready-file"] = flagRow{ready, ready + "x", looking()}
		rows[name+" --control-token"] = flagRow{"sesame", "simsim", looking("--control", guarded.control)}
		rows[name+" --sandbox"] = flagRow{box, "Nobodys", looking(there...)}
		if c.Flags().Lookup("json") != nil {
			rows[name+" --json"] = flagRow{"true", "false", looking(append(there, "--sandbox", box)...)}
		}
	})
	rows["env --sandbox"] = flagRow{n.sandbox, "fresh", saying(there...)}
	for name, row := range eventRows(t, folder) {
		rows[name] = row
	}
	rows["reset --only"] = flagRow{"faults", "fault", saying(append(there, "--sandbox", "spare")...)}
	for name, row := range map[string][3]string{
		"fault --replace":     {"true", "false", ""},
		"fault --clear":       {"true", "false", ""},
		"fault --list":        {"true", "false", "x.yaml"},
		"advance --quiet":     {"-1s", "1ms", "1s"},
		"advance --within":    {"-1s", "1s", "next"},
		"calls --provider":    {"induslabs", "vinfer", ""},
		"calls --limit":       {"1", "2", ""},
		"calls --end":         {id, "x", ""},
		"calls --as":          {"busy", "busi", "--end " + id},
		"deliveries --call":   {id, "x", ""},
		"deliveries --event":  {"call.failed", "call.faild", ""},
		"deliveries --state":  {"failed", "faild", ""},
		"journal --provider":  {"induslabs", "vinfer", ""},
		"journal --operation": {"login", "logn", ""},
		"journal --event":     {"call.failed", "call.faild", ""},
		"journal --call":      {id, "x", ""},
		"journal --status":    {"200", "418", ""},
		"journal --since":     {"1", "1000", ""},
		"journal --wait":      {"1ms", "-1ms", "--status 418"},
		"journal --bodies":    {"true", "false", "--operation login"},
	} {
		rows[name] = flagRow{row[0], row[1], saying(append(strings.Fields(row[2]), here...)...)}
	}
	return rows
}

// unnumbered leaves out the numbers of deliveries, of which each replay has one.
func unnumbered(look func(*testing.T, invocation) string) func(*testing.T, invocation) string {
	numbers := regexp.MustCompile(`\bd\d+\b`)
	return func(t *testing.T, i invocation) string { return numbers.ReplaceAllString(look(t, i), "d") }
}

// eventRows look at a stream of events that has an end: the server's.
func eventRows(t *testing.T, folder string) map[string]flagRow {
	follow := func(args ...string) func(*testing.T, invocation) string {
		return func(t *testing.T, i invocation) string {
			i.args = append(i.args, args...)
			return eventsUntil(t, i)
		}
	}
	nowhere := []string{"--control", "127.0.0.1:1"}
	return map[string]flagRow{
		"events --control":       {"127.0.0.1:1", "127.0.0.1:2", follow()},
		"events --ready-file":    {filepath.Join(folder, "a.none"), filepath.Join(folder, "b.none"), follow()},
		"events --control-token": {"sesame", "simsim", streamed("--control-token", "sesame")},
		"events --sandbox":       {"one", "No", follow(nowhere...)},
		"events --json":          {"true", "false", streamed()},
		"events --all":           {"true", "false", streamed()},
		"events --since":         {"7", "0", streamed()},
	}
}
