package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mute is a target that takes requests and never answers; asked tells of the first.
func mute(t *testing.T) (base string, asked <-chan struct{}) {
	t.Helper()
	first, over := make(chan struct{}, 1000), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		first <- struct{}{}
		<-over
	}))
	t.Cleanup(func() {
		close(over)
		server.Close()
	})
	return server.URL, first
}

// overheard is what a program prints; reported is closed when the report on the terminal ends.
type overheard struct {
	text     bytes.Buffer
	reported chan struct{}
	once     sync.Once
}

func (o *overheard) Write(p []byte) (int, error) {
	o.text.Write(p)
	if strings.Contains(o.String(), "incomplete, interrupted") {
		o.once.Do(func() { close(o.reported) })
	}
	return len(p), nil
}

func (o *overheard) String() string { return o.text.String() }

// begun starts conform against a mute target, and returns when that has been asked.
func begun(t *testing.T, args ...string) (cmd *exec.Cmd, out *overheard) {
	t.Helper()
	base, asked := mute(t)
	cmd = invocation{args: append([]string{"conform", "--target", targetAt(t, base, "")}, args...)}.command(t, patience)
	out = &overheard{reported: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = out, out
	require.NoError(t, cmd.Start())
	<-asked
	return cmd, out
}

func TestAnInterruptedRunWritesTheReportsOfWhatIsKnown(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	files := map[string]string{}
	var reports []string
	for _, format := range formatNames() {
		files[format] = filepath.Join(folder, "report."+format)
		reports = append(reports, format+"="+files[format])
	}
	cmd, out := begun(t, "--report", strings.Join(reports, ","), "--trace", filepath.Join(folder, "trace"))
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	assert.Error(t, cmd.Wait())
	assert.Equal(t, exitIncomplete, cmd.ProcessState.ExitCode(), out.String())
	assert.Contains(t, out.String(), "incomplete, interrupted")
	for format, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err, format)
		assert.Contains(t, string(text), "interrupted", format)
	}
	var whole struct {
		Exit    int
		Results []struct{ Interrupted bool }
	}
	text, err := os.ReadFile(files["json"])
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &whole))
	assert.Equal(t, exitIncomplete, whole.Exit)
	assert.True(t, whole.Results[0].Interrupted)

	again := ringer(t, "judge", filepath.Join(folder, "trace"))
	assert.Equal(t, exitIncomplete, again.code)
	assert.Contains(t, again.out, "incomplete, interrupted")
}

func TestTheSecondInterruptEndsTheProgramAtOnce(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe") // nobody reads it, so that writing the report never ends
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	cmd, out := begun(t, "--report", "json="+pipe)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	<-out.reported
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	assert.Error(t, cmd.Wait())
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	assert.True(t, status.Signaled(), "ended by exit %d", status.ExitStatus())
	assert.Equal(t, syscall.SIGINT, status.Signal())
}
