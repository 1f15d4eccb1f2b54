package engine

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/specs"
)

// A streamReader reads the stream of events line by line.
type streamReader struct {
	t     *testing.T
	lines *bufio.Scanner
	close func()
}

func (l *listening) events(t *testing.T, query string, header ...string) *streamReader {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+l.control+"/events"+query, nil)
	require.NoError(t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
	stop := func() { cancel(); resp.Body.Close() }
	t.Cleanup(stop)
	return &streamReader{t, bufio.NewScanner(resp.Body), stop}
}

// next is the next event: its id, its name, and what it says; it fits the
// document.
func (s *streamReader) next() (id, name string, said map[string]any) {
	s.t.Helper()
	for s.lines.Scan() {
		word, value, _ := strings.Cut(s.lines.Text(), ": ")
		switch word {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			require.NoError(s.t, json.Unmarshal([]byte(value), &said))
			assert.Equal(s.t, name, said["kind"])
			document, err := specs.LoadControl()
			require.NoError(s.t, err)
			assert.Empty(s.t, judgeClosed(document.Components.Schemas["Event"].Value, said, checking(document)), value)
			return id, name, said
		}
	}
	return "", "", nil
}

// until reads on to the event that has a state, a kind or a reason of this text.
func (s *streamReader) until(kind, member, value string) map[string]any {
	s.t.Helper()
	for {
		_, name, said := s.next()
		require.NotNil(s.t, said, "the stream is over, and no %s came with %s %s", kind, member, value)
		if name == kind && fmt.Sprint(said[member]) == value {
			return said
		}
	}
}

func TestWhateverHappensIsToldAsItHappens(t *testing.T) {
	l := listen(t, func(*Fake) {})
	stream := l.events(t, "")
	only := l.events(t, "?sandbox=t1")
	tell := func(method, path, body string) {
		r, err := http.NewRequest(method, "http://"+l.control+path, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		resp.Body.Close()
		require.Less(t, resp.StatusCode, 300, path)
	}
	tell("PUT", "/sandboxes/t1", "")
	made := stream.until("sandbox", "state", "made")
	assert.Equal(t, "t1", made["sandbox"])
	tell("PUT", "/sandboxes/default/faults", `[{"on": {"operation": "listPages"}, "do": {"status": 503}}]`)

	ask := func(method, path, body string) {
		r, err := http.NewRequest(method, "http://"+l.provider+path, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer main/default/0")
		r.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		resp.Body.Close()
	}
	ask("GET", "/pages?token=hunter2", "")
	fired := stream.until("fault", "fault", "1")
	assert.Equal(t, "listPages", fired["operation"])
	request := stream.until("request", "operation", "listPages")
	assert.EqualValues(t, 503, request["status"])
	assert.Equal(t, "/pages?token=[redacted]", request["url"])
	assert.NotZero(t, request["seq"])

	ask("POST", "/pages", `{"to": "919810012345", "hook": "http://`+l.control+`/inbox/default/?signature=hunter2"}`)
	tell("POST", "/sandboxes/default/clock/advance", `{"to": "idle"}`)
	assert.Equal(t, "frozen", stream.until("clock", "mode", "frozen")["mode"])
	stream.until("call", "event", "ended")
	waiting := stream.until("delivery", "state", "waiting")
	assert.NotContains(t, waiting["url"], "hunter2")
	attempt := stream.until("attempt", "delivery", waiting["delivery"].(string))
	assert.NotZero(t, attempt["attempt"])
	stream.until("delivery", "state", "delivered")
	tell("POST", "/sandboxes/default/reset", "")
	stream.until("sandbox", "state", "reset")
	tell("PUT", "/sandboxes/t1/clock", `{"mode": "60x"}`)
	tell("DELETE", "/sandboxes/t1", "")
	stream.until("sandbox", "state", "removed")

	for _, want := range []string{"sandbox", "clock", "sandbox"} {
		_, name, said := only.next()
		assert.Equal(t, want, name)
		assert.Equal(t, "t1", said["sandbox"])
	}
}

func TestAReaderResumesWhereItLeft(t *testing.T) {
	l := listen(t, func(*Fake) {})
	first := l.events(t, "")
	makeSandbox := func(name string) {
		_, err := l.fake.Sandboxes().Make(name, Setup{})
		require.NoError(t, err)
	}
	makeSandbox("a")
	id, _, said := first.next()
	assert.Equal(t, "a", said["sandbox"])
	first.close()
	makeSandbox("b")
	again := l.events(t, "", "Last-Event-ID", id)
	_, _, said = again.next()
	assert.Equal(t, "b", said["sandbox"])

	late := l.events(t, "", "Last-Event-ID", "99999")
	_, name, said := late.next()
	assert.Equal(t, "missed", name)
	assert.Contains(t, said["reason"], "what happened after event 99999 is not all remembered")
	assert.Contains(t, raw(t, l.control, "GET /events HTTP/1.0\r\nHost: localhost\r\nLast-Event-ID: x\r\n\r\n"), `"error":"the header Last-Event-ID is not understood"`)
	assert.Contains(t, raw(t, l.control, "GET /events?sandbox=No HTTP/1.0\r\nHost: localhost\r\n\r\n"), "400 Bad Request")
}

func TestAStreamEndsWithAWordWhenTheServerStops(t *testing.T) {
	l := listen(t, func(*Fake) {})
	stream := l.events(t, "")
	require.NoError(t, l.stop())
	_, name, said := stream.next()
	assert.Equal(t, "end", name)
	assert.Equal(t, map[string]any{"kind": "end", "reason": "the server stops"}, said)
	_, name, _ = stream.next()
	assert.Empty(t, name)
}

// A reader that never reads is no reason to stop badly, or late.
func TestADeafReaderDoesNotKeepTheServerFromStopping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, l := newBench(t), newMemory()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.fake.Serve(ctx, Listeners{Control: l, Token: "sesame"}) }()
		conn, err := l.dial(ctx, "", "")
		require.NoError(t, err)
		defer conn.Close()
		fmt.Fprint(conn, "GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sesame\r\n\r\n")
		synctest.Wait()
		require.Equal(t, 1, b.fake.feed.listening())
		began := time.Now()
		stop()
		assert.NoError(t, <-done)
		assert.Less(t, time.Since(began), 2*time.Second)
	})
}

