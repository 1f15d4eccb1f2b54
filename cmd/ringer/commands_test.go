package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func envTest(t *testing.T, s *running) {
	n := s.at(t, "env")
	assert.Equal(t, fine(`export INDUSLABS_BASE_URL='http://induslabs'
export INDUSLABS_EMAIL='user+env@example.com'
export INDUSLABS_PASSWORD='your_password'
export RINGER_CONTROL='http://control'
export RINGER_SANDBOX='env'
export RINGER_CAPTURE_URL='http://control/inbox/env/'
`), n.ringer("env"))
	assert.JSONEq(t, `{"INDUSLABS_BASE_URL": "http://induslabs", "INDUSLABS_EMAIL": "user+env@example.com", "INDUSLABS_PASSWORD": "your_password",
		"RINGER_CONTROL": "http://control", "RINGER_SANDBOX": "env", "RINGER_CAPTURE_URL": "http://control/inbox/env/"}`, n.ringer("env", "--json").out)
	assert.Contains(t, night{n.running, "default"}.ringer("env").out, "INDUSLABS_EMAIL='user@example.com'")
	assert.Equal(t, wrong(`unknown provider "induslab"; did you mean induslabs?`), n.ringer("env", "induslab"))
	assert.Equal(t, wrong("vinfer is not served: there are induslabs"), n.ringer("env", "vinfer"))

	binary, err := program()
	require.NoError(t, err)
	script := fmt.Sprintf(`eval "$(%q env induslabs --control %s --sandbox fresh)" && echo "$INDUSLABS_EMAIL" && %q clock && %q version`, binary, n.control, binary, binary)
	out, err := exec.Command("sh", "-c", script).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.True(t, strings.HasPrefix(string(out), "user+fresh@example.com\nfrozen  2026-01-15T12:00:00Z\nringer "), "the sandbox is made, found by its variable, and nothing is remarked: %s", out)
	assert.Equal(t, `'it'\''s'`, quoted("it's"))
}

func clockTest(t *testing.T, s *running) {
	n := s.at(t, "clock")
	assert.Equal(t, fine("frozen  2026-01-15T12:00:00Z\n"), n.ringer("clock"))
	n.same(t, "/clock", "clock")
	assert.Contains(t, n.ringer("clock", "60x").out, "60x  2026-01-15T12:00:0")
	assert.Equal(t, wrong(`clock "fast": want real, frozen, frozen@TIME or a factor such as 60x`), n.ringer("clock", "fast"))
	got := n.ringer("advance", "5m")
	assert.Equal(t, ending{exitFailed, "", "ringer: the clock of clock is 60x, and only a frozen one is advanced: ringer clock frozen --sandbox clock\n"}, got)
}

func advanceTest(t *testing.T, s *running) {
	n := s.at(t, "advance")
	id := n.call("919999999999")
	require.Equal(t, 204, n.tell("PUT", "/sandboxes/advance/inbox", "[503, 200]").status)
	assert.Equal(t, fine(strings.ReplaceAll(`2026-01-15T12:00:10Z  +10s: 3 events, 0 callbacks, 0 retries; more is due
  12:00:01  +1s  ID  dialing
  12:00:02  +2s  ID  ringing
  12:00:05  +5s  ID  answered
`, "ID", id)), n.ringer("advance", "10s"))
	assert.Equal(t, fine("2026-01-15T12:00:20Z  +10s: 0 events, 0 callbacks, 0 retries; more is due\n"), n.ringer("advance", "next", "--within", "10s"))
	assert.Contains(t, n.ringer("advance", "next", "--quiet", "1ms").out, "  12:00:53  +33s  "+id+"  -> call.completed   d1 answered 503\n")
	rest := n.ringer("advance", "idle", "--json")
	assert.Contains(t, rest.out, `"delivery":"d2","attempt":1,"status":200`)
	assert.Contains(t, rest.out, `"idle":true`)
	assert.Contains(t, n.ringer("advance", "1h").out, "+1h: 0 events, 0 callbacks, 0 retries; nothing more is due\n")

	for line, want := range map[string]string{
		"nxt":                 "advance nxt: want a duration such as 5m, or next or idle; did you mean next?",
		"-5m":                 "unknown shorthand flag: '5' in -5m",
		"0s":                  "advance 0s: want a duration such as 5m, or next or idle",
		"5":                   "advance 5: want a duration such as 5m, or next or idle",
		"5m --quiet -1s":      "--quiet -1s: want a duration above 0",
		"5m --within 1s":      `advance: within belongs to {"to": "next"}`,
		"":                    "accepts 1 arg(s), received 0",
		"idle --sandbox Nope": "--sandbox Nope: a name is 1 to 40 of a-z, 0-9 and -",
	} {
		args := append([]string{"advance", "--control", n.control}, strings.Fields(line)...)
		assert.Equal(t, wrong(want), ringer(t, args...), line)
	}
}

