package engine

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

// details stand for what a provider keeps of an order: about 100 bytes.
type details struct {
	DID, URL, Language *string
	Flags              [4]bool
	Word, Transcript   string
}

// livePlacing is a call as HTTP brings it: every string in memory of its own.
func livePlacing(i int) Placing {
	number := fmt.Sprintf("9198%08d", i)
	did := strings.Clone("919484956750")
	return Placing{
		Kind: "call",
		ID:   callID,
		Order: &Order{Account: "main", Base: "http://127.0.0.1:4101", To: number, From: did, Agent: "918888888888",
			Details: &details{DID: &did}},
		Plan: call.Plan{Recording: true, Transcript: true},
	}
}

// detailed is acme with the orders of livePlacing.
func detailed() Provider {
	p := acme(single)
	p.Orders = map[string]any{"call": (*details)(nil)}
	return p
}

func filled(b testing.TB, calls int) (*Sandbox, *Provider) {
	b.Helper()
	f, err := New(Options{Providers: []Provider{detailed()}, Clock: frozen()})
	require.NoError(b, err)
	b.Cleanup(f.close)
	s, p := f.sandboxes.home(), f.providers[0]
	for i := range calls {
		require.NoError(b, s.Do(p, func(tx *Tx) error { tx.Place(livePlacing(i)); return nil }))
	}
	return s, p
}

var sizes = []int{1_000, 1_000_000}

func BenchmarkPlaceAndRead(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, p := filled(b, size)
			i := size
			runtime.GC()
			defer reportProcessor(b, processor())
			for b.Loop() {
				var placed Subject
				_ = s.Do(p, func(tx *Tx) error { placed = tx.Place(livePlacing(i)); return nil })
				s.Pump()
				if _, ok := s.Find(p, "call", placed.ID); !ok {
					b.Fatal("lost")
				}
				i++
			}
		})
	}
}

func BenchmarkBytesPerCall(b *testing.B) {
	for b.Loop() {
		before := heap()
		s, _ := filled(b, 1_000_000)
		b.ReportMetric(float64(heap()-before)/1_000_000, "B/call")
		b.ReportMetric(float64(runtime.NumGoroutine()), "goroutines")
		runtime.KeepAlive(s)
	}
}

func BenchmarkBytesPerSandboxOfFiveCalls(b *testing.B) {
	for b.Loop() {
		f, err := New(Options{Providers: []Provider{detailed()}, Clock: frozen(), Transport: transport((&recorder{}).receive)})
		require.NoError(b, err)
		before := heap()
		for i := range 1000 {
			s, err := f.sandboxes.open(fmt.Sprint("s-", i))
			require.NoError(b, err)
			for j := range 5 {
				require.NoError(b, s.Do(f.providers[0], func(tx *Tx) error { tx.Place(livePlacing(j)); return nil }))
			}
		}
		b.ReportMetric(float64(heap()-before)/1000, "B/sandbox")
		runtime.KeepAlive(f)
	}
}

// processor is the processor time used so far: on a machine that others use too
// it says more than the time that passed.
func processor() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func reportProcessor(b *testing.B, since time.Duration) {
	b.ReportMetric(float64(processor()-since)/float64(b.N), "cpu-ns/op")
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkPage(b *testing.B) {
	for _, size := range sizes {
		s, p := filled(b, size)
		b.Run(fmt.Sprint("plain/", size), func(b *testing.B) {
			defer reportProcessor(b, processor())
			for b.Loop() {
				s.List(p, Query{Kind: "call", Account: "main", Newest: true, Offset: size / 2, Limit: 50})
			}
		})
		b.Run(fmt.Sprint("filtered/", size), func(b *testing.B) {
			now := s.Now()
			defer reportProcessor(b, processor())
			for b.Loop() {
				s.List(p, Query{Kind: "call", Account: "main", Newest: true, Limit: 50, Match: func(c *Subject) bool {
					return c.Order.To == "919800000007" && c.State(now).Ended()
				}})
			}
		})
	}
}

// BenchmarkLongestHold measures how long a list of a million holds the lock.
func BenchmarkLongestHold(b *testing.B) {
	s, p := filled(b, 1_000_000)
	copies := make([]Subject, stretch)
	index := func() *chunks[uint32] { return s.class(p, "call").accounts["main"] }
	n := index().len()
	i := 0
	defer reportProcessor(b, processor())
	for b.Loop() {
		s.copyStretch(copies, index, true, n, i%(n/stretch)*stretch)
		i++
	}
}

// BenchmarkEvents is what one event costs that nobody listens to.
func BenchmarkEvents(b *testing.B) {
	s, _ := filled(b, 100_000)
	events := 0
	for b.Loop() {
		done := advance(b, s, Advance{To: "next", Within: time.Second})
		if events += done.Events; done.Idle {
			break
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(max(events, 1)), "ns/event")
}

// BenchmarkDeliver is one call with its eight callbacks in virtual time.
func BenchmarkDeliver(b *testing.B) {
	send := transport(func(*http.Request, []byte) (int, http.Header, error) { return 200, nil, nil })
	f := newFake(b, acme(single), frozen(), send)
	s, p := f.sandboxes.home(), f.providers[0]
	defer reportProcessor(b, processor())
	for b.Loop() {
		order(b, s, p, placing(hook))
		advance(b, s, Advance{To: "idle"})
	}
}

// BenchmarkDeliveriesOfOneCall chooses eight deliveries of eight thousand.
func BenchmarkDeliveriesOfOneCall(b *testing.B) {
	send := transport(func(*http.Request, []byte) (int, http.Header, error) { return 200, nil, nil })
	f := newFake(b, acme(single), frozen(), send)
	s, p := f.sandboxes.home(), f.providers[0]
	var last Subject
	for range 1000 {
		last = order(b, s, p, placing(hook))
	}
	advance(b, s, Advance{To: "idle"})
	b.ReportAllocs()
	defer reportProcessor(b, processor())
	for b.Loop() {
		if n := len(s.Deliveries(func(d *Delivery) bool { return d.Subject == last.ID })); n != 8 {
			b.Fatal(n)
		}
	}
}

// BenchmarkOwnerOf finds the sandbox of an id among ten thousand: one that was
// found before, and one that nobody has.
func BenchmarkOwnerOf(b *testing.B) {
	f, err := New(Options{Providers: []Provider{detailed()}, Clock: frozen()})
	require.NoError(b, err)
	b.Cleanup(f.close)
	p := f.providers[0]
	var last Subject
	for i := range mostSandboxes - 1 {
		s, err := f.sandboxes.open(fmt.Sprint("s-", i))
		require.NoError(b, err)
		for j := range 5 {
			require.NoError(b, s.Do(p, func(tx *Tx) error { last = tx.Place(livePlacing(j)); return nil }))
		}
	}
	for name, id := range map[string]string{"found before": last.ID, "nobody's": "call_of_nobody"} {
		b.Run(name, func(b *testing.B) {
			f.sandboxes.OwnerOf(p, id)
			defer reportProcessor(b, processor())
			for b.Loop() {
				f.sandboxes.OwnerOf(p, id)
			}
		})
	}
}
