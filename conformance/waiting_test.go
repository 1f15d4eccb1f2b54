package conformance

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARunInRealTimeSaysWhatItWaitsForAndHowLongThatMayTake(t *testing.T) {
	_, c := config(t, 6000)
	var told []Waiting
	var inside atomic.Int32
	c.Jobs = 4
	c.Waiting = func(w Waiting) {
		assert.EqualValues(t, 1, inside.Add(1), "one is told at a time")
		told = append(told, w)
		inside.Add(-1)
	}
	result := mustRun(t, c)
	require.NotEmpty(t, told)
	last := told[len(told)-1]
	assert.Equal(t, Waiting{Done: last.Scenarios, Scenarios: last.Scenarios}, last, "nothing is waited for any more")
	assert.Equal(t, len(result.Scenarios), last.Scenarios)
	steps := map[string]bool{}
	for _, w := range told[:len(told)-1] {
		assert.NotEmpty(t, w.Address)
		assert.LessOrEqual(t, w.Left, time.Second, "1h at pace 6000")
		steps[w.Step] = true
	}
	assert.True(t, steps["step 2, receive: call.ended"], "%v", steps)
}

func TestInVirtualTimeNothingIsWaitedFor(t *testing.T) {
	_, c := config(t, 0)
	c.Waiting = func(w Waiting) { t.Errorf("told of %+v", w) }
	mustRun(t, c)
}
