package inbox

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBoxesOfOneBudgetKeepTheNewestOfAllTogether(t *testing.T) {
	budget := NewBudget(4 * (recordCost + 1100))
	one, two := New(Options{Budget: budget}), New(Options{Budget: budget})
	body := strings.Repeat("x", 1000)
	for i := range 3 {
		send(one, fmt.Sprintf("/one/%d", i), body)
	}
	for i := range 3 {
		send(two, fmt.Sprintf("/two/%d", i), body)
	}
	paths := func(b *Box) (list []string) {
		for _, d := range b.Deliveries() {
			list = append(list, d.Path)
		}
		return list
	}
	assert.Equal(t, []string{"/one/2"}, paths(one))
	assert.Equal(t, []string{"/two/0", "/two/1", "/two/2"}, paths(two))
	assert.Equal(t, 2, one.Dropped())
	assert.Zero(t, two.Dropped())

	two.Clear()
	send(one, "/one/3", body)
	assert.Equal(t, []string{"/one/2", "/one/3"}, paths(one), "what was cleared takes no room")
	one.Clear()
	assert.Zero(t, budget.Spent())
}

func TestADeliveryBeyondTheWholeBudgetIsKeptAloneUntilTheNext(t *testing.T) {
	budget := NewBudget(10)
	box := New(Options{Budget: budget})
	for range 3 {
		send(box, "/", `{"n": 1}`)
		require.Len(t, box.Deliveries(), 1)
	}
	assert.Equal(t, 3, box.Deliveries()[0].Seq)
}

func TestManyBoxesNeverSpendMoreThanTheirBudget(t *testing.T) {
	budget := NewBudget(64 << 10)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			box := New(Options{Budget: budget, Limit: 7})
			for i := range 200 {
				send(box, "/", strings.Repeat("y", i))
				if i%50 == 49 {
					box.Clear()
				}
			}
			assert.LessOrEqual(t, budget.Spent(), 64<<10)
			box.Clear()
		})
	}
	all.Wait()
	assert.Zero(t, budget.Spent())
}
