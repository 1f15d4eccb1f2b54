package mocks_test

import (
	"io"
	"net/http"
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
		{"post", r.wire("POST", "/api/calls/click2call", r.create())},
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
