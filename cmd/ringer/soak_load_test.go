package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// How much a soak asks of the program: a modest load, so that what grows is
// seen beside it, not the load's own ups and downs.
const (
	soakPace   = 5 * time.Millisecond   // from one request to the next
	soakLives  = 120 * time.Millisecond // from one sandbox to the next
	soakTaking = 400 * time.Millisecond // for one answer; then the client leaves
)

// A soakLoad is all that the program's users do, in many sandboxes at once.
type soakLoad struct {
	t        *testing.T
	s        *running
	vinfer   string
	http     *http.Client
	receiver *httptest.Server
	turns    chan struct{} // one for each request

	asked, called, made atomic.Int64
	mu                  sync.Mutex
	met                 map[string]int // by what came of a request
}

func newSoakLoad(t *testing.T, s *running) *soakLoad {
	l := &soakLoad{t: t, s: s, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, turns: make(chan struct{}), met: map[string]int{}}
	_, rest, _ := strings.Cut(s.greeting, "vinfer")
	l.vinfer = strings.Fields(rest)[0]
	l.receiver = httptest.NewServer(http.HandlerFunc(l.receive))
	return l
}

// receive answers callbacks by what they are: at once, late, badly, never, or
// by a reset.
func (l *soakLoad) receive(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	hash := fnv.New32a()
	hash.Write(body)
	switch n := l.called.Add(1); (uint32(n) + hash.Sum32()) % 20 {
	case 0, 1:
		w.WriteHeader(http.StatusServiceUnavailable)
	case 2:
		<-r.Context().Done()
	case 3:
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}
	}
}

func (l *soakLoad) close() {
	l.hangUp()
	l.receiver.Close()
}

// hangUp closes the connections that nobody uses.
func (l *soakLoad) hangUp() {
	l.http.CloseIdleConnections()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	l.receiver.CloseClientConnections()
}

// note counts what came of a request.
func (l *soakLoad) note(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.met[what]++
}

func (l *soakLoad) tally() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []string
	for _, what := range slices.Sorted(maps.Keys(l.met)) {
		list = append(list, fmt.Sprintf("%s %d", what, l.met[what]))
	}
	return strings.Join(list, ", ")
}

// judgeLoad tells whether all of it has been tried.
func (l *soakLoad) judgeLoad(t *testing.T) {
	for _, what := range []string{"200", "201", "204", "400", "401", "503", "no answer", "cut", "events", "deaf reader"} {
		assert.NotZero(t, l.met[what], "nothing came to %s", what)
	}
	assert.Zero(t, l.met["500"], "the program broke")
	assert.NotZero(t, l.called.Load())
}

// ask sends one request and reads its answer, if there is one in time.
func (l *soakLoad) ask(method, address, body string, header ...string) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), soakTaking)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		l.note("bad request")
		return nil
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	l.asked.Add(1)
	resp, err := l.http.Do(r)
	if err != nil {
		l.note("no answer")
		return nil
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		l.note("cut")
	}
	l.note(fmt.Sprint(resp.StatusCode))
	return all
}

// fill lets the journal hold so many bytes, all of the sandbox default.
func (l *soakLoad) fill(bytes float64) {
	for l.read().journal < 0.99*bytes {
		for range 500 {
			l.bulk()
		}
	}
}

// bulk is a request that is refused and takes a lot of the journal.
func (l *soakLoad) bulk() {
	l.ask("POST", l.vinfer+"/v1/calls", `{"phone": 7, "name": "`+strings.Repeat("all work and no play ", 740)+`"}`, "Authorization", "Bearer YOUR_API_KEY")
}

// drive asks until it is told to rest, which waits for what is under way.
func (l *soakLoad) drive() (rest func()) {
	over := make(chan struct{})
	var all sync.WaitGroup
	every := func(pace time.Duration, do func()) {
		all.Go(func() {
			tick := time.NewTicker(pace)
			defer tick.Stop()
			for {
				select {
				case <-tick.C:
					do()
				case <-over:
					return
				}
			}
		})
	}
	every(10*soakPace, l.bulk)
	every(soakLives, func() {
		n := l.made.Add(1)
		all.Go(func() { l.life(over, n, rand.New(rand.NewPCG(uint64(n), 1))) })
	})
	every(time.Second, func() { all.Go(func() { l.listen(700*time.Millisecond, false) }) })
	every(2*time.Second, func() { all.Go(func() { l.listen(time.Second, true) }) })
	every(soakPace, func() {
		select {
		case l.turns <- struct{}{}:
		default: // all wait for answers
		}
	})
	return func() {
		close(over)
		all.Wait()
	}
}

