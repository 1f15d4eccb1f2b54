package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/conformance"
)

func TestWhatIsWaitedForIsOneLine(t *testing.T) {
	w := conformance.Waiting{Address: "acme/calls/told", Step: "step 2, receive: call.ended", Left: 9*time.Minute + 40*time.Second + 200*time.Millisecond, Done: 3, Scenarios: 20}
	assert.Equal(t, "3 of 20 done; up to 9m40s more for acme/calls/told, step 2, receive: call.ended", Waiting(w, 100))
	assert.Equal(t, "3 of 20 done; up to …", Waiting(w, 21), "a line that wraps could not be taken back")
	assert.Empty(t, Waiting(conformance.Waiting{Done: 20, Scenarios: 20}, 100))
}
