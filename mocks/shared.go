package mocks

import (
	"sync"
	"testing"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// Shared is the one fake of this process. It is started by the first test that
// asks, with all providers on free ports of this machine, and ends with the
// process. Tests share it through Sandbox: each has a world of its own there,
// and none sees anything of another's.
func Shared(t testing.TB) *Server {
	t.Helper()
	server, err := shared()
	if err != nil {
		t.Fatalf("start the shared fake: %v", err)
	}
	return server
}

// shared is set once and never again: a process has no other place for what
// all its tests share, since no test is there from the first to the last.
var shared = sync.OnceValues(func() (*Server, error) {
	known, err := contracts()
	if err != nil {
		return nil, err
	}
	fake, err := known.fake(Options{Seed: 1, Clock: engine.Mode{Kind: engine.Frozen}})
	if err != nil {
		return nil, err
	}
	server, _, err := serve(fake, Names())
	return server, err
})
