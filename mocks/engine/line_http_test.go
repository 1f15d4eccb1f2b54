package engine

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

// lined gives the paging provider a line. gone hears of each client that left.
func lined(gone chan<- string) func(*Options) {
	return func(o *Options) {
		o.Providers[0].Lines = map[string]Line{"/line": {
			Subject: func(r *http.Request) string { return r.URL.Query().Get("id") },
			Admit: func(r *Request, _ Subject) error {
				if r.HTTP.URL.Query().Has("busy") {
					return &Failure{Kind: Forbidden}
				}
				return nil
			},
			Joined: func(tx *Tx, c Subject) {
				tx.Change(c.Kind, c.ID, func(t call.Timeline) call.Timeline {
					plan := t.Plan()
					plan.TalksFor = time.Hour
					return t.Replan(tx.Now(), plan)
				})
			},
			Left: func(tx *Tx, c Subject) {
				tx.Change(c.Kind, c.ID, func(t call.Timeline) call.Timeline { return t.End(tx.Now(), call.HungUp) })
				gone <- c.ID
			},
		}}
	}
}

// page sends a page and returns its id.
func (l *listening) page(t *testing.T) string {
	t.Helper()
	got := serve(l.fake.Handler("paging"), "POST", "/pages", `{"to":"919999999999"}`, "Authorization", "Bearer main/default/0")
	require.Equal(t, http.StatusCreated, got.Code, got.Body.String())
	return got.json(t)["id"].(string)
}

func (l *listening) dial(t *testing.T, query string) *websocket.Conn {
	t.Helper()
	conn, _, err := websocket.Dial(t.Context(), "ws://"+l.provider+"/line?"+query, nil)
	require.NoError(t, err)
	t.Cleanup(func() { conn.CloseNow() })
	return conn
}

func TestAClientThatHangsUpEndsItsSubject(t *testing.T) {
	gone := make(chan string, 1)
	l := listen(t, func(*Fake) {}, lined(gone))
	box := l.fake.sandboxes.home()
	id := l.page(t)
	client := l.dial(t, "id="+id)
	require.NoError(t, client.Write(t.Context(), websocket.MessageBinary, make([]byte, 100_000)))

	_, err := box.Advance(t.Context(), Advance{By: 10 * time.Minute})
	require.NoError(t, err)
	talking, _ := box.Subject(id)
	assert.Equal(t, call.PhaseInProgress, talking.State(box.Now()).Phase, "it lasts as long as the client stays")

	require.NoError(t, client.Close(websocket.StatusNormalClosure, ""))
	assert.Equal(t, id, <-gone)
	over, _ := box.Subject(id)
	assert.Equal(t, call.HungUp, over.State(box.Now()).Cause)
	assert.Equal(t, box.Now(), over.State(box.Now()).EndedAt)
}

func TestASubjectThatEndsHangsUpOnItsClients(t *testing.T) {
	for name, end := range map[string]func(*listening, string) error{
		"by the control port": func(l *listening, id string) error {
			_, err := l.fake.sandboxes.home().End(id, call.CallFailed)
			return err
		},
		"by its story": func(l *listening, _ string) error {
			_, err := l.fake.sandboxes.home().Advance(context.Background(), Advance{To: "idle"})
			return err
		},
		"with its world":  func(l *listening, _ string) error { return l.fake.sandboxes.Delete(DefaultSandbox) },
		"with the server": func(l *listening, _ string) error { return l.stop() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gone := make(chan string, 2)
			l := listen(t, func(*Fake) {}, lined(gone))
			id := l.page(t)
			first, second := l.dial(t, "id="+id), l.dial(t, "id="+id)
			require.NoError(t, end(l, id))
			for _, client := range []*websocket.Conn{first, second} {
				_, _, err := client.Read(t.Context())
				assert.Equal(t, websocket.StatusNormalClosure, websocket.CloseStatus(err), err)
			}
			assert.Empty(t, gone, "nobody has left")
		})
	}
}

func TestWhoMayNotJoinIsToldInTheProvidersForm(t *testing.T) {
	l := listen(t, func(*Fake) {}, lined(nil))
	id := l.page(t)
	upgrade := []string{"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "cmluZ2VyIGlzIGEgbW9jaw=="}
	for name, c := range map[string]struct {
		query  string
		header []string
		body   string
	}{
		"of nothing":     {"", upgrade, `{"no":"not-found"}`},
		"of no subject":  {"id=nobody", upgrade, `{"no":"not-found"}`},
		"who is refused": {"id=" + id + "&busy", upgrade, `{"no":"forbidden"}`},
		"by plain HTTP":  {"id=" + id, nil, `{"no":"malformed: this address takes WebSocket connections"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := serve(l.fake.Handler("paging"), "GET", "/line?"+c.query, "", c.header...)
			assert.Equal(t, c.body, got.Body.String())
		})
	}
}
