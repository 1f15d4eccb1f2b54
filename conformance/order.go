package conformance

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/ringer-mock/ringer/conformance/scenario"
)

// arrange decides for each scenario whether it is selected and can be judged.
func (r *run) arrange() ([]*played, error) {
	chosen, err := Select(r.Scenarios, r.Select)
	if err != nil {
		return nil, err
	}
	return r.ranged(chosen), nil
}

// ranged is every scenario, those chosen marked.
func (r *run) ranged(chosen []*scenario.Scenario) []*played {
	selected := map[*scenario.Scenario]bool{}
	for _, sc := range chosen {
		selected[sc] = true
	}
	var all []*played
	for _, sc := range r.Scenarios {
		all = append(all, r.ready(sc, selected[sc]))
	}
	return all
}

// ready is a scenario before it is played, with Pass where it can be.
func (r *run) ready(sc *scenario.Scenario, selected bool) *played {
	pl := &played{sc: sc, selected: selected, tally: newTally(), inbox: r.hooks.url}
	pl.result = ScenarioResult{
		Address: sc.Address, Title: sc.Title, Why: sc.Why, File: sc.Place.File, Line: sc.Place.Line,
		Verdict: NotSelected, Alone: strings.TrimSpace(r.Repeat + " --run " + sc.Address), Breaks: breachOf(sc),
	}
	if reason := r.withheld(sc); selected && reason != "" {
		pl.selected, pl.result.Reason = false, reason
	} else if selected {
		pl.result.Verdict, pl.result.Reason, pl.result.Lacks = r.applies(sc)
		if pl.result.Verdict == Inconclusive {
			pl.result.Owner = OwnerEnvironment
		}
	}
	return pl
}

// playAll plays what can be played, so many at once, and returns the calls that were placed.
func (r *run) playAll(ctx context.Context, all []*played) (calls []placed) {
	var order []*played
	for _, pl := range all {
		if pl.selected && pl.result.Verdict == Pass {
			order = append(order, pl)
		}
	}
	if r.Shuffle != 0 {
		random := rand.New(rand.NewPCG(r.Shuffle, 0))
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	next := make(chan int)
	var workers sync.WaitGroup
	var mu sync.Mutex
	enough := false
	for range min(r.jobs, len(order)) {
		workers.Go(func() {
			for i := range next {
				pl := order[i]
				mu.Lock()
				skip := enough
				mu.Unlock()
				switch {
				case ctx.Err() != nil:
					pl.result.Verdict, pl.result.Reason, pl.result.Owner = Inconclusive, "interrupted before it began", OwnerEnvironment
					r.traceSkipped(pl)
					continue
				case skip:
					pl.result.Verdict, pl.result.Reason = NotSelected, "not begun after the first failure (--fail-fast)"
					r.traceSkipped(pl)
					continue
				}
				made := r.playOne(ctx, pl, i)
				r.vigil.over()
				mu.Lock()
				calls = append(calls, made...)
				enough = enough || r.FailFast && (pl.result.Verdict == Fail || pl.result.Verdict == Error)
				mu.Unlock()
			}
		})
	}
	for i := range order {
		next <- i
	}
	close(next)
	workers.Wait()
	return calls
}
