package mocks

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A Server is a fake that is being served for a test.
type Server struct {
	Fake *engine.Fake
	at   engine.Addresses
}

// Start serves the named providers, all of them where none is named, on free
// ports of this machine until the test ends. The clock is frozen; Advance moves
// it. Every reply and callback is checked against its document.
func Start(t testing.TB, names ...string) *Server {
	t.Helper()
	if len(names) == 0 {
		names = Names()
	}
	fake, err := New(Options{Seed: 1, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true}, names...)
	if err != nil {
		t.Fatalf("start a fake: %v", err)
	}
	listeners := engine.Listeners{Control: listen(t), Providers: map[string]net.Listener{}}
	for _, name := range names {
		listeners.Providers[name] = listen(t)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- fake.Serve(ctx, listeners) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stop the fake: %v", err)
		}
	})
	return &Server{Fake: fake, at: listeners.Addresses()}
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("start a fake: %v", err)
	}
	return l
}

// URL is where a provider is served; "" if it is not.
func (s *Server) URL(provider string) string { return s.at.Providers[provider] }

// Control is where the control port is served.
func (s *Server) Control() string { return s.at.Control }

// Advance moves the clock of the sandbox default by a duration of provider
// time: what is due happens, and every callback has been answered when it returns.
func (s *Server) Advance(t testing.TB, by time.Duration) engine.Advanced {
	t.Helper()
	box, found := s.Fake.Sandboxes().Get(engine.DefaultSandbox)
	if !found {
		t.Fatalf("advance: there is no sandbox %s", engine.DefaultSandbox)
	}
	moved, err := box.Advance(t.Context(), engine.Advance{By: by})
	if err != nil {
		t.Fatalf("advance by %s: %v", by, err)
	}
	return moved
}
