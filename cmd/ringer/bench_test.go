package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

// BenchmarkStart measures from the start of the built program to the first
// answer of the last of all providers.
func BenchmarkStart(b *testing.B) {
	names := mocks.Names()
	for b.Loop() {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(b, err)
		address := free.Addr().String()
		free.Close()
		args := []string{"serve", "--control", "127.0.0.1:0"}
		for _, name := range names[:len(names)-1] {
			args = append(args, name+"=127.0.0.1:0")
		}
		cmd := invocation{args: append(args, names[len(names)-1]+"="+address)}.command(b, patience)
		cmd.Stdout = io.Discard
		began := time.Now()
		require.NoError(b, cmd.Start())
		for {
			resp, err := http.Get("http://" + address + "/")
			if err == nil {
				resp.Body.Close()
				break
			}
			require.Less(b, time.Since(began), patience)
		}
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms-to-first-answer")
		require.NoError(b, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(b, cmd.Wait())
	}
}

// BenchmarkSuite runs all scenarios of all providers against the fakes, as
// `ringer conform` does without a target.
func BenchmarkSuite(b *testing.B) {
	for b.Loop() {
		code := run(b.Context(), []string{"conform"}, terminal{out: io.Discard, err: os.Stderr, lookup: func(string) (string, bool) { return "", false }, environ: func() []string { return nil }})
		require.Equal(b, exitFine, code, fmt.Sprint("exit ", code))
	}
}