// listen reads what happens for a while, or lets it lie.
func (l *soakLoad) listen(long time.Duration, deaf bool) {
	at, err := url.Parse(l.s.control)
	require.NoError(l.t, err)
	conn, err := net.Dial("tcp", at.Host)
	if err != nil {
		l.note("no connection")
		return
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", at.Host, l.s.token)
	conn.SetReadDeadline(time.Now().Add(long))
	if deaf {
		conn.(*net.TCPConn).SetReadBuffer(1)
		<-time.After(long)
		l.note("deaf reader")
		return
	}
	if n, _ := io.Copy(io.Discard, conn); n > 0 {
		l.note("events")
	}
}

// soakFaults are arranged in turn.
var soakFaults = []string{
	`[]`,
	`[{on: {operation: getCall, nth: 1}, do: {hang: true}}, {on: {operation: getCallTranscript, nth: 1}, do: {reset: before}}]`,
	`[{on: {operation: getCall, nth: 1}, do: {reset: during}}, {on: {operation: createCall, nth: 2}, do: {reset: after}}]`,
	`[{on: {operation: getCall, nth: [1, 2]}, do: {delay: 50ms, status: 503}}, {on: {event: call.completed}, do: {deliver: twice}}]`,
	`[{on: {operation: getCall, nth: 1}, do: {truncate: true}}, {on: {event: call.completed}, do: {deliver: again}}]`,
	`[{on: {stage: ring}, do: {delay: 20s}}, {on: {event: call.completed, nth: 1}, do: {deliver: last}}, {on: {operation: getCallTranscript}, do: {malformed: true}}]`,
	`[{on: {event: call.completed, nth: 1}, do: {delay: 40s, alter: {a: 1}}}, {on: {event: call.completed, nth: 2}, do: {deliver: never}}, {on: {operation: getCallTranscript}, do: {fail: unauthorized}}]`,
	`[{on: {event: call.completed, nth: 1}, do: {deliver: early}}, {on: {operation: getCall}, do: {delay: 100ms}}]`,
}

// life is one sandbox: made, used, and left to itself or removed.
func (l *soakLoad) life(over <-chan struct{}, n int64, dice *rand.Rand) {
	name := fmt.Sprintf("soak-%d", n)
	world := l.s.control + "/sandboxes/" + name
	key := []string{"Authorization", "Bearer YOUR_API_KEY+" + name}
	token := []string{"Authorization", "Bearer " + l.s.token}
	var ids []string
	id := func() string {
		if len(ids) == 0 {
			return "none"
		}
		return ids[dice.IntN(len(ids))]
	}
	place := func() {
		phone := []string{"+919876543210", "+919876000486", "+919876000480", "+919876001401"}[dice.IntN(4)]
		if made := decoded(l.ask("POST", l.vinfer+"/v1/calls", `{"phone": "`+phone+`", "name": "Asha", "script_id": "scr_5k9m2x7q4wvt", "language": "en-IN"}`, key...)); text(at(made, "id")) != "" {
			ids = append(ids, text(at(made, "id")))
		}
	}
	clock := []string{"frozen", "frozen", "60x", "600x"}[n%4]
	steps := []func(){
		func() { l.ask("PUT", world, `{"clock": {"mode": "`+clock+`"}}`, token...) },
		func() { l.ask("PUT", world+"/faults", soakFaults[n%int64(len(soakFaults))], token...) },
		func() {
			to := l.receiver.URL + "/" + name
			if n%3 == 0 {
				to = l.s.control + "/inbox/" + name + "/"
			}
			l.ask("POST", l.vinfer+"/v1/webhooks", `{"url": "`+to+`", "events": ["call.completed"], "secret": "word"}`, key...)
		},
		place, place,
		func() {
			l.ask("POST", l.s.base+"/api/login", `{"email": "user+`+name+`@example.com", "password": "your_password"}`)
		},
	}
	for range 14 {
		steps = append(steps, []func(){
			func() { l.ask("GET", l.vinfer+"/v1/calls/"+id(), "", key...) },
			func() { l.ask("GET", l.vinfer+"/v1/calls/"+id()+"/transcript", "", key...) },
			func() { l.ask("GET", l.vinfer+"/v1/calls", "", key...) },
			func() { l.ask("POST", l.vinfer+"/v1/calls", `{"phone": 7}`, key...) },
			func() { l.ask("GET", l.vinfer+"/v1/calls", "", "Authorization", "Bearer nobody") },
			func() { l.ask("POST", world+"/clock/advance", `{"by": "45s"}`, token...) },
			func() { l.ask("POST", world+"/clock/advance", `{"to": "idle", "quiet": "20ms"}`, token...) },
			func() { l.ask("GET", world+"/journal?wait=50ms&call="+id(), "", token...) },
			func() { l.ask("GET", world+"/deliveries", "", token...) },
			func() { l.ask("POST", world+"/deliveries/d1/replay", "", token...) },
			func() { l.ask("GET", world+"/inbox?wait=100ms", "", token...) },
			func() {
				if saved := l.ask("GET", world+"/snapshot", "", token...); len(saved) > 0 && saved[0] == '{' {
					l.ask("PUT", l.s.control+"/sandboxes/"+name+"-again/snapshot", string(saved), token...)
				}
			},
			func() { l.ask("POST", world+"/reset?only=faults", "", token...) },
			place,
		}[dice.IntN(14)])
	}
	if n%8 == 0 {
		steps = append(steps, func() { l.ask("DELETE", world, "", token...) })
	}
	for _, step := range steps {
		select {
		case <-l.turns:
			step()
		case <-over:
			return
		}
	}
}
