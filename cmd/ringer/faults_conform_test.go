package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsThatFireInNoScenarioFailARun(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	night, reported := filepath.Join(folder, "night.yaml"), filepath.Join(folder, "report.json")
	conform := func(faults string, more ...string) ending {
		require.NoError(t, os.WriteFile(night, []byte(faults), 0o600))
		return ringer(t, append([]string{"conform", "induslabs", "--run", "induslabs/login/*", "--faults", night, "--report", "json=" + reported}, more...)...)
	}
	const harmless = "- {on: {operation: login}, do: {headers: {Server: proxy}}}\n"
	assert.Equal(t, exitFine, conform(harmless).code, "it fired and hurt nobody")

	got := conform(harmless + "- on: {event: call.completed}\n  do: {delay: 5m}\n")
	assert.Equal(t, exitFailed, got.code)
	line := night + `:2: {"on":{"event":"call.completed"},"do":{"delay":"5m0s"}}`
	assert.Contains(t, got.out, "fail "+line+": fired in no scenario\n")
	assert.Contains(t, got.out, "not conformant (6 pass")
	var report struct {
		Exit    int
		Results []struct{ Unfired []string }
	}
	text, err := os.ReadFile(reported)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &report))
	assert.Equal(t, exitFailed, report.Exit)
	assert.Equal(t, []string{line}, report.Results[0].Unfired)

	trace := filepath.Join(folder, "night.trace")
	assert.Equal(t, exitFailed, conform("- {on: {event: call.completed}, do: {delay: 5m}}\n", "--trace", trace).code)
	again := ringer(t, "judge", trace)
	assert.Equal(t, exitFailed, again.code)
	assert.Contains(t, again.out, "fired in no scenario")

	got = conform("- {on: {operation: login, nth: 1}, do: {status: 503}}\n")
	assert.Equal(t, exitFailed, got.code)
	assert.NotContains(t, got.out, "fired in no scenario")
	assert.Contains(t, got.out, "--faults "+night, "the command that repeats a failure arranges them again")
}

func TestFaultsThatCannotBeArrangedEndARunBeforeItBegins(t *testing.T) {
	t.Parallel()
	night := filepath.Join(t.TempDir(), "night.yaml")
	real := targetAt(t, serveRinger(t).base, "")
	for faults, row := range map[string]struct {
		args []string
		want string
	}{
		"- on: {operation: login}\n  do: {status: 503}\n- on:\n    operation: logn\n  do: {status: 503}\n": {[]string{"induslabs"}, night + `:4: no operation is called "logn"; did you mean login?`},
		"- on: {operation: login}\n  do: {stauts: 503}\n":                                                  {[]string{"induslabs"}, night + `:2: unknown word "stauts"; did you mean status?`},
		" \n": {[]string{"induslabs"}, `--faults ` + night + `: the file is empty`},
		"- {on: {operation: login}, do: {status: 503}}\n": {nil, `--faults ` + night + `: name the one provider that they are for, as in ringer conform PROVIDER --faults ` + night},
		"- {on: {operation: login}, do: {status: 502}}\n": {[]string{"--target", real}, night + `: faults are arranged by a control port, and the target mine has none`},
	} {
		require.NoError(t, os.WriteFile(night, []byte(faults), 0o600))
		got := ringer(t, append([]string{"conform", "--faults", night}, row.args...)...)
		assert.Equal(t, ending{exitUsage, "", "ringer: " + row.want + "\n"}, got, faults)
	}
}
