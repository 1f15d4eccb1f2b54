package grade

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// bench is where mutants are hunted: workers, and what every scenario does while nothing is tampered with.
type bench struct {
	*Suite
	workers []*worker
	clean   []clean // as Scenarios

	mu    sync.Mutex
	kills map[string]map[*scenario.Scenario]int // by what the mutants are about
}

// clean is a scenario while nothing is tampered with.
type clean struct {
	scenario *scenario.Scenario
	play     *conformance.Play
	sights   []sight
}

// set plays every scenario once. It is an error if they do not all pass, or prove all that can be proven.
func set(ctx context.Context, s *Suite) (*bench, error) {
	workers, err := hire(ctx, s, true)
	if err != nil {
		return nil, err
	}
	b := &bench{Suite: s, workers: workers, clean: make([]clean, len(s.Scenarios)), kills: map[string]map[*scenario.Scenario]int{}}
	err = share(ctx, workers, s.Scenarios, func(w *worker, i int, sc *scenario.Scenario) {
		play, sights := w.watch(ctx, sc)
		b.clean[i] = clean{sc, play, sights}
	})
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, c := range b.clean {
		if c.play.Result().Verdict != conformance.Pass {
			problems = append(problems, fmt.Errorf("%s does not pass while nothing is tampered with: %s", c.scenario.Address, why(c.play)))
		}
	}
	return b, errors.Join(problems...)
}

func (b *bench) close() {
	for _, w := range b.workers {
		w.session.Close()
	}
}

// why says what a play found.
func why(p *conformance.Play) string {
	r := p.Result()
	said := []string{}
	if r.Reason != "" {
		said = append(said, string(r.Verdict)+", "+r.Reason)
	}
	for _, f := range r.Failures {
		if !f.Warning {
			said = append(said, fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Message))
			for _, m := range f.Mismatches {
				said = append(said, fmt.Sprintf("%s is %s, not %s", m.Path, m.Got, m.Want))
			}
		}
	}
	return strings.Join(said, "; ")
}

// within are the scenarios through which a tampering may come to do anything, the likeliest to notice it first, and of
// equals the shortest.
func (b *bench) within(f *Tampering) []*scenario.Scenario {
	type one struct {
		scenario    *scenario.Scenario
		kills, cost int
	}
	var list []one
	b.mu.Lock()
	defer b.mu.Unlock()
	killers := b.kills[about(f)]
	for _, c := range b.clean {
		if b.Everywhere || f.reach.everything() || slices.ContainsFunc(c.sights, f.reach.by) {
			list = append(list, one{c.scenario, killers[c.scenario], len(c.sights)})
		}
	}
	slices.SortStableFunc(list, func(a, b one) int { return cmp.Or(b.kills-a.kills, a.cost-b.cost) })
	scenarios := make([]*scenario.Scenario, len(list))
	for i, one := range list {
		scenarios[i] = one.scenario
	}
	return scenarios
}

// killed notes who noticed a mutant.
func (b *bench) killed(f *Tampering, by *scenario.Scenario) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kills[about(f)] == nil {
		b.kills[about(f)] = map[*scenario.Scenario]int{}
	}
	b.kills[about(f)][by]++
}

// about is what mutants have in common that the same scenarios are likely to notice.
func about(f *Tampering) string {
	parts := strings.SplitN(f.Name, "/", 3)
	return strings.Join(parts[:len(parts)-1], "/")
}

// sum is the result of the whole suite, of which some scenarios were played with a tampering.
func (b *bench) sum(plays map[*scenario.Scenario]*conformance.Play) *conformance.Result {
	all := make([]*conformance.Play, len(b.clean))
	for i, c := range b.clean {
		all[i] = c.play
		if play := plays[c.scenario]; play != nil {
			all[i] = play
		}
	}
	return b.workers[0].session.Sum(all)
}
