package engine

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkAgainstABareHandler compares requests per second over loopback
// sockets with those of a handler that only writes the same bytes: rounds of
// one and the other in turn, their medians, one load generator beside both.
func BenchmarkAgainstABareHandler(b *testing.B) {
	f := newBench(b, func(o *Options) { o.Strict = false })
	site := f.fake.Handler("paging")
	sent := f.main("POST", "/pages", `{"to": "919810012345"}`)
	id := sent.json(b)["id"].(string)
	const auth = "Authorization: Bearer main/default/0\r\n"
	const order = `{"to":"919810012345","from":"918888888888","times":3,"kind":"loud","hook":"http://127.0.0.1:9/hook"}`
	for _, c := range []struct {
		name, request string
		reply         []byte
		status        int
	}{
		{"get", "GET /pages/" + id + " HTTP/1.1\r\nHost: x\r\nUser-Agent: load\r\nAccept: */*\r\n" + auth + "\r\n", f.main("GET", "/pages/"+id, "").Body.Bytes(), 200},
		{"post", "POST /pages HTTP/1.1\r\nHost: x\r\nUser-Agent: load\r\nAccept: */*\r\nContent-Type: application/json\r\n" + auth + "Content-Length: " + strconv.Itoa(len(order)) + "\r\n\r\n" + order, sent.Body.Bytes(), 201},
	} {
		b.Run(c.name, func(b *testing.B) {
			bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Length", strconv.Itoa(len(c.reply)))
				w.WriteHeader(c.status)
				w.Write(c.reply)
			})
			var bares, ours []float64
			for range 5 {
				bares = append(bares, f.rate(b, bare, c.request, c.status))
				ours = append(ours, f.rate(b, site, c.request, c.status))
			}
			slices.Sort(bares)
			slices.Sort(ours)
			b.ReportMetric(bares[2], "bare/s")
			b.ReportMetric(ours[2], "ours/s")
			b.ReportMetric(ours[2]/bares[2], "ratio")
		})
	}
}

// rate is how many requests per second a handler answers.
func (bench *bench) rate(b *testing.B, handler http.Handler, request string, status int) float64 {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	server := bench.fake.server(handler)
	go server.Serve(limited(l, 100))
	defer server.Close()
	const clients, each = 32, 1000
	var all sync.WaitGroup
	began := time.Now()
	for range clients {
		all.Go(func() {
			conn, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			in := bufio.NewReader(conn)
			for range each {
				if err := once(conn, in, request, status); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return clients * each / time.Since(began).Seconds()
}

// once is the cheapest client there is.
func once(conn net.Conn, in *bufio.Reader, request string, status int) error {
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	length := 0
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 "+strconv.Itoa(status))) {
			return fmt.Errorf("want status %d, got %s", status, line)
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			_, err := in.Discard(length)
			return err
		}
	}
}
