package mocks

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A Server is a fake that is being served for tests.
type Server struct {
	Fake *engine.Fake
	at   engine.Addresses
	road *http.Transport // how clients of this process come here
	pipe *network        // instead of sockets, in a bubble; nil: sockets
}

// Start serves the named providers, all of them where none is named, on free
// ports of this machine until the test ends. Nobody else uses this fake; Shared
// is cheaper where a world of one's own is enough. The clock is frozen; Advance
// moves it. Every reply and callback is checked against its document.
func Start(t testing.TB, names ...string) *Server {
	t.Helper()
	if len(names) == 0 {
		names = Names()
	}
	fake, err := New(Options{Seed: 1, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true}, names...)
	if err != nil {
		t.Fatalf("start a fake: %v", err)
	}
	server, stop, err := serve(fake, names)
	if err != nil {
		t.Fatalf("start a fake: %v", err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("stop the fake: %v", err)
		}
	})
	return server
}

// serve serves the named providers on free ports until it is told to stop.
func serve(fake *engine.Fake, names []string) (server *Server, stop func() error, err error) {
	listeners := engine.Listeners{Providers: map[string]net.Listener{}}
	if listeners.Control, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		if listeners.Providers[name], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, nil, err
		}
	}
	road := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Second}
	server, stop = open(fake, listeners, road)
	return server, stop, nil
}

// open begins to serve on listeners.
func open(fake *engine.Fake, on engine.Listeners, road *http.Transport) (*Server, func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- fake.Serve(ctx, on) }()
	stop := func() error {
		road.CloseIdleConnections()
		cancel()
		return <-done
	}
	return &Server{Fake: fake, at: on.Addresses(), road: road}, stop
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
