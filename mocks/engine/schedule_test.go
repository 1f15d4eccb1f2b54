package engine

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func compareEntries(a, b entry) int {
	switch {
	case a.before(b):
		return -1
	case b.before(a):
		return 1
	}
	return 0
}

func TestAScheduleGivesWhatIsFirstWhateverCameInBetween(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{1, 2, 5, 100, 5000} {
		var h schedule
		var model []entry
		for n := range 2 * size {
			if n < size || dice.IntN(2) == 0 {
				e := entry{at: dice.Int64N(int64(size)/2 + 1), slot: dice.Uint32N(8), ref: uint32(n)}
				h.push(e)
				model = append(model, e)
				continue
			}
			slices.SortFunc(model, compareEntries)
			require.Equal(t, model[0], h.pop())
			model = model[1:]
		}
		slices.SortFunc(model, compareEntries)
		for _, want := range model {
			require.Equal(t, want, h.pop())
		}
		require.Zero(t, h.len())
	}
}

func TestKeepingPartOfAScheduleKeepsItsOrder(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{0, 1, 2, 3, 7, 400} {
		var h schedule
		var model []entry
		even := func(e entry) bool { return e.slot%2 == 0 }
		for n := range size {
			e := entry{at: dice.Int64N(50), slot: dice.Uint32N(9), ref: uint32(n)}
			h.push(e)
			if even(e) {
				model = append(model, e)
			}
		}
		h.keep(even)
		slices.SortFunc(model, compareEntries)
		require.Equal(t, len(model), h.len())
		for _, want := range model {
			require.Equal(t, want, h.pop())
		}
	}
}

func TestOfOneInstantPlacingOrderDecidesAndThenEventsComeBeforeRetries(t *testing.T) {
	ordered := []entry{
		{at: 1, slot: 9, ref: 9},
		{at: 2, slot: 0, ref: 5},
		{at: 2, slot: 0, ref: 1 | ofDelivery},
		{at: 2, slot: 0, ref: 2 | ofDelivery},
		{at: 2, slot: 1, ref: 0},
	}
	assert.True(t, slices.IsSortedFunc(ordered, compareEntries))
}

func TestChunksNeverMoveWhatTheyHold(t *testing.T) {
	var c chunks[int]
	var addresses []*int
	for i := range 20_000 {
		require.Equal(t, i, c.push(i))
		addresses = append(addresses, c.at(i))
	}
	for i, p := range addresses {
		require.Same(t, p, c.at(i))
		require.Equal(t, i, *p)
	}
	for i := 19_999; i >= 0; i-- {
		require.Equal(t, i, c.pop())
	}
	assert.LessOrEqual(t, len(c.parts), 2, "what is empty is given back")
	assert.Equal(t, 0, c.push(5))
}

func TestASmallListTakesSmallChunks(t *testing.T) {
	var c chunks[int]
	for i := range 9 {
		c.push(i)
	}
	assert.Len(t, c.parts[0], 8)
	assert.Len(t, c.parts[1], 16)
}
