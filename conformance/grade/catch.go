package grade

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// Caught is what one scenario notices.
type Caught struct {
	Scenario string `json:"scenario"`
	// Dead are the mutants that turn it red; Only those of them that no other scenario notices.
	Dead []string `json:"dead"`
	Only []string `json:"only"`
	// Alive are the mutants that came to do something in it, and went through unnoticed.
	Alive []string `json:"alive"`
}

// Catch says what each scenario of a list notices, beside those of the suite. A scenario of the suite that has the address
// of one in the list is left out: it is an older form of it. Errors are those of Grade.
func Catch(ctx context.Context, s Suite, list []*scenario.Scenario) ([]Caught, error) {
	isNew := func(sc *scenario.Scenario) bool {
		return slices.ContainsFunc(list, func(one *scenario.Scenario) bool { return one.Address == sc.Address })
	}
	s.Scenarios = slices.Concat(slices.DeleteFunc(slices.Clone(s.Scenarios), isNew), list)
	b, err := set(ctx, &s)
	if err != nil {
		return nil, err
	}
	defer b.close()
	mutants := s.mutants()
	fates := make([]fate, len(mutants))
	err = share(ctx, b.workers, mutants, func(w *worker, i int, f Tampering) { fates[i] = b.try(ctx, w, &f, isNew) })
	if err != nil {
		return nil, err
	}
	found := make([]Caught, len(list))
	for i, sc := range list {
		found[i] = Caught{Scenario: sc.Address, Dead: []string{}, Only: []string{}, Alive: []string{}}
		for m, fate := range fates {
			name := mutants[m].Name
			switch {
			case slices.Contains(fate.killers, sc):
				found[i].Dead = append(found[i].Dead, name)
				if fate.only {
					found[i].Only = append(found[i].Only, name)
				}
			case slices.Contains(fate.passed, sc):
				found[i].Alive = append(found[i].Alive, name)
			}
		}
	}
	return found, nil
}

// fate is what became of a mutant in new scenarios.
type fate struct {
	killers, passed []*scenario.Scenario
	only            bool // nothing but the one killer notices it
}

// try plays the new scenarios that a mutant can come to, and, where only one of them turns red, the others.
func (b *bench) try(ctx context.Context, w *worker, f *Tampering, isNew func(*scenario.Scenario) bool) (found fate) {
	all := b.within(f)
	red := func(sc *scenario.Scenario) (red, applied bool) {
		play, applied := w.play(ctx, f, sc)
		return applied && play.Result().Verdict != conformance.Pass, applied
	}
	for _, sc := range all {
		if !isNew(sc) || ctx.Err() != nil {
			continue
		}
		dead, applied := red(sc)
		switch {
		case dead:
			found.killers = append(found.killers, sc)
		case applied:
			found.passed = append(found.passed, sc)
		}
	}
	found.only = len(found.killers) == 1
	for _, sc := range all {
		if !found.only || ctx.Err() != nil {
			break
		}
		if isNew(sc) {
			continue
		}
		if dead, _ := red(sc); dead {
			b.killed(f, sc)
			found.only = false
		}
	}
	return found
}

// Print writes it for people: by name what dies of nothing else, and of the rest how many of what.
func (c *Caught) Print(w io.Writer) {
	fmt.Fprintf(w, "%s: %d mutants come to it, %d die of it, %d of them of nothing else\n", c.Scenario, len(c.Dead)+len(c.Alive), len(c.Dead), len(c.Only))
	for _, name := range c.Only {
		fmt.Fprintf(w, "  only of it: %s\n", name)
	}
	if len(c.Dead) > len(c.Only) {
		fmt.Fprintf(w, "  of others too: %s\n", grouped(without(c.Dead, c.Only)))
	}
	if len(c.Alive) > 0 {
		fmt.Fprintf(w, "  unnoticed: %s\n", grouped(c.Alive))
	}
}

// grouped says how many mutants of what there are, in the order in which they stand.
func grouped(mutants []string) string {
	var groups []string
	count := map[string]int{}
	for _, name := range mutants {
		group, rest, _ := strings.Cut(name, "/")
		status, _, _ := strings.Cut(strings.ReplaceAll(rest, " ", "/"), "/")
		if _, err := strconv.Atoi(status); err == nil {
			group += "/" + status
		}
		if count[group]++; count[group] == 1 {
			groups = append(groups, group)
		}
	}
	for i, group := range groups {
		groups[i] = fmt.Sprintf("%d of %s", count[group], group)
	}
	return strings.Join(groups, ", ")
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}