// A slowWriter is a reader's connection whose first write lasts until it is let
// go.
type slowWriter struct {
	http.Header
	mu    sync.Mutex
	wrote bytes.Buffer
	begun chan struct{}
	letGo chan struct{}
}

func newSlowWriter() *slowWriter {
	return &slowWriter{Header: http.Header{}, begun: make(chan struct{}, 1), letGo: make(chan struct{})}
}

func (w *slowWriter) header() http.Header                { return w.Header }
func (w *slowWriter) WriteHeader(int)                    {}
func (w *slowWriter) Flush()                             {}
func (w *slowWriter) SetWriteDeadline(_ time.Time) error { return nil }

func (w *slowWriter) Write(b []byte) (int, error) {
	select {
	case w.begun <- struct{}{}:
	default:
	}
	<-w.letGo
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wrote.Write(b)
}

func (w *slowWriter) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wrote.String()
}

type connected struct{ *slowWriter }

func (c connected) Header() http.Header { return c.header() }

func TestASlowReaderIsDroppedWithAWordAndDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		control, err := b.fake.Control(Control{})
		require.NoError(t, err)
		w := newSlowWriter()
		done := make(chan struct{})
		go func() {
			control.ServeHTTP(connected{w}, httptest.NewRequest("GET", "http://localhost/events", nil).WithContext(t.Context()))
			close(done)
		}()
		<-w.begun
		for range tellingsKept + 10 {
			b.fake.feed.tell(Telling{Kind: "request"}) // and none of them waits
		}
		close(w.letGo)
		<-done
		assert.True(t, strings.HasSuffix(w.text(), "event: dropped\ndata: {\"kind\":\"dropped\",\"reason\":\"this reader was more than 4096 events behind and is dropped; it had read up to 0\"}\n\n"), w.text())
		assert.Zero(t, b.fake.feed.listening())
	})
}

func TestAQuietStreamBeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		control, err := b.fake.Control(Control{})
		require.NoError(t, err)
		w := newSlowWriter()
		close(w.letGo)
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			control.ServeHTTP(connected{w}, httptest.NewRequest("GET", "http://localhost/events", nil).WithContext(ctx))
			close(done)
		}()
		time.Sleep(2*heartbeat + time.Second)
		synctest.Wait()
		assert.Equal(t, ": what happens, as it happens\n\n:\n\n:\n\n", w.text())
		leave()
		<-done
	})
}

func TestTheTotalsAreWhatHappened(t *testing.T) {
	b := newBench(t)
	b.main("GET", "/pages", "")
	b.main("GET", "/pages", "")
	b.ask("GET", "/pages", "")
	b.ask("GET", "/nowhere", "")
	b.main("POST", "/pages", `{"to": "919810012345", "hook": "http://receiver.example/"}`)
	b.tell("POST", "/sandboxes/default/clock/advance", `{"to": "idle"}`)
	got := b.fake.Totals()
	assert.ElementsMatch(t, []Count{
		{"paging", "listPages", "2xx", 2}, {"paging", "listPages", "4xx", 1}, {"paging", "sendPage", "2xx", 1}, {"paging", "", "4xx", 1},
	}, got.Requests)
	require.Len(t, got.Attempts, 1)
	assert.Equal(t, "none", got.Attempts[0].Outcome)
	assert.Equal(t, 1, got.Sandboxes)
	assert.Equal(t, 1, got.Calls)
	assert.Equal(t, 5+int(got.Attempts[0].N), got.JournalEntries)
	assert.NotZero(t, got.JournalBytes)

	assert.Equal(t, 404, b.tell("GET", "/metrics", "").Code)
}
