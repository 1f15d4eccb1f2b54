package grade

import (
	"context"
	"fmt"
	"slices"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// outcome is what became of a mutant.
type outcome struct {
	applied bool
	killer  *scenario.Scenario // that turned red; nil: none did
	refuted []string           // claims that the killer refutes
	open    []string           // claims that nobody could verify any more, where no scenario turned red
	broken  string             // what failed without the mutant's doing
}

func (o outcome) dead() bool { return o.killer != nil || len(o.open) > 0 }

// hunt plays the scenarios that a mutant can come to, until one turns red. Where none does, the mutant has still not got
// away if a claim is left that the suite cannot verify any more: such a run is incomplete, and never green.
func (b *bench) hunt(ctx context.Context, w *worker, f *Tampering) (o outcome) {
	plays := map[*scenario.Scenario]*conformance.Play{}
	for _, sc := range b.within(f) {
		if ctx.Err() != nil {
			return o
		}
		play, applied := w.play(ctx, f, sc)
		if !applied && play.Result().Verdict != conformance.Pass {
			if play, applied = w.play(ctx, f, sc); !applied && play.Result().Verdict != conformance.Pass {
				o.broken = fmt.Sprintf("%s: %s", sc.Address, why(play))
				continue
			}
		}
		if !applied {
			continue
		}
		o.applied = true
		if play.Result().Verdict != conformance.Pass {
			b.killed(f, sc)
			o.killer, o.refuted = sc, play.Refuted()
			return o
		}
		plays[sc] = play
	}
	if o.applied {
		o.open = untested(b.sum(plays))
	}
	return o
}

// untested are the claims for which a run is incomplete, in the ledger's order.
func untested(r *conformance.Result) []string {
	var ids []string
	if r.ExitCode() == conformance.ExitConformant {
		return nil
	}
	for _, claim := range r.Claims {
		if claim.Verdict == conformance.Untested && claim.Basis != "assumed" {
			ids = append(ids, claim.ID)
		}
	}
	return ids
}

// guarded plays the mutants of the table of kills: it returns the claims that their mutant refutes.
func (b *bench) guarded(ctx context.Context, mutants []Tampering) (map[string]bool, error) {
	claims := map[string][]string{}
	for _, id := range b.testable() {
		if name := b.Known.Kills[id]; name != "" {
			claims[name] = append(claims[name], id)
		}
	}
	listed := slices.DeleteFunc(slices.Clone(mutants), func(f Tampering) bool { return claims[f.Name] == nil })
	found := map[string]bool{}
	err := share(ctx, b.workers, listed, func(w *worker, _ int, f Tampering) {
		for _, id := range b.refuted(ctx, w, &f, claims[f.Name]) {
			b.mu.Lock()
			found[id] = true
			b.mu.Unlock()
		}
	})
	return found, err
}

// refuted plays a mutant until all of the claims have been refuted, those scenarios first that prove any: it returns the
// claims that were, of those asked for.
func (b *bench) refuted(ctx context.Context, w *worker, f *Tampering, claims []string) (found []string) {
	list := b.within(f)
	slices.SortStableFunc(list, func(x, y *scenario.Scenario) int { return proving(y, claims) - proving(x, claims) })
	for _, sc := range list {
		if len(found) == len(claims) || ctx.Err() != nil {
			return found
		}
		play, _ := w.play(ctx, f, sc)
		for _, id := range play.Refuted() {
			if slices.Contains(claims, id) && !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	return found
}

// proving counts the steps that prove any of the claims.
func proving(sc *scenario.Scenario, claims []string) int {
	n := 0
	for _, step := range slices.Concat(sc.Steps, sc.Never) {
		for _, claim := range step.Proves {
			if slices.Contains(claims, claim.ID) {
				n++
			}
		}
	}
	return n
}
