package mocks

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// A World is one sandbox of a fake, as its test sees it: its own calls, clock,
// faults, journal and inbox. Whatever goes wrong in a method fails the test, so
// the methods are for the goroutine of that test.
type World struct {
	Name    string          // of the sandbox, as credentials carry it
	Sandbox *engine.Sandbox // for what is not said here
	Inbox   *Inbox          // where callbacks can go

	t      testing.TB
	server *Server
	client *http.Client
	opened []func() // what Serve has opened, to be closed
}

// An Option says how a world begins.
type Option func(*engine.Setup) error

// Clock says how the world's time moves: frozen, which it is unless it is told
// otherwise, frozen@2026-03-01T09:00:00Z, real, or a factor such as 60x. In a
// bubble it is always real.
func Clock(mode string) Option {
	return func(s *engine.Setup) error {
		m, err := engine.ParseMode(mode)
		s.Clock = &m
		return err
	}
}

// Seed decides, together with the sandbox's name, everything that is made up,
// such as ids. Without it that is the same in every run too.
func Seed(n uint64) Option {
	return func(s *engine.Setup) error { s.Seed = &n; return nil }
}

// Chaos lets the fake choose, from the seed, among all that the documents
// permit (legal), or go beyond (hostile); legal:order-of-replies,charset
// confines it to what ringer chaos lists. A client that cannot bear legal chaos
// has a bug.
func Chaos(level string) Option {
	return func(s *engine.Setup) error {
		c, err := engine.ParseChaos(level)
		s.Chaos = &c
		return err
	}
}

// Sandbox makes a world for a test, named after it. When the test ends, the
// world is removed; before that it fails the test if a fault that was arranged
// never fired, or if the fake broke the document, naming which.
func (s *Server) Sandbox(t testing.TB, options ...Option) *World {
	t.Helper()
	setup := engine.Setup{}
	for _, option := range options {
		if err := option(&setup); err != nil {
			t.Fatalf("make a sandbox: %v", err)
		}
	}
	w := &World{t: t, server: s}
	if err := w.settle(setup); err != nil {
		t.Fatalf("make a sandbox: %v", err)
	}
	w.Inbox = &Inbox{Box: w.Sandbox.Inbox(), URL: s.Control() + "/inbox/" + w.Name + "/", world: w}
	if s.pipe != nil {
		w.Inbox.URL = w.Serve("inbox", w.Inbox.Box) + "/"
	}
	hosts := map[string]bool{}
	for _, address := range s.at.Providers {
		if u, err := url.Parse(address); err == nil {
			hosts[u.Host] = true
		}
	}
	w.client = &http.Client{Transport: &traveller{s.road, w.Name, hosts}}
	t.Cleanup(w.close)
	return w
}

// settle makes the sandbox under a name that nobody has: the test may have
// made one before.
func (w *World) settle(setup engine.Setup) error {
	boxes, name := w.server.Fake.Sandboxes(), w.t.Name()
	for n := 2; ; n++ {
		w.Name = sandboxName(name)
		created, err := boxes.Make(w.Name, setup)
		if err != nil {
			return err
		}
		if created {
			w.Sandbox, _ = boxes.Get(w.Name)
			return nil
		}
		name = fmt.Sprintf("%s (%d)", w.t.Name(), n)
	}
}

// close judges the world and removes it.
func (w *World) close() {
	w.t.Helper()
	w.judge()
	if err := w.server.Fake.Sandboxes().Delete(w.Name); err != nil {
		w.t.Errorf("remove the sandbox: %v", err)
	}
	for _, shut := range w.opened {
		shut()
	}
}

// URL is the base URL of a provider: what takes the place of the real one.
func (w *World) URL(provider string) string {
	w.t.Helper()
	w.provider(provider)
	return w.server.URL(provider)
}

// Client sends requests to the fake into this world, whatever credentials they
// carry, and in a bubble reaches what has its name there. Requests to anybody
// else go as they are.
func (w *World) Client() *http.Client { return w.client }

// Serve lets a handler receive callbacks until the test ends, and returns its
// base URL. In a bubble that is http://name, else a free port of this machine.
func (w *World) Serve(name string, handler http.Handler) string {
	w.t.Helper()
	if w.server.pipe == nil {
		on, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			w.t.Fatalf("serve %s: %v", name, err)
		}
		w.opened = append(w.opened, answer(on, handler))
		return "http://" + on.Addr().String()
	}
	shut, err := w.server.pipe.serve(name, handler)
	if err != nil {
		w.t.Fatalf("serve %s: %v", name, err)
	}
	w.opened = append(w.opened, shut)
	return "http://" + name
}

// Now is the world's time.
func (w *World) Now() time.Time { return w.Sandbox.Now() }

func (w *World) provider(name string) *engine.Provider {
	w.t.Helper()
	provider, served := w.server.Fake.Provider(name)
	if !served {
		w.t.Fatalf("this fake has no provider %q%s", name, specs.Hint(name, Names()))
	}
	return provider
}
