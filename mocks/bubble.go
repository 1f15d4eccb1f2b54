package mocks

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// Bubble runs a test with a world of its own inside a bubble of
// testing/synctest, where time passes only while everybody waits: the client's
// own timers, back-off and deadlines, the callbacks and their retries, and the
// calls share one clock, and half an hour of them takes milliseconds. That
// clock begins at 2026-01-15T12:00:00Z and is real in the world's terms:
// time.Sleep lets it pass, and so does w.Advance, which also waits for the
// answers of receivers.
//
// There are no sockets in a bubble, since nobody can see who waits on one. The
// providers are served in memory as http://induslabs and so on; w.Client
// reaches them, and callbacks reach the w.Inbox and what w.Serve mounts. There is no
// control port: w is what it would be.
//
// All that the test has started must end before it does, at the latest in its
// t.Cleanup functions: Bubble fails the test for every goroutine left behind,
// and says where it was started and where it waits. What happens at one and
// the same instant has no order, as anywhere in a bubble.
func Bubble(t *testing.T, test func(t *testing.T, w *World), options ...Option) {
	t.Helper()
	// Read outside: what is read is shared by all bubbles of the process.
	known, err := contracts()
	if err != nil {
		t.Fatalf("start a fake: %v", err)
	}
	var inside bubble
	defer func() {
		t.Helper()
		if broken := recover(); broken != nil {
			inside.burst(t, broken)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		inside.enter(t)
		server := inside.serve(t, known)
		test(t, server.Sandbox(t, append(options, Clock("real"))...))
	})
}

// beginning is when a bubble's test begins: where frozen clocks begin, too.
var beginning = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

// A bubble is what has to be known of one outside of it.
type bubble struct {
	id   string
	told bool // the test has been failed for what is left behind
}

// enter lets the time come, and has everything looked at in the end.
func (b *bubble) enter(t *testing.T) {
	b.id = bubbleOf(stacks(false)[0])
	begun, cancel := context.WithDeadline(t.Context(), beginning)
	defer cancel()
	<-begun.Done()
	t.Cleanup(func() {
		synctest.Wait()
		for _, g := range b.others() {
			if b.told = true; !t.Failed() {
				t.Errorf("left behind: %s", g)
			}
		}
	})
}

// serve serves all providers in memory until the test has ended.
func (b *bubble) serve(t *testing.T, known *library) *Server {
	t.Helper()
	pipe := newNetwork()
	road := pipe.transport()
	fake, err := known.fake(Options{Seed: 1, Transport: pipe.transport()})
	if err != nil {
		t.Fatalf("start a fake: %v", err)
	}
	on := engine.Listeners{Providers: map[string]net.Listener{}}
	for _, name := range Names() {
		if on.Providers[name], err = pipe.listen(name); err != nil {
			t.Fatalf("start a fake: %v", err)
		}
	}
	server, stop := open(fake, on, road)
	server.pipe = pipe
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("stop the fake: %v", err)
		}
	})
	return server
}

// others are the goroutines of the bubble but the one that asks, and those
// that the bubble itself needs.
func (b *bubble) others() []goroutine {
	var found []goroutine
	for _, stack := range stacks(true)[1:] {
		if bubbleOf(stack) == b.id && !strings.Contains(stack, "internal/synctest.Run(") && !strings.Contains(stack, "testingSynctestTest(") {
			found = append(found, newGoroutine(stack))
		}
	}
	return found
}

// burst is what becomes of the panic with which a bubble ends whose goroutines
// wait for ever: a test that has failed, and the others go on.
func (b *bubble) burst(t *testing.T, broken any) {
	t.Helper()
	if !isDeadlock(broken) {
		panic(broken)
	}
	if b.told {
		t.FailNow()
	}
	for _, g := range b.others() {
		if !g.ours() {
			t.Errorf("waits for ever: %s", g)
		}
	}
	t.Fatal("everybody in the bubble waits, and nothing is due any more")
}
