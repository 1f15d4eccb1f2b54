package main

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAServerSaysAtItsEndWhichFaultsNeverFired(t *testing.T) {
	t.Parallel()
	night := filepath.Join(t.TempDir(), "night.yaml")
	require.NoError(t, os.WriteFile(night, []byte("- on: {operation: login, nth: 1}\n  do: {status: 503}\n"+
		"# the second that is never asked for\n- on: {operation: login, nth: 9}\n  do: {status: 502, body: <html>}\n"), 0o600))
	s := serveRinger(t, "--clock", "frozen", "--faults", night)
	login := func() int {
		return s.ask("", "POST", "/api/login", `{"email": "user@example.com", "password": "your_password"}`).status
	}
	assert.Equal(t, http.StatusServiceUnavailable, login())
	assert.Equal(t, http.StatusOK, login())
	assert.Equal(t, []any{2.0}, s.world("GET", "faults", "").member("unused"))
	assert.Equal(t, exitFine, s.stop())
	assert.Equal(t, "ringer: "+night+`:4: never fired, of 2 that fitted: {"on":{"operation":"login","nth":9},"do":{"status":502,"body":"<html>"}}`+"\n", s.remarks.String())
}

func TestAServerThatStopsLetsGoOfWhatHangs(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	w := &faulted{t: t, s: s, sandbox: "default", token: s.login()}
	require.Equal(t, http.StatusOK, w.tell("PUT", "faults", "[{on: {operation: createClick2Call}, do: {hang: true}}]").status)
	conn := w.dial()
	defer conn.Close()
	require.NotEmpty(t, w.tell("GET", "journal?operation=createClick2Call&wait=20s", "").items("entries"))
	assert.Equal(t, exitFine, s.stop())
}
