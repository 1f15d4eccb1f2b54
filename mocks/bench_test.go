package mocks_test

import (
	"io"
	"net/http"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkAgainstABareHandler compares a fake over loopback sockets with a
// handler of net/http that reads the request and writes the same bytes: short
// rounds of one and the other in turn, one load generator beside both, the
// medians of all rounds. "ratio" is that of requests per second, "cpu-ratio"
// that of processor time per request with the generator's in both, which says
// the same on a machine of its own, and more on one that others use.
func BenchmarkAgainstABareHandler(b *testing.B) {
	r := newRig(b)
	told := r.place(b)
	r.settle(b)
	fresh := r.place(b)
	for _, c := range []struct{ name, request string }{
		{"get-pending", r.wire("GET", "/api/calls/"+fresh+"/transcript", "")},
		{"get-ready", r.wire("GET", "/api/calls/"+told+"/transcript", "")},
		{"post", r.wire("POST", create, r.create())},
	} {
		b.Run(c.name, func(b *testing.B) {
			const connections, each, rounds = 16, 100, 25
			ours := newLoad(b, r.address, connections)
			body, err := ours.clients[0].ask(c.request)
			require.NoError(b, err)
			body = append([]byte{}, body...)
			bare := newLoad(b, listen(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Length", strconv.Itoa(len(body)))
				w.Write(body)
			})), connections)
			for b.Loop() {
				var rates [2][]rate
				for round := range rounds + 1 {
					for i, l := range [2]*load{bare, ours} {
						if got := l.round(b, c.request, each); round > 0 { // the first warms up
							rates[i] = append(rates[i], got)
						}
					}
				}
				without, with := medians(rates[0]), medians(rates[1])
				b.ReportMetric(without.wall/with.wall, "ratio")
				b.ReportMetric(without.cpu/with.cpu, "cpu-ratio")
				b.ReportMetric(without.cpu, "bare-cpu-ns/req")
				b.ReportMetric(with.cpu, "ours-cpu-ns/req")
				b.ReportMetric(1e9/with.wall, "ours/s")
			}
		})
	}
}

// BenchmarkMillion places and reads calls over sockets in a fake that holds a
// thousand and in one that holds a million, in turn. "alone" compares the
// million with the thousand before there was a million in the process, whose
// collector serves both: nothing is interleaved there, so it is the noisier one.
func BenchmarkMillion(b *testing.B) {
	small, large := newRig(b), newRig(b)
	small.fill(b, 1_000)
	const rounds, connections, each = 25, 4, 100
	measure := func(b *testing.B, what string, rigs ...*rig) []rate {
		loads, rates := make([]*load, len(rigs)), make([][]rate, len(rigs))
		for i, r := range rigs {
			loads[i] = newLoad(b, r.address, connections)
		}
		for range rounds {
			for i, r := range rigs {
				request := r.wire("POST", create, r.create())
				if what == "read" {
					request = r.wire("GET", "/api/calls/"+r.place(b)+"/transcript", "")
				}
				rates[i] = append(rates[i], loads[i].round(b, request, each))
			}
		}
		middle := make([]rate, len(rigs))
		for i := range rigs {
			middle[i] = medians(rates[i])
		}
		return middle
	}
	alone := map[string]rate{}
	for _, what := range []string{"place", "read"} {
		alone[what] = measure(b, what, small)[0]
	}
	large.fill(b, 1_000_000)
	for _, what := range []string{"place", "read"} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				got := measure(b, what, small, large)
				b.ReportMetric(got[1].wall/got[0].wall, "ratio")
				b.ReportMetric(got[1].cpu/got[0].cpu, "cpu-ratio")
				b.ReportMetric(got[1].cpu/alone[what].cpu, "cpu-ratio-alone")
				b.ReportMetric(got[1].cpu, "cpu-ns/req")
			}
		})
	}
}

// BenchmarkBytes is what a call takes, and a sandbox of five calls with the
// world's records in it.
func BenchmarkBytes(b *testing.B) {
	b.Run("call", func(b *testing.B) {
		for b.Loop() {
			r := newRig(b)
			r.fill(b, 100_000) // the journal is full by now
			before := heap()
			r.fill(b, 500_000)
			b.ReportMetric(float64(heap()-before)/500_000, "B/call")
			runtime.KeepAlive(r)
		}
	})
	b.Run("sandbox", func(b *testing.B) {
		for b.Loop() {
			r := newRig(b)
			r.fill(b, 100_000)
			before := heap()
			for i := range 1_000 {
				r.signIn(b, "user+s-"+strconv.Itoa(i)+"@example.com")
				r.fill(b, 5)
			}
			b.ReportMetric(float64(heap()-before)/1_000, "B/sandbox")
			runtime.KeepAlive(r)
		}
	})
}

// heap is what lives.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
