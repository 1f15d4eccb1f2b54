package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A faultRow shows from outside that a row of the list of faults does what it
// says, by the very example that the list gives.
type faultRow func(w *faulted)

// faultRows has one for each row of the list, by point, word and, where it is
// one of a few, value; those that narrow a point by "on" and word.
func faultRows() map[string]faultRow {
	rows := map[string]faultRow{}
	for _, some := range []map[string]faultRow{operationRows(), stageRows(), callbackRows()} {
		for key, row := range some {
			rows[key] = row
		}
	}
	return rows
}

// key is how a row is called in tests.
func (w wordView) key(on string) string {
	parts := []string{on, w.Word}
	if w.Choice {
		parts = append(parts, w.Value)
	}
	return strings.Join(parts, " ")
}

func TestEveryRowOfTheListOfFaultsDoesWhatItSays(t *testing.T) {
	t.Parallel()
	var list struct{ Points, Effects []wordView }
	told := ringer(t, "faults", "induslabs", "--json")
	require.NoError(t, json.Unmarshal([]byte(told.out), &list))
	s := serveRinger(t, "--clock", "frozen")
	rows, number := faultRows(), 0
	try := func(key string, row wordView) {
		check, ok := rows[key]
		delete(rows, key)
		if !ok {
			t.Errorf("no test exercises %q", key)
			return
		}
		number++
		sandbox := fmt.Sprintf("row-%d", number)
		t.Run(key, func(t *testing.T) {
			w := &faulted{t: t, s: s, sandbox: sandbox, row: row}
			require.Equal(t, http.StatusCreated, w.tell("PUT", "", `{}`).status)
			w.token = w.login()
			check(w)
		})
	}
	for _, row := range list.Points {
		try(row.key("on"), row)
	}
	for _, row := range list.Effects {
		try(row.key(row.Point), row)
	}
	assert.Empty(t, rows, "tests of rows that there are not")
}

// A faulted is a world in which one row is exercised.
type faulted struct {
	t       testing.TB
	s       *running
	sandbox string
	row     wordView
	token   string
}

// tell asks the control port about the world.
func (w *faulted) tell(method, path, body string) heard {
	w.t.Helper()
	return w.s.tell(method, strings.TrimSuffix("/sandboxes/"+w.sandbox+"/"+path, "/"), body)
}

// ask sends a request to the provider.
func (w *faulted) ask(method, path, body string) heard {
	w.t.Helper()
	header := []string{"Ringer-Sandbox", w.sandbox}
	if w.token != "" {
		header = append(header, "Authorization", "Bearer "+w.token)
	}
	return fetch(w.t, method, w.s.base+path, body, header...)
}

func (w *faulted) login() string {
	w.t.Helper()
	token := text(fetch(w.t, "POST", w.s.base+"/api/login", `{"email": "user@example.com", "password": "your_password"}`, "Ringer-Sandbox", w.sandbox).member("data", "access_token"))
	require.NotEmpty(w.t, token)
	return token
}

// arrange takes the row's example, in which words may be replaced: old, new …
func (w *faulted) arrange(replaced ...string) {
	w.t.Helper()
	example := strings.NewReplacer(replaced...).Replace(w.row.Example)
	for i := 0; i < len(replaced); i += 2 {
		require.Contains(w.t, w.row.Example, replaced[i])
	}
	put := w.tell("PUT", "faults", "- "+example+"\n")
	require.Equal(w.t, http.StatusOK, put.status, "%s: %s", example, put.body)
}

// fired is how often the fault has had its effect.
func (w *faulted) fired() int {
	w.t.Helper()
	told := w.tell("GET", "faults", "")
	n, _ := told.items("faults")[0]["fired"].(float64)
	unused, _ := told.member("unused").([]any)
	assert.Equal(w.t, n == 0, len(unused) == 1, "%s", told.body)
	return int(n)
}

func ordered(number, callback string) string {
	body := map[string]any{"customer_number": number, "agent_number": "918888888888", "did": "919484956750", "transcript": true, "transcript_language": "hi"}
	if callback != "" {
		body["callback_url"] = callback
	}
	text, _ := json.Marshal(body) // of strings
	return string(text)
}

// create places a call; callback may be "".
func (w *faulted) create(number, callback string) heard {
	w.t.Helper()
	return w.ask("POST", "/api/calls/click2call", ordered(number, callback))
}

// placed places a call and returns its id.
func (w *faulted) placed(number, callback string) string {
	w.t.Helper()
	id := text(w.create(number, callback).member("data", "call_id"))
	require.NotEmpty(w.t, id)
	return id
}

// transcript polls a call.
func (w *faulted) transcript(id string) heard {
	w.t.Helper()
	return w.ask("GET", "/api/calls/"+id+"/transcript", "")
}

// calls is how many calls the world holds beyond those it began with.
func (w *faulted) calls() int {
	w.t.Helper()
	n, _ := w.tell("GET", "calls", "").member("total").(float64)
	return int(n) - 2
}

func (w *faulted) advance(body string) {
	w.t.Helper()
	require.Equal(w.t, http.StatusOK, w.tell("POST", "clock/advance", body).status)
}

// A wire is what came over one connection until it ended.
type wire struct {
	got    []byte
	status int
	length int    // as announced; -1: nothing was
	body   []byte // as far as it came
	end    error  // nil: the connection was closed in order (FIN)
}

// overWire places a call over a connection of its own, and reads all that comes.
func (w *faulted) overWire() wire {
	w.t.Helper()
	conn := w.dial()
	defer conn.Close()
	var all wire
	all.got, all.end = io.ReadAll(conn)
	all.length = -1
	if answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(all.got)), nil); err == nil {
		all.status, all.length = answer.StatusCode, int(answer.ContentLength)
		all.body, _ = io.ReadAll(answer.Body) // as far as it came
	}
	return all
}

// dial sends a request to place a call, without reading the answer.
func (w *faulted) dial() net.Conn {
	w.t.Helper()
	host := strings.TrimPrefix(w.s.base, "http://")
	conn, err := net.Dial("tcp", host)
	require.NoError(w.t, err)
	require.NoError(w.t, conn.SetDeadline(time.Now().Add(patience)))
	body := ordered("919999999999", "")
	_, err = fmt.Fprintf(conn, "POST /api/calls/click2call HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nRinger-Sandbox: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		host, w.sandbox, w.token, len(body), body)
	require.NoError(w.t, err)
	return conn
}
