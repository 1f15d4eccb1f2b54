package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ringer-mock/ringer/conformance/coherence"
	"github.com/ringer-mock/ringer/conformance/coverage"
	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/trace"
)

// play is one scenario while it runs, and what it found.
type play struct {
	run   *run
	sc    *scenario.Scenario
	env   *match.Env
	world world
	book  *coherence.Book // what was said so far
	story *coverage.Story
	// sandbox is the name sent with every request, or empty.
	sandbox string
	number  int    // of the scenario in the run
	inbox   string // the address of the inbox
	key     string // of its path in the inbox
	ids     ids
	began   time.Time
	longest time.Duration // the most that one step may wait; 0: no bound

	tokens   map[string]string // by account, since the last wait
	arrivals []*arrival
	flood    flood
	step     int // from 1; 0 outside of steps
	strict   bool
	watched  bool            // the time of what must never arrive has passed
	cut      bool            // a step would have waited longer than the target allows
	met      map[int]bool    // steps that were met, from 1
	lost     map[string]bool // names that a noted failure left without a value

	log      []moment
	owner    Owner // of a verdict that no failure explains
	failures []Failure
	mask     *mask
	tally    tally
	placed   []placed // calls, for an interrupted run
}

// placed is a call that a scenario placed.
type placed struct {
	text string
	at   time.Time // ours
	open bool      // the scenario that placed it did not come to its end
}

// stop ends a scenario without a failure: it cannot be judged further.
type stop struct {
	verdict Verdict
	reason  string
	lacks   []string
	owner   Owner // empty: the environment
}

func (s *stop) Error() string { return s.reason }

func inconclusive(lacks []string, format string, args ...any) *stop {
	return &stop{verdict: Inconclusive, reason: fmt.Sprintf(format, args...), lacks: lacks}
}

// failed is a step that was not met. It becomes a Failure with the step's place and claims.
type failed struct {
	message    string
	unanswered bool // nothing came back, so there was nothing to judge
	mismatches []Mismatch
	arrived    []string
}

func (f *failed) Error() string { return f.message }

// perform runs all steps, then what must never arrive, and returns the verdict with its reason.
func (p *play) perform(ctx context.Context) (Verdict, string, []string) {
	verdict, reason, lacks := p.steps(ctx)
	if verdict == Pass {
		p.step = 0
		if err := p.never(ctx); err != nil {
			verdict, reason, lacks = p.ended(err)
		}
	}
	p.look() // stragglers are judged by the document too
	for i := range p.failures {
		if !p.failures[i].Warning && p.failures[i].Known == "" {
			verdict = worse(verdict, Fail)
		}
	}
	if verdict == Pass && slices.ContainsFunc(p.failures, func(f Failure) bool { return f.Known != "" }) {
		return KnownFailure, p.known(), nil
	}
	return verdict, reason, lacks
}

func (p *play) steps(ctx context.Context) (Verdict, string, []string) {
	for i, step := range p.sc.Steps {
		p.step = i + 1
		if missing := p.missing(step); missing != "" {
			p.owner = OwnerProvider
			return Inconclusive, fmt.Sprintf("step %d needs $%s, which a step that failed as a warning would have saved", i+1, missing), nil
		}
		err := p.do(ctx, step)
		var f *failed
		switch {
		case err == nil:
			p.tally.passed(step.Proves)
			p.met[i+1] = true
		case errors.As(err, &f):
			known := p.fail(step, f)
			if !step.Assumed() || p.strict {
				if known {
					return Pass, "", nil // the scenario stops here all the same
				}
				return Fail, "", nil
			}
			if f.unanswered {
				p.owner = OwnerProvider
				return Inconclusive, fmt.Sprintf("step %d: %s", i+1, f.message), nil
			}
			for _, name := range step.Saves {
				p.lost[name] = true
			}
		default:
			return p.ended(err)
		}
	}
	return Pass, "", nil
}

// ended is the verdict of an error that is no failure of the implementation.
func (p *play) ended(err error) (Verdict, string, []string) {
	var s *stop
	var l *lost
	p.owner = ownerOf(err)
	switch {
	case errors.As(err, &s):
		return s.verdict, s.reason, s.lacks
	case errors.As(err, &l) && l.Kind == trace.Refused:
		return Inconclusive, "not sent: " + l.Why, nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Inconclusive, "interrupted", nil
	}
	return Error, err.Error(), nil
}

// missing returns a name that the step needs and that has no value because of a noted failure.
func (p *play) missing(step *scenario.Step) string {
	for _, name := range step.Reads {
		if p.lost[name] {
			return name
		}
	}
	return ""
}

func (p *play) do(ctx context.Context, step *scenario.Step) error {
	switch step.Kind {
	case scenario.Call:
		return p.call(ctx, step)
	case scenario.Get:
		return p.get(ctx, step)
	case scenario.Receive:
		return p.receive(ctx, step)
	case scenario.Eventually:
		return p.eventually(ctx, step)
	case scenario.Wait:
		return p.wait(ctx, step)
	}
	return fmt.Errorf("step %d is of no known kind", step.Index+1)
}

// wait lets provider time pass. Tokens may have expired in it, so every account signs in anew.
func (p *play) wait(ctx context.Context, step *scenario.Step) error {
	if longest := p.longest; longest > 0 && step.Duration > longest {
		p.cut = true
		return inconclusive(nil, "it waits %s, and the target allows %s (wait.longest)", brief(step.Duration), brief(longest))
	}
	if err := p.world.pass(ctx, trace.Waiting, step.Duration); err != nil {
		return err
	}
	clear(p.tokens)
	p.note(moment{kind: "time", note: "waited " + brief(step.Duration)})
	p.look()
	return nil
}

// longest is the longest wait of a scenario: what wait.longest must be for all of it.
func longest(sc *scenario.Scenario) time.Duration {
	var most time.Duration
	for _, step := range sc.Steps {
		most = max(most, step.Within, step.Duration)
	}
	return most
}

// patience is how long a step may wait, and whether that is less than it wants.
func (p *play) patience(within time.Duration) (time.Duration, bool) {
	if longest := p.longest; longest > 0 && within > longest {
		return longest, true
	}
	return within, false
}

// given are the names that the run gives to a step of an account.
func (p *play) given(account string) func(string) (any, bool) {
	return func(name string) (any, bool) { return p.run.value(p, account, name) }
}
