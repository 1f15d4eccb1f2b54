package conformance

import (
	"context"
	"fmt"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/trace"
)

// receive takes the earliest callback that fits, or, where the step says how many, all that arrive in its time.
func (p *play) receive(ctx context.Context, step *scenario.Step) error {
	patience, cut := p.patience(step.Within)
	deadline := p.world.now().Add(patience)
	env := p.env.Fork(p.given(step.As.Name))
	var taken []*arrival
	tried := 0 // of the arrivals
	for {
		p.look()
		if !step.Times.Given() {
			if a := p.take(step, env, &tried); a != nil {
				return p.judgeTaken(step, []*arrival{a}, env)
			}
		} else {
			for a := p.take(step, env, &tried); a != nil; a = p.take(step, env, &tried) {
				taken = append(taken, a)
			}
			if step.Times.Most >= 0 && len(taken) > step.Times.Most {
				return p.miscounted(step, taken)
			}
		}
		if err := p.flood.err(); err != nil {
			return err
		}
		left := deadline.Sub(p.world.now())
		if left <= 0 {
			break
		}
		if err := p.world.pass(ctx, trace.Awaiting, left); err != nil {
			return err
		}
	}
	switch {
	case cut:
		p.cut = true
		return inconclusive(nil, "%s did not arrive within %s, which is all that the target allows (wait.longest); the scenario allows %s",
			step.Event.Name, brief(patience), brief(step.Within))
	case !step.Times.Given():
		return &failed{message: fmt.Sprintf("%s did not arrive within %s", step.Event.Name, brief(step.Within)), arrived: p.nearest(step)}
	case len(taken) < step.Times.Least:
		return p.miscounted(step, taken)
	}
	return p.judgeTaken(step, taken, env)
}

// take takes the earliest callback of the step's event that is not yet taken and that where chooses. Those that it tried
// before are not tried again.
func (p *play) take(step *scenario.Step, env *match.Env, tried *int) *arrival {
	for *tried < len(p.arrivals) {
		a := p.arrivals[*tried]
		*tried++
		if !a.taken && a.exact && a.event == step.Event.Name && (step.Where == nil || step.Where.Match(a.message(), env).OK()) {
			a.taken = true
			return a
		}
	}
	return nil
}

func (p *play) miscounted(step *scenario.Step, taken []*arrival) error {
	want := fmt.Sprintf("%d times", step.Times.Least)
	switch {
	case step.Times.Most < 0:
		want = fmt.Sprintf("at least %d times", step.Times.Least)
	case step.Times.Most != step.Times.Least:
		want = fmt.Sprintf("%d to %d times", step.Times.Least, step.Times.Most)
	}
	return &failed{
		message: fmt.Sprintf("%s arrived %d times within %s, not %s", step.Event.Name, len(taken), brief(step.Within), want),
		arrived: p.nearest(step),
	}
}

// judgeTaken judges what a step took: each must fit and save the same, in the right order and rhythm.
func (p *play) judgeTaken(step *scenario.Step, taken []*arrival, env *match.Env) error {
	var first match.Result
	for i, a := range taken {
		result := step.Expect.Match(a.message(), env)
		p.log[a.moment].step = p.step
		p.expected(a.moment, step, result)
		which := step.Event.Name
		if len(taken) > 1 {
			which = fmt.Sprintf("%s, %d of %d,", step.Event.Name, i+1, len(taken))
		}
		if !result.OK() {
			return &failed{message: which + " arrived, but is not as expected", mismatches: p.mismatches(step, result)}
		}
		if err := p.checkSignature(step, a, env); err != nil {
			return err
		}
		if i == 0 {
			first = result
		} else if name := differing(first.Saves, result.Saves); name != "" {
			return &failed{message: fmt.Sprintf("%s differs from the first in what it saves as $%s", which, name)}
		}
	}
	if step.After != "" && len(taken) > 0 && !p.cameAfter(step, taken[0], env) {
		return &failed{message: fmt.Sprintf("%s arrived before %s", step.Event.Name, step.After), arrived: p.nearest(step)}
	}
	if err := p.checkGaps(step, taken); err != nil {
		return err
	}
	p.env.Save(first.Saves...)
	return nil
}

func differing(first, next []match.Save) string {
	for i := range first {
		if i >= len(next) || next[i].Name != first[i].Name || !match.Equal(first[i].Value, next[i].Value) {
			return first[i].Name
		}
	}
	return ""
}

// cameAfter tells whether the step's earlier event stands before the callback. It is the one that where chooses too;
// if where fits none of that event, one that an earlier step took will do.
func (p *play) cameAfter(step *scenario.Step, later *arrival, env *match.Env) bool {
	fits := func(a *arrival) bool { return step.Where == nil || step.Where.Match(a.message(), env).OK() }
	chosen := fits
	some := false
	for _, a := range p.arrivals {
		some = some || a.exact && a.event == step.After && fits(a)
	}
	if !some {
		chosen = func(a *arrival) bool { return a.taken }
	}
	for _, a := range p.arrivals {
		if a.exact && a.event == step.After && a.Seq < later.Seq && chosen(a) {
			return true
		}
	}
	return false
}

// checkGaps judges the provider time between the callbacks that a step took.
func (p *play) checkGaps(step *scenario.Step, taken []*arrival) error {
	if !step.Gaps.Given() {
		return nil
	}
	var gaps []time.Duration
	for i := 1; i < len(taken); i++ {
		gaps = append(gaps, taken[i].at.Sub(taken[i-1].at))
	}
	for i, gap := range gaps {
		if step.Gaps.Growing && i > 0 && gap <= gaps[i-1] {
			return &failed{message: fmt.Sprintf("the gaps between the deliveries of %s do not grow: %v", step.Event.Name, gaps)}
		}
		if i < len(step.Gaps.Exact) {
			want := step.Gaps.Exact[i]
			if off := (gap - want).Abs(); off > max(want/10, time.Second) {
				return &failed{message: fmt.Sprintf("gap %d between the deliveries of %s is %s, not %s", i+1, step.Event.Name, brief(gap), brief(want))}
			}
		}
	}
	return nil
}

// never checks, over everything that arrived from start to end, what must not have.
func (p *play) never(ctx context.Context) error {
	if len(p.sc.Never) == 0 {
		return nil
	}
	if err := p.world.pass(ctx, trace.Settling, 0); err != nil {
		return err
	}
	p.look()
	if err := p.flood.err(); err != nil {
		return err
	}
	for _, step := range p.sc.Never {
		if p.run.target.LacksWord(step.Event.Name) || p.missing(step) != "" {
			continue
		}
		p.watched = true
		env := p.env.Fork(p.given(step.As.Name))
		hit := false
		for _, a := range p.arrivals {
			if !hit && a.exact && a.event == step.Event.Name && (step.Where == nil || step.Where.Match(a.message(), env).OK()) {
				hit = true
				p.fail(step, &failed{message: fmt.Sprintf("%s arrived at +%s, and must never arrive", step.Event.Name, brief(a.at.Sub(p.began)))})
			}
		}
		if !hit {
			p.tally.passed(step.Proves)
			p.met[p.index(step)] = true
		}
	}
	return nil
}
