package main

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOnATerminalOneLineSaysWhatIsWaitedFor(t *testing.T) {
	t.Parallel()
	script, err := exec.LookPath("script") // of util-linux: it gives a program a terminal
	if err != nil {
		t.Skip("script is not installed")
	}
	binary, err := program()
	require.NoError(t, err)
	s := serveRinger(t, "--clock", "600x")
	file := targetAt(t, s.base, "wait: {longest: 10m, pace: 600, settle: 100ms}\n")
	line := binary + " conform --target " + file + " --run induslabs/callbacks/ready"
	on := func(env ...string) string {
		cmd := exec.Command(script, "-qec", line, "/dev/null")
		cmd.Env = append([]string{"PATH=/usr/bin:/bin", "TERM=xterm"}, env...)
		said, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", said)
		return string(said)
	}
	const shown = `\r\x1b\[K0 of 1 done; up to 1s more for induslabs/callbacks/ready, step 2, receive: tra…`
	watched := on()
	assert.Regexp(t, shown, watched)
	assert.Regexp(t, `\r\x1b\[K(\x1b\[[0-9;]*m)?(claims|pass)`, watched, "it is taken back before the report")
	for _, quiet := range []string{"CI=true", "NO_COLOR=1", "TERM=dumb"} {
		assert.NotContains(t, on(quiet), "\x1b[K", quiet)
	}
	got := ringer(t, "conform", "--target", file, "--run", "induslabs/callbacks/ready")
	assert.NotContains(t, got.err+got.out, "\x1b", "nobody watches a file")
}
