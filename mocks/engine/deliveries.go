package engine

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// deliveryStretch is how many deliveries a list looks at before it lets the
// lock go.
const deliveryStretch = 256

// Deliveries returns copies of those that fit, oldest first: all that are
// under way, and the latest 10,000 of the others. nil fits all. fits is called
// without the lock, on a Delivery whose slices and maps it may not keep.
func (s *Sandbox) Deliveries(fits func(*Delivery) bool) []Delivery {
	s.mu.Lock()
	all := slices.Collect(maps.Values(s.byNumber))
	s.mu.Unlock()
	slices.SortFunc(all, func(a, b *delivery) int { return cmp.Compare(a.number, b.number) })
	var found []Delivery
	var seen [deliveryStretch]Delivery
	for stretch := range slices.Chunk(all, deliveryStretch) {
		n := s.viewDeliveries(stretch, seen[:])
		for i := range seen[:n] {
			if fits == nil || fits(&seen[i]) {
				found = append(found, seen[i].own())
			}
		}
	}
	return found
}

// viewDeliveries views those that have not been forgotten meanwhile.
func (s *Sandbox) viewDeliveries(of []*delivery, into []Delivery) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range of {
		if s.byNumber[d.number] == d {
			into[n] = d.view()
			n++
		}
	}
	return n
}

// Delivery finds one by its id.
func (s *Sandbox) Delivery(id string) (Delivery, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.delivery(id)
	if d == nil {
		return Delivery{}, false
	}
	return d.copy(), true
}

func (s *Sandbox) delivery(id string) *delivery {
	number, err := strconv.ParseUint(strings.TrimPrefix(id, "d"), 10, 32)
	d := s.byNumber[uint32(number)]
	if err != nil || d == nil || d.id() != id {
		return nil
	}
	return d
}
