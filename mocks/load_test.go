package mocks_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// A rig is a fake of one provider on a port of its own, as serve runs it, and
// somebody who has signed in there.
type rig struct {
	fake    *engine.Fake
	handler http.Handler
	address string
	box     *engine.Sandbox
	token   string
	placed  int
}

// create is the path of the operation that places a call.
const create = "/api/calls/click2call"

func newRig(b *testing.B) *rig {
	b.Helper()
	const name = "induslabs"
	fake, err := mocks.New(engine.Options{Seed: 7, Clock: engine.Mode{Kind: engine.Frozen}}, name)
	require.NoError(b, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- fake.Serve(ctx, engine.Listeners{Providers: map[string]net.Listener{name: l}}) }()
	b.Cleanup(func() {
		stop()
		require.NoError(b, <-done)
	})
	r := &rig{fake: fake, handler: fake.Handler(name), address: l.Addr().String()}
	r.box, _ = fake.Sandboxes().Get(engine.DefaultSandbox)
	r.signIn(b, "user@example.com")
	return r
}

// signIn takes the rig to the sandbox that an email names.
func (r *rig) signIn(b *testing.B, email string) {
	r.token = r.answer(b, "POST", "/api/login", `{"email": "`+email+`", "password": "your_password"}`, "access_token")
}

// create is the request for one more call, to a number of its own that has no
// code of the phone book.
func (r *rig) create() string {
	r.placed++
	return fmt.Sprintf(`{"agent_number": "918888888888", "customer_number": "91%09d9", "did": "919484956750",`+
		` "callback_url": "http://127.0.0.1:9/hook", "transcript": true, "transcript_language": "hi"}`, r.placed)
}

// place asks for a call without a socket, and returns its id.
func (r *rig) place(b *testing.B) string {
	return r.answer(b, "POST", create, r.create(), "call_id")
}

// fill places calls.
func (r *rig) fill(b *testing.B, calls int) {
	for range calls {
		if w := r.ask("POST", create, r.create()); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

// settle lets everything happen that is still to come.
func (r *rig) settle(b *testing.B) {
	_, err := r.box.Advance(context.Background(), engine.Advance{To: "idle"})
	require.NoError(b, err)
}

// answer asks the handler and returns a member of the data that it answers with.
func (r *rig) answer(b *testing.B, method, path, body, member string) string {
	b.Helper()
	w := r.ask(method, path, body)
	var told struct{ Data map[string]any }
	require.NoError(b, json.Unmarshal(w.Body.Bytes(), &told), w.Body)
	text, _ := told.Data[member].(string)
	require.NotEmpty(b, text, w.Body)
	return text
}

func (r *rig) ask(method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+r.token)
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, request)
	return w
}

// wire is a request as it goes over the wire.
func (r *rig) wire(method, path, body string) string {
	head := method + " " + path + " HTTP/1.1\r\nHost: " + r.address + "\r\nUser-Agent: load\r\nAccept: */*\r\nAuthorization: Bearer " + r.token + "\r\n"
	if body == "" {
		return head + "\r\n"
	}
	return head + "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

// listen serves a handler as net/http does by itself.
func listen(b *testing.B, handler http.Handler) (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	server := &http.Server{Handler: handler}
	go server.Serve(l)
	b.Cleanup(func() { server.Close() })
	return l.Addr().String()
}

// A load is connections that ask and read answers, the cheapest client there is.
type load struct {
	clients []*client
}

type client struct {
	conn net.Conn
	in   *bufio.Reader
}

func newLoad(b *testing.B, address string, connections int) *load {
	l := &load{}
	for range connections {
		conn, err := net.Dial("tcp", address)
		require.NoError(b, err)
		b.Cleanup(func() { conn.Close() })
		l.clients = append(l.clients, &client{conn, bufio.NewReader(conn)})
	}
	return l
}

// A rate is what one request takes.
type rate struct{ wall, cpu float64 } // ns

// round sends as many requests on each connection, at once.
func (l *load) round(b *testing.B, request string, each int) rate {
	var all sync.WaitGroup
	cpu, began := processor(), time.Now()
	for _, c := range l.clients {
		all.Go(func() {
			for range each {
				if _, err := c.ask(request); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	n := float64(len(l.clients) * each)
	return rate{float64(time.Since(began)) / n, float64(processor()-cpu) / n}
}

// ask sends a request and returns the body of its answer, which must be good.
// It holds until the next one.
func (c *client) ask(request string) ([]byte, error) {
	if _, err := io.WriteString(c.conn, request); err != nil {
		return nil, err
	}
	length := 0
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 20")) {
			return nil, fmt.Errorf("%s", line)
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			body, err := c.in.Peek(length)
			c.in.Discard(length)
			return body, err
		}
	}
}

// processor is the processor time that the process has used.
func processor() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// medians are those of the walls and of the processor times.
func medians(rates []rate) rate {
	of := func(get func(rate) float64) float64 {
		all := make([]float64, len(rates))
		for i, r := range rates {
			all[i] = get(r)
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return rate{of(func(r rate) float64 { return r.wall }), of(func(r rate) float64 { return r.cpu })}
}
