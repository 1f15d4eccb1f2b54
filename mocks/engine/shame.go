package engine

import (
	"slices"
	"sync"
)

// shame is what a sandbox answered or would have sent, and no client should
// get: words for whoever runs the test, since the wire only shows a failure.
type shame struct {
	mu    sync.Mutex
	words []string
}

// shameKept bounds it: the first tell what is wrong.
const shameKept = 100

func (s *shame) add(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.words) < shameKept {
		s.words = append(s.words, words)
	}
}

func (s *shame) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.words = nil
}

// Broken lists the replies and callbacks of this sandbox that broke the
// document, each with its operation or event and the place, oldest first, and
// operations that broke altogether. The client got a failure instead, the
// receiver nothing. At most 100 are kept.
func (s *Sandbox) Broken() []string {
	s.desk.shame.mu.Lock()
	defer s.desk.shame.mu.Unlock()
	return slices.Clone(s.desk.shame.words)
}

// ashamed notes what the visit was answered with, where nobody can mean it.
func (v *visit) ashamed(words string) {
	if v.Sandbox != nil {
		v.Sandbox.desk.shame.add(v.Provider.Spec.Name + ": " + words)
	}
}
