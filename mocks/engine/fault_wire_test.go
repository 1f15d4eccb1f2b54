package engine

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// memory is a listener whose connections are pipes.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newMemory() *memory { return &memory{make(chan net.Conn), make(chan struct{})} }

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	close(m.closed)
	return nil
}

func (m *memory) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (m *memory) dial(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	m.conns <- far
	return near, nil
}

// bubbled serves paging over pipes until the function returns.
func bubbled(t *testing.T, faults string, visit func(t *testing.T, b *bench, client *http.Client)) {
	synctest.Test(t, func(t *testing.T) {
		b, l := newBench(t), newMemory()
		require.Equal(t, 200, b.tell("PUT", "/sandboxes/default/faults", faults).Code)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.fake.Serve(ctx, Listeners{Providers: map[string]net.Listener{"paging": l}}) }()
		client := &http.Client{Transport: &http.Transport{DialContext: l.dial, DisableKeepAlives: true}}
		visit(t, b, client)
		stop()
		assert.NoError(t, <-done)
	})
}

// page asks for a page to be sent, as main.
func page(ctx context.Context, client *http.Client) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, "POST", "http://memory/pages", strings.NewReader(`{"to": "123456"}`))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer main/default/0")
	return client.Do(r)
}

// placedPages is how many pages there are.
func (b *bench) placedPages() int {
	_, total := b.fake.sandboxes.home().Subjects("paging", 0, 0)
	return total
}

func TestAResetOverAPipeJustCloses(t *testing.T) {
	for when, want := range map[string]struct {
		err  error
		body int
	}{"before": {io.EOF, 0}, "during": {io.ErrUnexpectedEOF, 32}, "after": {nil, 65}} {
		t.Run(when, func(t *testing.T) {
			bubbled(t, "[{on: {operation: sendPage}, do: {reset: "+when+"}}]", func(t *testing.T, b *bench, client *http.Client) {
				answer, err := page(t.Context(), client)
				if when == "before" {
					assert.ErrorIs(t, err, want.err)
				} else {
					require.NoError(t, err)
					var body []byte
					body, err = io.ReadAll(answer.Body)
					assert.ErrorIs(t, err, want.err)
					assert.Len(t, body, want.body)
				}
				assert.Equal(t, 1, b.placedPages())
			})
		})
	}
}

func TestADelayPassesAtTheClocksOwnPaceAndInRealTimeWhereItStandsStill(t *testing.T) {
	for mode, want := range map[string]time.Duration{"real": 3 * time.Minute, "60x": 3 * time.Second, "frozen": 3 * time.Minute} {
		t.Run(mode, func(t *testing.T) {
			bubbled(t, "[{on: {operation: sendPage}, do: {delay: 3m}}]", func(t *testing.T, b *bench, client *http.Client) {
				require.Equal(t, 200, b.tell("PUT", "/sandboxes/default/clock", `{"mode": "`+mode+`"}`).Code)
				began := time.Now()
				answer, err := page(t.Context(), client)
				require.NoError(t, err)
				assert.Equal(t, 201, answer.StatusCode)
				assert.Equal(t, want, time.Since(began).Round(time.Millisecond), "longer than a server usually lets an answer take")
				assert.NoError(t, answer.Body.Close())
			})
		})
	}
}

func TestWhatWasDelayedIsDoneAlsoForAClientThatHasLeft(t *testing.T) {
	bubbled(t, "[{on: {operation: sendPage}, do: {delay: 30s}}]", func(t *testing.T, b *bench, client *http.Client) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := page(ctx, client)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Zero(t, b.placedPages())
		time.Sleep(time.Minute) // of the bubble
		assert.Equal(t, 1, b.placedPages())
	})
}

