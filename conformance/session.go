package conformance

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/scenario"
)

// Session is a run of which each scenario is played when it is called for, as often as wanted: what a run prepares is
// prepared once. It plays one scenario at a time. Package grade has thousands of plays to make.
type Session struct {
	run    *run
	number int
}

// Open begins a session as Run begins a run, with the same errors. Select, Shuffle, Jobs and Begin mean nothing to it.
func Open(ctx context.Context, c Config) (*Session, error) {
	r, err := begin(ctx, c)
	if err != nil {
		return nil, err
	}
	return &Session{run: r}, nil
}

// Close closes the inbox and the connections.
func (s *Session) Close() {
	s.run.hooks.close()
	s.run.wire.hangUp()
}

// Play plays one scenario in a sandbox of its own. Its callbacks are asked for below the address inbox; "": that of the
// target.
func (s *Session) Play(ctx context.Context, sc *scenario.Scenario, inbox string) *Play {
	pl := s.run.ready(sc, true)
	if inbox != "" {
		pl.inbox = strings.TrimRight(inbox, "/")
	}
	if pl.result.Verdict == Pass {
		s.number++
		s.run.playOne(ctx, pl, s.number)
	}
	return &Play{pl}
}

// Sum judges plays together, as if one run had made them all.
func (s *Session) Sum(plays []*Play) *Result {
	all := make([]*played, len(plays))
	for i, p := range plays {
		all[i] = p.played
	}
	return s.run.sum(all)
}

// Play is one scenario that was played in a Session.
type Play struct{ played *played }

// Result is what became of it.
func (p *Play) Result() *ScenarioResult { return &p.played.result }

// Refuted are the ids of the claims that it speaks against, in order.
func (p *Play) Refuted() []string { return slices.Sorted(maps.Keys(p.played.tally.against)) }
