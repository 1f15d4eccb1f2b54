package engine

import (
	"maps"
	"sync"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/specs"
)

// unrest is the chaos of one sandbox. nil is none.
type unrest struct {
	chaos Chaos
	of    map[string][]behaviour // by provider

	mu    sync.Mutex
	asked map[string]uint64 // how many requests each operation has had, by provider and operation
}

func newUnrest(f *Fake, c Chaos) *unrest {
	if c.Level == "" {
		return nil
	}
	u := &unrest{chaos: c, of: map[string][]behaviour{}, asked: map[string]uint64{}}
	for _, p := range f.providers {
		u.of[p.Spec.Name] = c.behaviours(p)
	}
	return u
}

// Chaos is how the sandbox behaves where it has a choice.
func (s *Sandbox) Chaos() Chaos {
	if u := s.unrest.Load(); u != nil {
		return u.chaos
	}
	return Chaos{}
}

// ask counts a request of an operation, from 1.
func (u *unrest) ask(provider, operation string) uint64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.asked[provider+" "+operation]++
	return u.asked[provider+" "+operation]
}

func (u *unrest) counts() map[string]uint64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.asked)
}

// A pick is a behaviour that is chosen on one occasion, and the stream that all
// else about it is drawn from. It depends on the seed of the sandbox, the
// behaviour and the occasion alone.
type pick struct {
	behaviour
	draw *gofakeit.Faker
}

// picks draws what is chosen on an occasion, which has a name and an ordinal.
func (s *Sandbox) picks(p *Provider, name string, ordinal uint64, fits func(*behaviour) bool) []pick {
	u := s.unrest.Load()
	if u == nil {
		return nil
	}
	var list []pick
	for _, b := range u.of[p.Spec.Name] {
		if !fits(&b) {
			continue
		}
		draw := newFaker(s.Seed(), keyed(keyed(keyed(keyed(0, "chaos"), b.Name), name), ordinal))
		if draw.Rand.Float64() < b.kind.chance {
			list = append(list, pick{b, draw})
		}
	}
	return list
}

// span is a length of time that is drawn, in whole seconds up to the most that
// is permitted.
func (p *pick) span() time.Duration {
	return time.Duration(1+p.draw.Rand.Intn(max(1, int(p.Most/time.Second)))) * time.Second
}

// chosenCounts count the behaviours that had their effect, in the whole process.
type chosenCounts struct {
	mu    sync.Mutex
	count map[[2]string]int
}

func (t *chosenCounts) add(p *Provider, name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count == nil {
		t.count = map[[2]string]int{}
	}
	t.count[[2]string{p.Spec.Name, name}]++
}

// Chosen tells how often a behaviour of a provider has had its effect, in all
// sandboxes that there were.
func (f *Fake) Chosen(p *specs.Provider, behaviour string) int {
	f.chosen.mu.Lock()
	defer f.chosen.mu.Unlock()
	return f.chosen.count[[2]string{p.Name, behaviour}]
}

// took notes that a behaviour has had its effect.
func (s *Sandbox) took(p *Provider, list *[]Choice, b *behaviour) {
	*list = append(*list, b.choice())
	s.fake.chosen.add(p, b.Name)
}