func TestWhatHangsEndsWithItsClientItsFaultsOrItsServer(t *testing.T) {
	const faults = "[{on: {operation: sendPage}, do: {hang: true}}]"
	t.Run("client", func(t *testing.T) {
		bubbled(t, faults, func(t *testing.T, b *bench, client *http.Client) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			_, err := page(ctx, client)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
		})
	})
	for name, end := range map[string]func(b *bench){
		"faults":  func(b *bench) { b.tell("DELETE", "/sandboxes/default/faults", "") },
		"sandbox": func(b *bench) { b.tell("POST", "/sandboxes/default/reset", "") },
	} {
		t.Run(name, func(t *testing.T) {
			bubbled(t, faults, func(t *testing.T, b *bench, client *http.Client) {
				failed := make(chan error, 1)
				go func() {
					_, err := page(t.Context(), client)
					failed <- err
				}()
				synctest.Wait()
				end(b)
				assert.ErrorIs(t, <-failed, io.EOF)
				assert.Zero(t, b.placedPages())
			})
		})
	}
	t.Run("faults that first delay", func(t *testing.T) {
		bubbled(t, "[{on: {operation: sendPage}, do: {hang: true, delay: 1h}}]", func(t *testing.T, b *bench, client *http.Client) {
			failed := make(chan error, 1)
			go func() {
				_, err := page(t.Context(), client)
				failed <- err
			}()
			synctest.Wait()
			b.tell("DELETE", "/sandboxes/default/faults", "")
			synctest.Wait()
			select {
			case err := <-failed:
				assert.ErrorIs(t, err, io.EOF)
			default:
				assert.Fail(t, "it hangs, and nothing is left that would let it go")
			}
		})
	})
	t.Run("server", func(t *testing.T) {
		failed := make(chan error, 1)
		bubbled(t, faults, func(t *testing.T, b *bench, client *http.Client) {
			go func() {
				_, err := page(t.Context(), client)
				failed <- err
			}()
			synctest.Wait()
		})
		assert.ErrorIs(t, <-failed, io.EOF)
	})
}

func TestFaultsAtOneOperationCombineUnlessTheyExcludeEachOther(t *testing.T) {
	bubbled(t, `
- {on: {operation: sendPage}, do: {delay: 1s}}
- {on: {operation: sendPage, account: main}, do: {delay: 2s, headers: {Server: proxy}}}
- {on: {operation: sendPage, nth: 2}, do: {status: 503}}
- {on: {operation: sendPage, nth: [1, 2]}, do: {fail: rate-limited, truncate: true}}
`, func(t *testing.T, b *bench, client *http.Client) {
		for _, want := range []struct {
			status int
			whole  error
			took   time.Duration
		}{{429, io.ErrUnexpectedEOF, time.Second}, {503, nil, time.Second}, {201, nil, 3 * time.Second}} {
			began := time.Now()
			answer, err := page(t.Context(), client)
			require.NoError(t, err)
			assert.Equal(t, want.status, answer.StatusCode)
			_, err = io.ReadAll(answer.Body)
			assert.True(t, errors.Is(err, want.whole), "%d: %v", want.status, err)
			assert.Equal(t, want.took, time.Since(began), "who was refused before anybody was known met no fault of an account")
		}
		var fired []int
		for _, f := range b.fake.Faults(DefaultSandbox) {
			fired = append(fired, f.Fired)
		}
		assert.Equal(t, []int{3, 1, 1, 1}, fired)
	})
}

func TestARequestConcernsTheCallsThatItNames(t *testing.T) {
	b := newBench(t)
	first := b.main("POST", "/pages", `{"to": "123456"}`).json(t)["id"].(string)
	second := b.main("POST", "/pages", `{"to": "999000486"}`).json(t)["id"].(string)
	for point, want := range map[string][3]int{ // reading the first, the second, and sending one that names the first
		"call: " + first:                   {503, 200, 503},
		"call: " + second:                  {200, 503, 201},
		"number: '123456'":                 {503, 200, 503},
		"number: '+999 000-486'":           {200, 503, 201},
		"number: '555555'":                 {200, 200, 201},
		"persona: answers, call: " + first: {503, 200, 503},
	} {
		var got [3]int
		for i, ask := range []func() reply{
			func() reply { return b.main("GET", "/pages/"+first, "") },
			func() reply { return b.main("GET", "/pages/"+second, "") },
			func() reply { return b.main("POST", "/pages", `{"to": "777777", "nested": {"deep": ["`+first+`"]}}`) },
		} {
			operation := "readPage"
			if i == 2 {
				operation = "sendPage"
			}
			put := b.tell("PUT", "/sandboxes/default/faults", "[{on: {operation: "+operation+", "+point+"}, do: {status: 503}}]")
			require.Equal(t, 200, put.Code, put.Body)
			got[i] = ask().Code
		}
		assert.Equal(t, want, got, point)
	}
}