func callsTest(t *testing.T, s *running) {
	n := s.at(t, "calls")
	first, second := n.call("919999999999"), n.call("919999000486")
	require.Equal(t, exitFine, n.ringer("advance", "3s").code)
	assert.Equal(t, fine(fmt.Sprintf(`2026-01-14 10:00:00  call_ab12cd34ef56gh78  induslabs  call  919999999999  ended (completed)
2026-01-14 11:00:00  call_zy98xw76vu54ts32  induslabs  call  919999999999  ended (completed)
2026-01-15 12:00:00  %s  induslabs  call  919999999999  ringing
2026-01-15 12:00:00  %s  induslabs  call  919999000486  ended (busy)
`, first, second)), n.ringer("calls"))
	n.same(t, "/calls?limit=50", "calls")
	n.same(t, "/calls?limit=1&provider=induslabs", "calls", "--limit", "1", "--provider", "induslabs")
	assert.Equal(t, "and 3 earlier: --limit shows more\n", n.ringer("calls", "--limit", "1").err)
	assert.Equal(t, "no calls in calls\n", n.ringer("calls", "--provider", "vinfer").err)
	n.same(t, "/calls/"+first, "calls", first)
	assert.Equal(t, fine(strings.ReplaceAll(`ID  induslabs call  ringing
  from      919484956750
  to        919999999999
  agent     918888888888
  account   main
  callback  http://control/inbox/calls/
  placed    2026-01-15T12:00:00Z
  12:00:00  +0s     queued
  12:00:01  +1s     dialing
  12:00:02  +2s     ringing
  12:00:05  +5s     answered                       to come
  12:00:53  +53s    ended               completed  to come
  12:00:53  +53s    recording-ready                to come
  12:00:53  +53s    transcript-started             to come
  12:01:13  +1m13s  transcript-ready               to come
`, "ID", first)), n.ringer("calls", first))
	ended := n.ringer("calls", "--end", first, "--as", "no-answer")
	assert.Contains(t, ended.out, first+"  induslabs call  ended (no-answer)\n")
	assert.Contains(t, n.ringer("calls", first, "--end", first, "--json").out, `"cause":"no-answer"`, "over is over")

	for line, want := range map[string]string{
		"--as busy":                  "--as says how a call ends: name the call with --end ID",
		"--end " + first + " --as b": `--as b: a call does not end as that: there are completed, hung-up, busy, no-answer, cancelled, declined, unreachable, carrier-failure, failed`,
		"--end x --as bussy":         "--as bussy: a call does not end as that; did you mean busy?",
		"--end x y":                  "--end x: and the call y is named, too",
		"--limit 0":                  "--limit 0: want 1 to 1000",
		"--provider induslab":        `--provider: unknown provider "induslab"; did you mean induslabs?`,
		first[:len(first)-1]:         first[:len(first)-1] + ": no call or job has this id; did you mean " + first + "?",
		"a b":                        "accepts at most 1 arg(s), received 2",
	} {
		got := n.ringer(append([]string{"calls"}, strings.Fields(line)...)...)
		assert.Equal(t, exitUsage, got.code, line)
		assert.Equal(t, "ringer: "+want+"\n", got.err, line)
	}
}

