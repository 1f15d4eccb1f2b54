package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsThatAreAddedDoAllThatOthersDo(t *testing.T) {
	box, p, r := newBox(t, single, frozen())
	require.NoError(t, box.fake.Arrange(DefaultSandbox, []Fault{at("ring", Effect{Delay: 5 * time.Second}, func(p *Point) { p.Nth = Counts{1} })}))
	placed := order(t, box, p, placing(here))
	advance(t, box, Advance{By: 20 * time.Second})
	require.NoError(t, box.fake.ArrangeMore(DefaultSandbox, []Fault{
		at("dial", Effect{Delay: time.Second}),
		at("transcript", Effect{Never: true}, func(p *Point) { p.Call = placed.ID }),
	}))
	advance(t, box, Advance{To: "idle"})
	told := r.events(here)
	assert.Equal(t, "transcript-started@58", told[len(told)-1], "the call that is there meets what is to come")
	for i, want := range []int{1, 0, 1} {
		assert.Equal(t, want, box.desk.faults.List()[i].Fired, "fault %d", i+1)
	}
	assert.False(t, box.desk.faults.hasten())
	_, err := box.desk.faults.add([]Fault{on("ended", Effect{Deliver: deliverEarly})}, 1)
	require.NoError(t, err)
	assert.True(t, box.desk.faults.hasten())
}
