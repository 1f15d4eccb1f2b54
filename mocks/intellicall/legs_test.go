package intellicall_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAddedLegsLiveTheirOwnLives(t *testing.T) {
	b := newBench(t)
	id := b.place(answers, "")
	b.pass(10 * time.Second)
	for i, number := range []string{"9812000486", "9812000480", "+919812345678"} {
		w := b.ask("POST", "/calls/"+id+"/add-leg", `{"number": "`+number+`", "max_ring_time": 10}`)
		assert.Equal(t, float64(i+3), b.object(w)["leg_id"])
	}
	assert.Equal(t, []string{"JOINED", "JOINED", "DIALING", "DIALING", "DIALING"}, b.legs(id))
	b.pass(5 * time.Second)
	assert.Equal(t, []string{"JOINED", "JOINED", "FAILED", "DIALING", "JOINED"}, b.legs(id))
	b.pass(7 * time.Second)
	assert.Equal(t, []string{"JOINED", "JOINED", "FAILED", "FAILED", "JOINED"}, b.legs(id))
	assert.Equal(t, "ANSWER", b.poll(id)["call_status"])

	b.pass(time.Hour)
	assert.Equal(t, []string{"LEFT", "LEFT", "FAILED", "FAILED", "LEFT"}, b.legs(id))
	assert.Equal(t, 57.0, b.poll(id)["duration"], "as long as without them")
	assert.Len(t, b.pushed, 1, "a leg has no result of its own")
}

func TestALegThatIsStillRungWhenTheCallEndsHasFailed(t *testing.T) {
	b := newBench(t)
	id := b.place(answers, "")
	b.pass(55 * time.Second)
	b.ask("POST", "/calls/"+id+"/add-leg", `{"number": "9812345678"}`)
	assert.Equal(t, []string{"JOINED", "JOINED", "DIALING"}, b.legs(id))
	b.pass(2 * time.Second)
	assert.Equal(t, []string{"LEFT", "LEFT", "FAILED"}, b.legs(id))
	b.pass(time.Hour)
	assert.Equal(t, []string{"LEFT", "LEFT", "FAILED"}, b.legs(id), "nobody picks up after the end")
}

func TestLegsThatAreAddedAtOnceHaveIdsOfTheirOwn(t *testing.T) {
	b := newBench(t)
	id := b.place(answers, "")
	b.pass(10 * time.Second)
	var wg sync.WaitGroup
	ids := make([]float64, 20)
	for i := range ids {
		wg.Go(func() {
			w := b.ask("POST", "/calls/"+id+"/add-leg", fmt.Sprintf(`{"number": "98123456%02d"}`, i))
			ids[i], _ = b.object(w)["leg_id"].(float64)
		})
	}
	wg.Wait()
	numbers := b.poll(id)["legs"].([]any)
	for i, leg := range ids {
		told := numbers[int(leg)-1].(map[string]any)
		assert.Equal(t, fmt.Sprintf("98123456%02d", i), told["number"], "leg %v", leg)
	}
	slices.Sort(ids)
	assert.Len(t, slices.Compact(ids), 20)
}

func TestACallHasABoundOnItsLegs(t *testing.T) {
	b := newBench(t)
	id := b.place(answers, "")
	b.pass(10 * time.Second)
	for range 253 {
		assert.Equal(t, http.StatusOK, b.ask("POST", "/calls/"+id+"/add-leg", `{"number": "9812345678"}`).Code)
	}
	assert.Equal(t, http.StatusBadRequest, b.ask("POST", "/calls/"+id+"/add-leg", `{"number": "9812345678"}`).Code)
	assert.Len(t, b.legs(id), 255)
}