func deliveriesTest(t *testing.T, s *running) {
	n := s.at(t, "deliveries")
	assert.Equal(t, ending{exitFine, "", "no deliveries in deliveries\n"}, n.ringer("deliveries"))
	require.Equal(t, 204, n.tell("PUT", "/sandboxes/deliveries/inbox", "[503, 200]").status)
	id := n.call("919999999999")
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	list := n.ringer("deliveries")
	assert.Regexp(t, `^d1  12:00:53  call\.completed +`+id+`  delivered  503  http://control/inbox/deliveries/\n`+
		`d2  12:01:13  transcript\.ready +`+id+`  delivered  200  http://control/inbox/deliveries/\n$`, list.out)
	n.same(t, "/deliveries", "deliveries")
	n.same(t, "/deliveries?event=transcript.ready", "deliveries", "--event", "transcript.ready")
	assert.Empty(t, n.ringer("deliveries", "--state", "failed").out)
	assert.Empty(t, n.ringer("deliveries", "--call", "x").out)
	n.same(t, "/deliveries/d1", "deliveries", "d1")
	one := n.ringer("deliveries", "d1").out
	assert.Contains(t, one, "d1  call.completed of "+id+"  delivered\n  POST http://control/inbox/deliveries/\n  attempt 1  2026-01-15T12:00:53Z  +0s ")
	assert.Contains(t, one, "\nContent-Type: application/json\n\n{\"status_code\":200,")

	assert.Equal(t, wrong("--state deliverd: there is no such state; did you mean delivered?"), n.ringer("deliveries", "--state", "deliverd"))
	assert.Equal(t, wrong("--event call.complete: no document has such an event; did you mean call.completed?"), n.ringer("deliveries", "--event", "call.complete"))
	assert.Equal(t, wrong("d9: no delivery has this id; the oldest are forgotten; did you mean d1?"), n.ringer("deliveries", "d9"))
}

func replayTest(t *testing.T, s *running) {
	n := s.at(t, "replay")
	id := n.call("919999000486")
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	assert.Equal(t, fine("d2  call.failed of "+id+" goes once more to http://control/inbox/replay/\n"), n.ringer("deliveries", "replay", "d1"))
	assert.Contains(t, n.ringer("deliveries", "replay", "d1", "--json").out, `"id":"d3"`)
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	arrived := n.tell("GET", "/sandboxes/replay/inbox", "").items("deliveries")
	require.Len(t, arrived, 3)
	assert.Equal(t, arrived[0]["body"], arrived[2]["body"], "the same bytes")
	assert.Equal(t, wrong("d7: no delivery has this id; the oldest are forgotten; did you mean d1?"), n.ringer("deliveries", "replay", "d7"))
}

func journalTest(t *testing.T, s *running) {
	n := s.at(t, "journal")
	id := n.call("919999000486")
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	whole := n.ringer("journal")
	assert.Regexp(t, `^\d+  12:00:00  <-  induslabs  login             200  POST /api/login\n`+
		`\d+  12:00:00  <-  induslabs  createClick2Call  200  POST /api/calls/click2call\n`+
		`\d+  12:00:03  ->  induslabs  call\.failed       200  POST http://control/inbox/journal/\n$`, whole.out)
	n.same(t, "/journal", "journal")
	for _, filter := range [][2]string{{"operation", "login"}, {"event", "call.failed"}, {"call", id}, {"status", "503"}, {"since", "100000"}, {"provider", "induslabs"}} {
		n.same(t, "/journal?"+filter[0]+"="+filter[1], "journal", "--"+filter[0], filter[1])
	}
	bodies := n.ringer("journal", "--operation", "login", "--bodies").out
	assert.Contains(t, bodies, "\n    > Content-Type: application/json\n")
	assert.Contains(t, bodies, `"password":"[redacted]"`)
	assert.Contains(t, bodies, "\n    < {")

	assert.Equal(t, exitFine, n.ringer("journal", "--wait", "10s", "--call", id).code, "what is there is not waited for")
	missed := n.ringer("journal", "--wait", "50ms", "--status", "503")
	assert.Equal(t, exitFailed, missed.code)
	assert.Empty(t, missed.out)
	assert.Contains(t, missed.err, "nothing in the journal of journal fits\n  nearest: ")
	assert.Contains(t, missed.err, ", but status is 200, not 503\n")
	assert.Equal(t, exitFailed, n.ringer("journal", "--wait", "50ms", "--status", "503", "--json").code)

	waited := make(chan ending, 1)
	go func() { waited <- n.ringer("journal", "--wait", "15s", "--operation", "listRecentCalls") }()
	n.ask("", "GET", "/api/calls/recent", "")
	fetch(t, "GET", n.base+"/api/calls/recent", "", "Ringer-Sandbox", n.sandbox)
	got := <-waited
	assert.Equal(t, exitFine, got.code, got.err)
	assert.Contains(t, got.out, "listRecentCalls  401  GET /api/calls/recent")

	for line, want := range map[string]string{
		"--operation logn":    "--operation logn: no document has such an operation; did you mean login?",
		"--event call.fail":   "--event call.fail: no document has such an event; did you mean call.failed?",
		"--provider induslab": `--provider: unknown provider "induslab"; did you mean induslabs?`,
		"--status 5000":       "--status 5000: want a status such as 503",
		"--wait -1s":          "--wait -1s: want a duration above 0",
		"login":               `unknown command "login" for "ringer journal"`,
	} {
		assert.Equal(t, wrong(want), n.ringer(append([]string{"journal"}, strings.Fields(line)...)...), line)
	}
}

