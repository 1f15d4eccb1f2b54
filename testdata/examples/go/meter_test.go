package meter

import (
	"testing"
	"time"

	"github.com/ringer-mock/ringer/mocks"
)

func TestACallIsMetered(t *testing.T) {
	mocks.Bubble(t, meters48Seconds)
}

func TestACallIsMeteredWhenReadsLagBehindTheCallback(t *testing.T) {
	mocks.Bubble(t, func(t *testing.T, w *mocks.World) {
		w.ArrangeText(`
- on: {operation: getCall}
  do: {lag: 15s}
`)
		meters48Seconds(t, w)
	})
}

// meters48Seconds calls somebody who answers, and is talked to for 48 seconds.
// Sleep is in the bubble's time, and so are the pauses of the Meter.
func meters48Seconds(t *testing.T, w *mocks.World) {
	m := New(w.URL("vinfer"), w.Account("vinfer").APIKey, w.Client())
	if err := m.Listen(w.Serve("meter", m)); err != nil {
		t.Fatal(err)
	}
	id, err := m.Call("+919876543210")
	if err != nil {
		t.Fatal(err)
	}

	time.Sleep(5 * time.Minute)

	seconds, known := m.Seconds(id)
	if !known || seconds != 48 {
		t.Errorf("metered %d s (known: %t) of a call of 48 s", seconds, known)
	}
}
