package engine

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gauge counts what is in flight at once, in all and for each receiver.
type gauge struct {
	hold time.Duration

	mu         sync.Mutex
	now, most  int
	each, peak map[string]int
}

func (g *gauge) receive(q *http.Request, _ []byte) (int, http.Header, error) {
	g.count(q.URL.Host, 1)
	defer g.count(q.URL.Host, -1)
	select {
	case <-time.After(g.hold):
		return 200, nil, nil
	case <-q.Context().Done():
		return 0, nil, q.Context().Err()
	}
}

func (g *gauge) count(host string, by int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now += by
	g.each[host] += by
	g.most = max(g.most, g.now)
	g.peak[host] = max(g.peak[host], g.each[host])
}

func TestNoMoreThanTheBoundsAreInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gauge{hold: 100 * time.Millisecond, each: map[string]int{}, peak: map[string]int{}}
		f := newFake(t, acme(single), frozen(), transport(g.receive))
		s, p := f.sandboxes.home(), f.providers[0]
		for i := range 1200 {
			order(t, s, p, placing(fmt.Sprintf("http://localhost:%d/", 8000+i%40)))
		}
		s.Pump()
		synctest.Wait()
		require.NoError(t, f.drain(t.Context()))
		for host, peak := range g.peak {
			assert.LessOrEqual(t, peak, mostFlightsReceiver, host)
		}
		assert.Len(t, s.Deliveries(func(d *Delivery) bool { return d.State == Delivered }), 1200)
		assert.Empty(t, f.courier.receivers)
		assert.Equal(t, mostFlights, g.most)
	})
}

func TestOneReceiverHasItsShareAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gauge{hold: time.Second, each: map[string]int{}, peak: map[string]int{}}
		f := newFake(t, acme(single), frozen(), transport(g.receive))
		for range 100 {
			order(t, f.sandboxes.home(), f.providers[0], placing(hook))
		}
		f.sandboxes.home().Pump()
		began := time.Now()
		require.NoError(t, f.drain(t.Context()))
		assert.Equal(t, mostFlightsReceiver, g.most)
		assert.Equal(t, 7*time.Second, time.Since(began))
	})
}

func TestASlowReceiverDelaysNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		began := time.Now()
		var came []time.Duration
		var mu sync.Mutex
		send := transport(func(q *http.Request, body []byte) (int, http.Header, error) {
			if q.URL.Host == "localhost:7071" {
				<-q.Context().Done()
				return 0, nil, q.Context().Err()
			}
			mu.Lock()
			defer mu.Unlock()
			came = append(came, time.Since(began))
			return r.receive(q, body)
		})
		f := newFake(t, acme(thrice), Mode{}, send)
		r.box = f.sandboxes.home()
		for range 100 {
			order(t, r.box, f.providers[0], placing("http://localhost:7071/slow"))
		}
		quick := order(t, r.box, f.providers[0], placing("http://localhost:7071/slow", hook))
		time.Sleep(80 * time.Second)
		synctest.Wait()
		require.Len(t, came, 8)
		for i, at := range came {
			assert.WithinDuration(t, quick.Timeline.Event(i).At, began.Add(at), 50*time.Millisecond)
		}
		f.sandboxes.home().retire()
	})
}

func TestDrainWaitsForWhatIsInFlightAndNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gauge{hold: time.Second, each: map[string]int{}, peak: map[string]int{}}
		f := newFake(t, acme(single), frozen(), transport(g.receive))
		require.NoError(t, f.drain(t.Context()))
		order(t, f.sandboxes.home(), f.providers[0], placing(hook))
		f.sandboxes.home().Pump()
		short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		assert.ErrorIs(t, f.drain(short), context.DeadlineExceeded)
		began := time.Now()
		require.NoError(t, f.drain(t.Context()))
		assert.Less(t, time.Since(began), time.Second)
		assert.Equal(t, Delivered, sole(t, f.sandboxes.home(), "queued").State)
	})
}

func TestServeSaysHowManyDeliveriesItGaveUpAndWhoseReceiverWasSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gauge{hold: time.Hour, each: map[string]int{}, peak: map[string]int{}}
		f := newFake(t, acme(single), frozen(), transport(g.receive))
		order(t, f.sandboxes.home(), f.providers[0], placing("http://localhost:7072/quick"))
		for range 200 {
			order(t, f.sandboxes.home(), f.providers[0], placing("http://localhost:7071/slow"))
		}
		f.sandboxes.home().Pump()
		f.limits.farewell = 9 * time.Second
		ended, stop := context.WithCancel(t.Context())
		stop()
		err := f.Serve(ended, Listeners{})
		require.ErrorIs(t, err, ErrUndelivered)
		// 16 at once, each silent for 2 s: 64 of 200 have come to an end by then.
		assert.Equal(t, "stop: deliveries were given up: 136 had not been answered after 9s, 136 of them by http://localhost:7071", err.Error())
	})
}

func TestAReceiverIsASchemeAndAHost(t *testing.T) {
	for url, want := range map[string]string{
		"http://localhost:7070/a?b":    "http://localhost:7070",
		"HTTP://LocalHost:7070":        "http://localhost:7070",
		"https://localhost:7070?x=/y":  "https://localhost:7070",
		"http://[::1]:9000/hook#there": "http://[::1]:9000",
		"nowhere":                      "",
	} {
		assert.Equal(t, want, receiverOf(url), url)
	}
}
