package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/testdata/sixth"
)

// sixthClient talks to a sixth provider and to its control port over sockets.
type sixthClient struct {
	t            *testing.T
	api, control string
}

func startSixth(t *testing.T) sixthClient {
	t.Parallel()
	at := serveSixth(t, sixth.Provider(sixthSpec(t)))
	return sixthClient{t, at.Providers[sixthName], at.Control}
}

// ask sends a request and returns the status and the body, also as an object
// if it is one. Fields are header fields, name before value.
func (c sixthClient) ask(method, address, body string, fields ...string) (status int, got string, object map[string]any) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, address, strings.NewReader(body))
	require.NoError(c.t, err)
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(fields); i += 2 {
		req.Header.Set(fields[i], fields[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	object, _ = decoded(raw).(map[string]any)
	return resp.StatusCode, string(raw), object
}

// place orders a call that tells an address, "" for none, and returns its sheet.
func (c sixthClient) place(key, hook string) map[string]any {
	c.t.Helper()
	body := map[string]string{"from": "918888888888", "to": "919999999999", "assistant": "asst_asha"}
	if hook != "" {
		body["hook"] = hook
	}
	status, got, sheet := c.ask("POST", c.api+"/calls", string(encoded(body)), "X-Key", key)
	require.Equal(c.t, http.StatusCreated, status, got)
	return sheet
}

func (c sixthClient) advance(sandbox, how string) {
	c.t.Helper()
	status, got, _ := c.ask("POST", c.control+"/sandboxes/"+sandbox+"/clock/advance", how)
	require.Equal(c.t, http.StatusOK, status, got)
}

// receive starts a receiver that answers with these statuses in turn.
func (c sixthClient) receive(statuses ...int) (url string, came <-chan http.Header) {
	headers := make(chan http.Header, len(statuses))
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(statuses[len(headers)])
		headers <- r.Header
	}))
	c.t.Cleanup(receiver.Close)
	return receiver.URL, headers
}

func TestTheKeyNamesItsSandboxAndSoDoesTheCallWhereThereIsNone(t *testing.T) {
	c := startSixth(t)
	id := c.place("SIXTH_KEY+t42", "")["id"].(string)
	c.advance("t42", `{"to": "idle"}`)

	status, audio, _ := c.ask("GET", c.api+"/audio?call="+id, "", "Range", "bytes=0-3")
	assert.Equal(t, http.StatusPartialContent, status)
	assert.Equal(t, "RIFF", audio)
	status, _, _ = c.ask("GET", c.api+"/calls/"+id, "", "X-Key", "SIXTH_KEY")
	assert.Equal(t, http.StatusNotFound, status, "the key without a name has another world")
	status, _, _ = c.ask("GET", c.api+"/calls", "", "X-Key", "REVOKED_KEY+t43")
	assert.Equal(t, http.StatusUnauthorized, status)
	_, sandboxes, _ := c.ask("GET", c.control+"/sandboxes", "")
	assert.NotContains(t, sandboxes, "t43", "a bad key makes no sandbox")
}

func TestAFailureOfASixthProvidersOwnIsArrangedByItsWord(t *testing.T) {
	c := startSixth(t)
	faults := c.control + "/sandboxes/default/faults"
	status, got, _ := c.ask("PUT", faults, `[{"on": {"operation": "getCall"}, "do": {"fail": "no-assistent"}}]`)
	assert.Equal(t, http.StatusBadRequest, status, got)
	status, got, _ = c.ask("PUT", faults, `[{"on": {"operation": "getCall"}, "do": {"fail": "no-assistant"}}]`)
	require.Equal(t, http.StatusOK, status, got)

	status, _, told := c.ask("GET", c.api+"/calls/call_yesterday", "", "X-Key", "SIXTH_KEY")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Equal(t, map[string]any{"problem": "no-assistant", "operation": "getCall"}, told)
}

func TestAHookIsSignedAnewForEachAttempt(t *testing.T) {
	c := startSixth(t)
	url, came := c.receive(500, 200)
	status, got, _ := c.ask("POST", c.api+"/hooks", `{"url": "`+url+`", "secret": "s3cret"}`, "X-Key", "SIXTH_KEY")
	require.Equal(t, http.StatusCreated, status, got)
	c.place("SIXTH_KEY", "")
	c.advance("default", `{"to": "idle"}`)

	require.Len(t, came, 2)
	first, second := <-came, <-came
	assert.Equal(t, first.Get("X-Sixth-Signature"), second.Get("X-Sixth-Signature"), "of the same bytes")
	sent := func(h http.Header) time.Time {
		unix, err := strconv.ParseInt(h.Get("X-Sixth-Sent"), 10, 64)
		require.NoError(t, err)
		return time.Unix(unix, 0).UTC()
	}
	assert.Equal(t, "2026-01-15T12:00:53Z", sent(first).Format(time.RFC3339))
	assert.Equal(t, 30*time.Second, sent(second).Sub(sent(first)))
}

func TestACallGoesOnWhileSomebodyIsInItsRoom(t *testing.T) {
	c := startSixth(t)
	url, came := c.receive(200)
	sheet := c.place("SIXTH_KEY", url)
	status, _, told := c.ask("GET", c.api+"/room?call="+sheet["id"].(string)+"&assistant=asst_nobody", "", "Connection", "Upgrade",
		"Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "cmluZ2VyIGlzIGEgbW9jaw==")
	assert.Equal(t, http.StatusNotFound, status)
	assert.Equal(t, "not-found", told["problem"])

	guest, _, err := websocket.Dial(t.Context(), sheet["room"].(string), nil)
	require.NoError(t, err)
	c.advance("default", `{"by": "30m"}`)
	assert.Empty(t, came)
	require.NoError(t, guest.Close(websocket.StatusNormalClosure, ""))
	assert.Equal(t, "call.ended", (<-came).Get("X-Sixth-Event"))
	_, _, ended := c.ask("GET", c.api+"/calls/"+sheet["id"].(string), "", "X-Key", "SIXTH_KEY")
	assert.Equal(t, "done", ended["state"])
	assert.EqualValues(t, "1795", ended["seconds"], "half an hour without the five seconds before the answer")
}