func resetTest(t *testing.T, s *running) {
	n := s.at(t, "reset")
	n.call("919999000486")
	arrange := func() {
		require.Equal(t, exitFine, n.ringer("fault", "{on: {operation: login}, do: {status: 503}}").code)
	}
	lists := func() string {
		return fmt.Sprint(strings.Count(n.ringer("journal").out, "\n"), strings.Count(n.ringer("fault", "--list").out, "\n"), strings.Count(n.ringer("calls").out, "\n"))
	}
	arrange()
	assert.Equal(t, "2 1 3", lists())
	assert.Equal(t, ending{}, n.ringer("reset", "--only", "faults"))
	assert.Equal(t, "2 0 3", lists())
	assert.Equal(t, ending{}, n.ringer("reset", "--only", "journal"))
	assert.Equal(t, "0 0 3", lists())
	arrange()
	assert.Contains(t, n.ringer("reset", "reset", "--json").out, `"name":"reset"`)
	assert.Equal(t, "0 0 2", lists())
	assert.Equal(t, wrong("--only jurnal: there is no such part; did you mean journal?"), n.ringer("reset", "--only", "jurnal"))
	assert.Equal(t, wrong("other, and --sandbox reset: name one sandbox"), n.ringer("reset", "other"))
}

func faultTest(t *testing.T, s *running) {
	n := s.at(t, "fault")
	const first, second = "{on: {operation: login, nth: 2}, do: {status: 503}}", `{on: {operation: getCallTranscript}, do: {fail: "not-found", retry_after: 7}}`
	file := filepath.Join(t.TempDir(), "night.yaml")
	require.NoError(t, os.WriteFile(file, []byte("- "+first+"\n- on: {operation: getCallTranscript}\n  do: {status: 500}\n"), 0o600))

	assert.Equal(t, ending{exitFine, "", "no faults in fault\n"}, n.ringer("fault"))
	assert.Equal(t, fine("1  never fired  on {operation: login, nth: 2}  do {status: 503}\n"), n.ringer("fault", first))
	n.call("919999999999")
	n.ask("", "POST", "/api/login", `{"email": "user+fault@example.com", "password": "your_password"}`)
	n.given(second, "fault", "-")
	n.same(t, "/faults", "fault", "--list")
	listed := n.ringer("fault", "--list").out
	assert.Contains(t, listed, "on {operation: login, nth: 2}")
	assert.Contains(t, listed, "2  never fired   on {operation: getCallTranscript}")
	assert.Regexp(t, `(?m)^1  fired 1 time  on \{operation: login, nth: 2\} +do \{status: 503\}$`, listed, "adding forgets no count")
	assert.Equal(t, 3, strings.Count(n.ringer("fault", "[{on: {operation: login}, do: {status: 418}}]", "--json").out, `"on":`))
	assert.Equal(t, 2, strings.Count(n.ringer("fault", file, "--replace").out, "\n"))

	require.NoError(t, os.WriteFile(file, []byte("- "+first+"\n\n- on: {operation: logn}\n  do: {status: 500}\n"), 0o600))
	refused := n.ringer("fault", file)
	assert.Equal(t, exitUsage, refused.code)
	assert.Contains(t, refused.err, "ringer: "+file+":3: fault 2: ")
	assert.Contains(t, refused.err, `"logn"; did you mean login?`)
	assert.Equal(t, 2, strings.Count(n.ringer("fault").out, "\n"), "none of a list that is refused is arranged")
	assert.Equal(t, ending{}, n.ringer("fault", "--clear"))
	assert.Equal(t, "no faults in fault\n", n.ringer("fault").err)

	for line, want := range map[string]string{
		"--replace":      "--replace: name a file of faults, - or the faults themselves",
		"none.yaml":      "read faults: open none.yaml: no such file or directory; faults themselves look like '{on: {operation: …}, do: {status: 503}}'",
		"--clear x.yaml": "x.yaml: neither --clear nor --list takes faults",
		"[]":             "faults of the command line: want a list of faults such as [{on: {operation: …}, do: {status: 503}}]",
		"--clear --list": "if any flags in the group [replace clear list] are set none of the others can be; [clear list] were all set",
	} {
		assert.Equal(t, wrong(want), n.ringer(append([]string{"fault"}, strings.Fields(line)...)...), line)
	}
}

