package grade

import (
	"context"
	"slices"
	"sync"
)

// Grade runs the suite against every mutant and every chameleon. An error means that it could not begin, or that ctx
// ended.
func Grade(ctx context.Context, s Suite) (*Report, error) {
	b, err := set(ctx, &s)
	if err != nil {
		return nil, err
	}
	defer b.close()
	mutants := s.mutants()
	outcomes := make([]outcome, len(mutants))
	if err := share(ctx, b.workers, mutants, func(w *worker, i int, f Tampering) { outcomes[i] = b.hunt(ctx, w, &f) }); err != nil {
		return nil, err
	}
	r := &Report{Provider: s.Provider.Name, Scenarios: len(s.Scenarios), Mutants: len(mutants), Whole: s.Mutant == nil}
	r.note(s.Known, mutants, outcomes)
	if s.Mutant != nil {
		return r, nil
	}
	if err := r.guards(ctx, b, mutants, outcomes); err != nil {
		return nil, err
	}
	return r, r.disguises(ctx, &s)
}

// guards finds for each claim a mutant that dies of it: that of the table, else any that did.
func (r *Report) guards(ctx context.Context, b *bench, mutants []Tampering, outcomes []outcome) error {
	found, err := b.guarded(ctx, mutants)
	if err != nil {
		return err
	}
	r.Kills = map[string]string{}
	for _, id := range b.testable() {
		r.Claims++
		if found[id] {
			r.Kills[id] = b.Known.Kills[id]
			r.Guarded++
			continue
		}
		if i := slices.IndexFunc(outcomes, func(o outcome) bool { return slices.Contains(o.refuted, id) }); i >= 0 {
			r.Kills[id] = mutants[i].Name
		}
		r.Unguarded = append(r.Unguarded, id)
	}
	return nil
}

// disguises plays the whole suite with each chameleon.
func (r *Report) disguises(ctx context.Context, s *Suite) error {
	workers, err := hire(ctx, s, false)
	if err != nil {
		return err
	}
	defer func() {
		for _, w := range workers {
			w.session.Close()
		}
	}()
	list := s.chameleons()
	r.Chameleons = len(list)
	var mu sync.Mutex
	flagged := make([]*Flagged, len(list))
	err = share(ctx, workers, list, func(w *worker, i int, f Tampering) {
		why := disguise(ctx, w, &f)
		mu.Lock()
		defer mu.Unlock()
		if len(why) > 0 {
			flagged[i] = &Flagged{f.Name, why}
		}
	})
	for _, f := range flagged {
		if f != nil {
			r.Flagged = append(r.Flagged, *f)
		}
	}
	return err
}
