package engine

import (
	"cmp"
	"slices"
)

// A lane is the deliveries of one subject to one address: one at a time, in
// order, since a later one must not overtake the retries of an earlier one.
type lane struct {
	key     laneKey
	waiting []*delivery // the first is under way
}

type laneKey struct {
	slot    uint32
	address string
	replay  uint32 // a replay waits for nobody: its own number
}

// lanesOf are those to an address, in the order of what is under way in them.
func (s *Sandbox) lanesOf(p *Provider, address string) (found []*lane) {
	for _, l := range s.lanes {
		if l.key.address == address && l.waiting[0].provider == p {
			found = append(found, l)
		}
	}
	slices.SortFunc(found, func(a, b *lane) int { return cmp.Compare(a.waiting[0].number, b.waiting[0].number) })
	return found
}
