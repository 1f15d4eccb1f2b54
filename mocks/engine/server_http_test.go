package engine

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listening is a fake on real sockets.
type listening struct {
	fake              *Fake
	control, provider string
	stop              func() error
}

func listen(t *testing.T, change func(*Fake), options ...func(*Options)) *listening {
	t.Helper()
	b := newBench(t, options...)
	change(b.fake)
	open := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		return l
	}
	control, provider := open(), open()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- b.fake.Serve(ctx, Listeners{Control: control, Providers: map[string]net.Listener{"paging": provider}})
	}()
	var once bool
	stop := func() error {
		if once {
			return nil
		}
		once = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() { assert.NoError(t, stop()) })
	return &listening{b.fake, control.Addr().String(), provider.Addr().String(), stop}
}

// raw sends bytes and returns everything that comes back before the end.
func raw(t *testing.T, address, text string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, text)
	require.NoError(t, err)
	all, _ := io.ReadAll(conn)
	return string(all)
}

func TestAStalledRequestIsCut(t *testing.T) {
	l := listen(t, func(f *Fake) { f.limits.header, f.limits.read = 50*time.Millisecond, 100*time.Millisecond })
	for name, c := range map[string]struct{ text, status, body string }{
		"in its header": {"POST /pages HTTP/1.1\r\nHost: x\r\n", "", ""},
		"in its body": {"POST /pages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer main/default/0\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"to\":",
			"HTTP/1.1 408 Request Timeout", `{"no":"too-slow"}`},
		"in a chunk": {"POST /pages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer main/default/0\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"t",
			"HTTP/1.1 408 Request Timeout", `{"no":"too-slow"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := raw(t, l.provider, c.text)
			assert.True(t, strings.HasPrefix(got, c.status), got)
			assert.True(t, strings.HasSuffix(got, c.body), got)
		})
	}
}

func TestAnOverlongBodyIsAnsweredBeforeTheEnd(t *testing.T) {
	l := listen(t, func(*Fake) {})
	for name, body := range map[string]io.Reader{
		"announced": strings.NewReader(`{"to": "` + strings.Repeat("1", 2<<20) + `"}`),
		"chunked":   io.MultiReader(strings.NewReader(`{"to": "`), strings.NewReader(strings.Repeat("1", 2<<20))),
	} {
		r, err := http.NewRequest("POST", "http://"+l.provider+"/pages", body)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer main/default/0")
		got, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err, name)
		text, _ := io.ReadAll(got.Body)
		got.Body.Close()
		assert.Equal(t, 413, got.StatusCode, name)
		assert.Equal(t, `{"no":"too-large"}`, string(text), name)
	}
}

func TestWhatIsNoHTTPRequestGetsNoServerError(t *testing.T) {
	l := listen(t, func(f *Fake) { f.limits.header = 100 * time.Millisecond })
	for _, text := range []string{"\x16\x03\x01\x00\x00", "GET\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /pages HTTP/1.1\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"} {
		status, _, _ := strings.Cut(raw(t, l.provider, text), "\r\n")
		assert.NotContains(t, status, " 5", "%q", text)
	}
}

func TestThePortsKnowWhereTheyAre(t *testing.T) {
	l := listen(t, func(*Fake) {})
	r, err := http.NewRequest("GET", "http://"+l.control+"/readyz", nil)
	require.NoError(t, err)
	got, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer got.Body.Close()
	var where Addresses
	require.NoError(t, json.NewDecoder(got.Body).Decode(&where))
	assert.Equal(t, Addresses{Control: "http://" + l.control, Providers: map[string]string{"paging": "http://" + l.provider}}, where)
}

func TestTooManyConnectionsWaitForAPlace(t *testing.T) {
	l := listen(t, func(f *Fake) { f.limits.connections = 1 })
	first, err := net.Dial("tcp", l.provider)
	require.NoError(t, err)
	ask := func(conn net.Conn) *http.Response {
		_, err := io.WriteString(conn, "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")
		require.NoError(t, err)
		got, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		return got
	}
	assert.Equal(t, 404, ask(first).StatusCode)
	second, err := net.Dial("tcp", l.provider)
	require.NoError(t, err)
	defer second.Close()
	answered := make(chan int, 1)
	go func() { answered <- ask(second).StatusCode }()
	assert.Equal(t, 404, ask(first).StatusCode)
	assert.Empty(t, answered)
	first.Close()
	assert.Equal(t, 404, <-answered)
}

func TestADeliveryInFlightArrivesBeforeTheEnd(t *testing.T) {
	arrived, answer := make(chan struct{}), make(chan struct{})
	heard := make(chan string, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		close(arrived)
		<-answer
		heard <- string(body)
	}))
	defer receiver.Close()
	l := listen(t, func(*Fake) {}, func(o *Options) { o.Clock = Mode{Kind: Scaled, Factor: 1e6} })
	r, err := http.NewRequest("POST", "http://"+l.provider+"/pages", strings.NewReader(`{"to": "123456", "hook": "`+receiver.URL+`"}`))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer main/default/0")
	got, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	require.Equal(t, 201, got.StatusCode)
	got.Body.Close()
	<-arrived
	ended := make(chan error, 1)
	go func() { ended <- l.stop() }()
	close(answer)
	require.NoError(t, <-ended)
	assert.Contains(t, <-heard, `"event":"page.ended"`)
	_, err = net.Dial("tcp", l.provider)
	assert.Error(t, err)
}

func TestWhoWaitsAtTheControlPortDoesNotHoldUpTheEnd(t *testing.T) {
	l := listen(t, func(*Fake) {})
	conn, err := net.Dial("tcp", l.control)
	require.NoError(t, err)
	defer conn.Close()
	// The second request is only read when the first has been answered.
	_, err = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /sandboxes/default/journal?wait=1m HTTP/1.1\r\nHost: localhost\r\n\r\n")
	require.NoError(t, err)
	in := bufio.NewReader(conn)
	first, err := http.ReadResponse(in, nil)
	require.NoError(t, err)
	io.Copy(io.Discard, first.Body)
	began := time.Now()
	require.NoError(t, l.stop())
	assert.Less(t, time.Since(began), 5*time.Second)
}

func TestAConnectionThatWasNeverUsedDoesNotHoldUpTheEnd(t *testing.T) {
	l := listen(t, func(*Fake) {})
	for _, address := range []string{l.control, l.provider} {
		unused, err := net.Dial("tcp", address)
		require.NoError(t, err)
		defer unused.Close()
		// Connections are taken in order: with this one answered, the other is known.
		assert.NotEmpty(t, raw(t, address, "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
		defer func() {
			_, err := unused.Read(make([]byte, 1))
			assert.ErrorIs(t, err, io.EOF)
		}()
	}
	began := time.Now()
	require.NoError(t, l.stop())
	assert.Less(t, time.Since(began), 3*time.Second)
}