func snapshotTest(t *testing.T, s *running) {
	n := s.at(t, "snapshot")
	got := n.ringer("snapshot", "snapshot")
	assert.Equal(t, exitFine, got.code, got.err)
	assert.True(t, json.Valid([]byte(got.out)), got.out)
	assert.Equal(t, wrong("other, and --sandbox snapshot: name one sandbox"), n.ringer("snapshot", "other"))
	require.Equal(t, exitFine, n.ringer("clock", "60x").code)
	running := n.ringer("snapshot")
	assert.Equal(t, exitFailed, running.code)
	assert.Contains(t, running.err, "frozen")
}

func restoreTest(t *testing.T, s *running) {
	n := s.at(t, "before")
	id := n.call("919999999999")
	require.Equal(t, exitFine, n.ringer("advance", "10s").code)
	snapshot := invocation{args: []string{"snapshot", "before", "--control", n.control}}.run(t).out
	after := night{n.running, "after"}
	assert.Equal(t, ending{}, after.given(snapshot, "restore", "after"))
	assert.Equal(t, n.ringer("calls", id).out, after.ringer("calls", id).out)
	assert.Equal(t, n.ringer("advance", "idle").out, after.ringer("advance", "idle").out)
	assert.Contains(t, after.given(snapshot, "restore", "--json").out, `"name":"after"`)
	assert.Equal(t, wrong("restore: the standard input is empty: ringer restore NAME < file"), after.given("", "restore"))
	assert.Equal(t, exitUsage, after.given("{}", "restore").code)
}

func eventsTest(t *testing.T, _ *running) { // whose end it waits for
	s := serveRinger(t, "--clock", "frozen")
	n := s.at(t, "events")
	out, wait := following(t, n, invocation{args: []string{"events", "--control", n.control, "--sandbox", n.sandbox}})
	id := n.call("919999000486")
	require.Equal(t, exitFine, n.ringer("fault", "{on: {operation: login}, do: {status: 503}}").code)
	n.ask("", "POST", "/api/login", `{"email": "user+events@example.com", "password": "your_password"}`)
	require.Equal(t, exitFine, n.ringer("advance", "idle").code)
	s.stop()
	assert.Equal(t, exitFine, wait())
	for _, want := range []string{
		`(?m)^\d+  12:00:00  request  induslabs createClick2Call  200  POST /api/calls/click2call$`,
		`(?m)^\d+  12:00:00  fault  1  \{`,
		`(?m)^\d+  12:00:03  clock  frozen$`,
		`(?m)^\d+  12:00:03  call  ` + id + `  ended$`,
		`(?m)^\d+  12:00:03  delivery  d1  call\.failed of ` + id + `  waiting$`,
		`(?m)^\d+  12:00:03  attempt  d1  call\.failed of ` + id + `  attempt 1  200$`,
		`(?m)^\d+  12:00:03  delivery  d1  call\.failed of ` + id + `  delivered$`,
		`(?m)^end  the server stops$`,
	} {
		assert.Regexp(t, want, out.String())
	}
}
