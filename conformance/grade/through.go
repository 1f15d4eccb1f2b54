package grade

import (
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// Through is a run of the whole suite with one tampering, for conformance.Run. Applied says how often it changed
// anything so far. What the tampering remembers, it remembers for all scenarios. Two such runs may not overlap.
func (s *Suite) Through(f Tampering) (c conformance.Config, applied func() int64) {
	const inbox = "http://127.0.0.1:44000"
	p := &Proxy{
		Spec: s.Provider, tampering: &f, world: s.World, router: newRouter(s.Provider), inboxURL: inbox, memory: map[string]any{},
	}
	led := *s.Target
	led.Inbox.URL = inbox
	s.World.Callbacks.inboxes.Store(strings.TrimPrefix(inbox, "http://"), http.Handler(p))
	return conformance.Config{
		Provider: s.Provider, Scenarios: s.Scenarios, Files: s.Files, Target: &led, Jobs: s.Jobs, Transport: p,
		Carry: func(h http.Handler) { p.inbox = h },
	}, p.applied.Load
}
