package inbox

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func send(b *Box, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return w
}

func event(d Delivery) string {
	object, _ := d.JSON.(map[string]any)
	name, _ := object["event"].(string)
	return name
}

func TestADeliveryKeepsTheExactRequest(t *testing.T) {
	moment := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	box := New(Options{Now: func() time.Time { return moment }})
	w := send(box, "/hook/%2Fa?b=1&b=2", "{ \"n\": 12345678901234567890 }\n")

	assert.Equal(t, 200, w.Code)
	assert.Empty(t, w.Body.String())
	got := box.Deliveries()
	require.Len(t, got, 1)
	assert.Equal(t, "/hook/%2Fa?b=1&b=2", got[0].Path)
	assert.Equal(t, "{ \"n\": 12345678901234567890 }\n", string(got[0].Body))
	assert.Equal(t, "12345678901234567890", fmt.Sprint(got[0].JSON.(map[string]any)["n"]), "no digit is lost")
	assert.Equal(t, moment, got[0].At)
	assert.Equal(t, 200, got[0].Answered)
}

func TestABodyThatIsNotOneJSONValueIsKeptWithItsError(t *testing.T) {
	for _, body := range []string{"", "{", "hello", "{} {}", "{}}", strings.Repeat("[", 20_000)} {
		box := New(Options{})
		assert.Equal(t, 200, send(box, "/", body).Code)
		got := box.Deliveries()
		require.Len(t, got, 1)
		assert.Error(t, got[0].JSONErr)
		assert.Nil(t, got[0].JSON)
		assert.Equal(t, body, string(got[0].Body))
	}
}

func TestEachKeyHasItsOwnAnswersAndTheLastRepeats(t *testing.T) {
	box := New(Options{})
	box.Script(event, map[string][]Answer{
		"ended": {{Status: 503, Body: "later"}, {After: 11 * time.Second, Headers: map[string]string{"X-A": "b"}}},
		"":      {{Status: 410}},
	})
	first := send(box, "/", `{"event":"ended"}`)
	assert.Equal(t, 503, first.Code)
	assert.Equal(t, "later", first.Body.String())
	assert.Empty(t, first.Header().Get(TookHeader))
	assert.Equal(t, 410, send(box, "/", `{"event":"other"}`).Code)
	for range 2 {
		next := send(box, "/", `{"event":"ended"}`)
		assert.Equal(t, 200, next.Code)
		assert.Equal(t, "11s", next.Header().Get(TookHeader))
		assert.Equal(t, "b", next.Header().Get("X-A"))
	}
	var answered []int
	for _, d := range box.Deliveries() {
		answered = append(answered, d.Answered)
	}
	assert.Equal(t, []int{503, 410, 200, 200}, answered)
}

func TestAKeyWithoutAnswersGets200(t *testing.T) {
	box := New(Options{})
	box.Script(event, map[string][]Answer{"ended": {{Status: 503}}})
	assert.Equal(t, 200, send(box, "/", `{"event":"other"}`).Code)
	assert.Equal(t, 200, send(box, "/", `nonsense`).Code)
}

func TestASlowAnswerIsReallyWaitedForOnlyWhereSleepIsGiven(t *testing.T) {
	var slept time.Duration
	box := New(Options{Sleep: func(_ context.Context, d time.Duration) { slept += d }})
	box.Script(nil, map[string][]Answer{"": {{After: time.Hour}}})
	w := send(box, "/", "{}")
	assert.Equal(t, time.Hour, slept)
	assert.Equal(t, "1h0m0s", w.Header().Get(TookHeader))
}

func TestABoxIsBoundedAndCountsWhatItDrops(t *testing.T) {
	for name, opts := range map[string]Options{
		"by number": {Limit: 3},
		"by bytes":  {Bytes: 30},
	} {
		t.Run(name, func(t *testing.T) {
			box := New(opts)
			for i := range 10 {
				send(box, "/", fmt.Sprintf(`{"n":    %d}`, i))
			}
			got := box.Deliveries()
			require.NotEmpty(t, got)
			assert.LessOrEqual(t, len(got), 3)
			assert.Equal(t, 10, got[len(got)-1].Seq, "the oldest make room")
			assert.Equal(t, 10-len(got), box.Dropped())
		})
	}
}

func TestAnOverlongBodyIsRefusedAndNotKept(t *testing.T) {
	box := New(Options{Body: 8})
	assert.Equal(t, 413, send(box, "/", `{"n": 12345}`).Code)
	assert.Empty(t, box.Deliveries())
}

func TestSinceReturnsWhatCameLater(t *testing.T) {
	box := New(Options{})
	for range 3 {
		send(box, "/", "{}")
	}
	assert.Len(t, box.Since(0), 3)
	later := box.Since(2)
	require.Len(t, later, 1)
	assert.Equal(t, 3, later[0].Seq)
	assert.Empty(t, box.Since(3))
	box.Clear()
	assert.Empty(t, box.Deliveries())
	send(box, "/", "{}")
	assert.Equal(t, 4, box.Since(3)[0].Seq, "no number is used twice")
}

func TestWaitWakesOnArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := New(Options{})
		got := make(chan []Delivery, 1)
		go func() {
			all, err := box.Wait(t.Context(), func(all []Delivery) bool { return len(all) == 2 })
			assert.NoError(t, err)
			got <- all
		}()
		synctest.Wait()
		send(box, "/1", "{}")
		synctest.Wait()
		assert.Empty(t, got)
		send(box, "/2", "{}")
		assert.Len(t, <-got, 2)
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	box := New(Options{})
	send(box, "/", "{}")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	all, err := box.Wait(ctx, func(all []Delivery) bool { return len(all) == 2 })
	assert.ErrorIs(t, err, context.Canceled)
	assert.Len(t, all, 1)
}

func TestManySendersLoseNothing(t *testing.T) {
	box := New(Options{})
	var senders sync.WaitGroup
	for range 20 {
		senders.Go(func() {
			for range 50 {
				send(box, "/", `{"event":"x"}`)
			}
		})
	}
	all, err := box.Wait(t.Context(), func(all []Delivery) bool { return len(all) == 1000 })
	require.NoError(t, err)
	senders.Wait()
	for i, d := range all {
		assert.Equal(t, i+1, d.Seq)
	}
}

func TestAResetEndsTheConnectionWithoutAnAnswer(t *testing.T) {
	box := New(Options{})
	box.Script(nil, map[string][]Answer{"": {{Reset: true}, {}}})
	server := httptest.NewServer(box)
	t.Cleanup(server.Close)
	_, err := http.Post(server.URL, "application/json", strings.NewReader("{}"))
	assert.ErrorIs(t, err, syscall.ECONNRESET)
	again, err := http.Post(server.URL, "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	again.Body.Close()
	got := box.Deliveries()
	require.Len(t, got, 2)
	assert.Equal(t, 0, got[0].Answered)
	assert.Equal(t, 200, got[1].Answered)
}

func TestWhoeverHasLeftIsNotAnswered(t *testing.T) {
	ctx, leave := context.WithCancel(context.Background())
	box := New(Options{Sleep: func(context.Context, time.Duration) { leave() }})
	box.Script(nil, map[string][]Answer{"": {{After: time.Hour}}})
	w := httptest.NewRecorder()
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() {
		box.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader("{}")))
	})
	assert.Empty(t, w.Result().Header.Get(TookHeader))
	assert.Len(t, box.Deliveries(), 1)
}
