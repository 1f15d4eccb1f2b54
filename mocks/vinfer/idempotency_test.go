package vinfer_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestOneOfManySimultaneousRequestsWithOneKeyPlacesTheCall(t *testing.T) {
	c := start(t, taken)
	const clients = 16
	replies := make([]string, clients)
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			w := c.ask("POST", "/v1/calls", order(answers), "Idempotency-Key", "once")
			replies[i] = w.Result().Status + w.Body.String()
		})
	}
	all.Wait()

	for _, reply := range replies {
		assert.Equal(t, replies[0], reply)
	}
	assert.Contains(t, replies[0], "201 Created")
	listed := c.told(200, c.ask("GET", "/v1/calls?language=en-IN&from=2026-01-15T12:00:00Z", ""))
	assert.EqualValues(t, 1, listed["total"])
}

func TestAnIdempotencyKeyHoldsForExactlyADay(t *testing.T) {
	c := start(t, taken)
	again := func() any {
		return c.told(201, c.ask("POST", "/v1/calls", order(answers), "Idempotency-Key", "daily"))["id"]
	}
	first := again()
	c.advance(24*time.Hour - time.Nanosecond)
	assert.Equal(t, first, again())
	c.advance(time.Nanosecond)
	second := again()
	assert.NotEqual(t, first, second)
	c.advance(23 * time.Hour)
	assert.Equal(t, second, again(), "the new day begins with the new call")
}
