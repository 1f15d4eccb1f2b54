package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"syscall"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// operationRows are those of the points that requests come to, and of the
// effects there.
func operationRows() map[string]faultRow {
	return map[string]faultRow{
		"on operation": func(w *faulted) {
			w.arrange()
			assert.Equal(w.t, 503, w.create("919999999999", "").status)
			assert.Equal(w.t, 404, w.transcript("none").status, "another operation")
			assert.Equal(w.t, 1, w.fired())
		},
		"on provider": func(w *faulted) {
			w.arrange()
			assert.Equal(w.t, 503, w.create("919999999999", "").status)
			got := w.tell("PUT", "faults", "[{on: {provider: indus, operation: login}, do: {status: 503}}]")
			assert.Equal(w.t, 400, got.status, "another provider is none here: %s", got.body)
		},
		"on account": func(w *faulted) {
			id := w.placed("919999999999", "")
			w.arrange("main", "other")
			assert.Equal(w.t, 200, w.transcript(id).status)
			w.arrange()
			assert.Equal(w.t, 503, w.transcript(id).status)
			w.token = ""
			assert.Equal(w.t, 401, w.transcript(id).status, "nobody is not this account")
		},
		"on persona": func(w *faulted) {
			busy, well := w.placed("919999000486", ""), w.placed("919999999999", "")
			w.arrange("stage: transcript", "operation: getCallTranscript", "never: true", "status: 503")
			assert.Equal(w.t, 503, w.transcript(well).status)
			assert.Equal(w.t, 200, w.transcript(busy).status)
			w.arrange("stage: transcript", "operation: createClick2Call", "never: true", "status: 503", "answers", "busy")
			assert.Equal(w.t, 200, w.create("919999999999", "").status)
			assert.Equal(w.t, 503, w.create("919999000486", "").status)
		},
		"on call": func(w *faulted) {
			one, two := w.placed("919999999999", ""), w.placed("919999999999", "")
			w.arrange("ID", one)
			assert.Equal(w.t, 200, w.transcript(two).status)
			assert.Equal(w.t, 503, w.transcript(one).status)
			assert.Equal(w.t, 1, w.fired())
		},
		"on number": func(w *faulted) {
			one, two := w.placed("919812345678", ""), w.placed("919999999999", "")
			w.arrange("919812345678", "+91 98123 45678")
			assert.Equal(w.t, 200, w.transcript(two).status)
			assert.Equal(w.t, 503, w.transcript(one).status)
			w.arrange("getCallTranscript", "createClick2Call")
			assert.Equal(w.t, 200, w.create("919999999999", "").status)
			assert.Equal(w.t, 503, w.create("919812345678", "").status)
		},
		"on nth": func(w *faulted) {
			id, other := w.placed("919999999999", ""), w.placed("919999999999", "")
			for nth, want := range map[string][]int{"nth: [1, 2]": {503, 503, 200}, "nth: 2": {200, 503, 200}} {
				w.arrange("nth: [1, 2]", "call: "+id+", "+nth)
				for _, status := range want {
					assert.Equal(w.t, 200, w.transcript(other).status, "what does not fit is not counted")
					assert.Equal(w.t, status, w.transcript(id).status)
				}
			}
		},
		"on times": func(w *faulted) {
			w.arrange()
			for _, want := range []int{503, 503, 503, 200, 200} {
				assert.Equal(w.t, want, w.create("919999999999", "").status)
			}
		},
		"on chance": func(w *faulted) {
			draw := func() (drawn []int) {
				w.arrange()
				for range 40 {
					drawn = append(drawn, w.create("919999999999", "").status)
				}
				return drawn
			}
			once, again := draw(), draw()
			assert.Equal(w.t, once, again, "the same seed draws the same")
			assert.Contains(w.t, once, 503)
			assert.Contains(w.t, once, 200)
		},

		"operation fail": func(w *faulted) {
			w.arrange()
			got := w.create("919999999999", "")
			assert.Equal(w.t, 429, got.status)
			assert.NotEmpty(w.t, got.member("detail"), "in the provider's form")
			assert.Zero(w.t, w.calls())
		},
		"operation status": func(w *faulted) {
			w.arrange()
			got := w.create("919999999999", "")
			assert.Equal(w.t, 503, got.status)
			assert.NotEmpty(w.t, got.member("detail"), "in the provider's form")
			assert.Zero(w.t, w.calls())
			entry := w.tell("GET", "journal?status=503", "").items("entries")[0]
			assert.Equal(w.t, []any{1.0}, entry["faults"])
			assert.Equal(w.t, "fault 1: status 503", entry["note"])
		},
		"operation body": func(w *faulted) {
			w.arrange()
			got := w.create("919999999999", "")
			assert.Equal(w.t, `{"oh":"no"}`, string(got.body))
			assert.Equal(w.t, "application/json", got.header.Get("Content-Type"))
			w.arrange("{oh: no}", "<html>oh no</html>")
			got = w.create("919999999999", "")
			assert.Equal(w.t, `<html>oh no</html>`, string(got.body))
			assert.Equal(w.t, "text/plain; charset=utf-8", got.header.Get("Content-Type"))
		},
		"operation headers": func(w *faulted) {
			w.arrange()
			assert.Equal(w.t, "proxy", w.create("919999999999", "").header.Get("Server"))
			w.arrange("status: 503, ", "")
			got := w.create("919999999999", "")
			assert.Equal(w.t, 200, got.status)
			assert.Equal(w.t, "proxy", got.header.Get("Server"), "on what is answered otherwise, too")
		},
		"operation retry_after": func(w *faulted) {
			w.arrange()
			got := w.create("919999999999", "")
			assert.Equal(w.t, 429, got.status)
			assert.Equal(w.t, "30", got.header.Get("Retry-After"))
			w.arrange("30s", "7")
			assert.Equal(w.t, "7", w.create("919999999999", "").header.Get("Retry-After"))
		},
		"operation delay": func(w *faulted) {
			require.Equal(w.t, 200, w.tell("PUT", "clock", `{"mode": "60x"}`).status)
			w.arrange()
			began := time.Now()
			assert.Equal(w.t, 200, w.create("919999999999", "").status)
			took := time.Since(began)
			assert.GreaterOrEqual(w.t, took, 50*time.Millisecond, "a sixtieth of three seconds")
			assert.Less(w.t, took, 3*time.Second)
			require.Equal(w.t, 200, w.tell("PUT", "clock", `{"mode": "frozen"}`).status)
			w.arrange("3s", "60ms, status: 503")
			began = time.Now()
			assert.Equal(w.t, 503, w.create("919999999999", "").status, "it goes with an answer")
			assert.GreaterOrEqual(w.t, time.Since(began), 60*time.Millisecond, "a frozen clock does not end it")
		},
		"operation hang true": func(w *faulted) {
			w.arrange()
			conn := w.dial()
			defer conn.Close()
			entry := w.tell("GET", "journal?operation=createClick2Call&wait=20s", "").items("entries")[0]
			assert.Equal(w.t, "fault 1: hang", entry["note"])
			assert.Equal(w.t, 0.0, entry["status"])
			require.Equal(w.t, 204, w.tell("DELETE", "faults", "").status)
			got, err := io.ReadAll(conn)
			assert.NoError(w.t, err)
			assert.Empty(w.t, got, "not a byte")
			assert.Zero(w.t, w.calls())
		},
		"operation reset before": func(w *faulted) {
			w.arrange()
			got := w.overWire()
			assert.ErrorIs(w.t, got.end, syscall.ECONNRESET)
			assert.Empty(w.t, got.got)
			assert.Equal(w.t, 1, w.calls(), "what was asked is done")
		},
		"operation reset during": func(w *faulted) {
			w.arrange()
			got := w.overWire()
			assert.ErrorIs(w.t, got.end, syscall.ECONNRESET)
			assert.Equal(w.t, 200, got.status)
			assert.Len(w.t, got.body, got.length/2)
			assert.Positive(w.t, got.length)
			assert.Equal(w.t, 1, w.calls())
		},
		"operation reset after": func(w *faulted) {
			w.arrange()
			got := w.overWire()
			assert.ErrorIs(w.t, got.end, syscall.ECONNRESET)
			assert.Equal(w.t, 200, got.status)
			assert.Len(w.t, got.body, got.length)
			assert.True(w.t, json.Valid(got.body))
		},
		"operation truncate true": func(w *faulted) {
			w.arrange()
			got := w.overWire()
			assert.NoError(w.t, got.end, "a FIN, not a reset")
			assert.Equal(w.t, 200, got.status)
			assert.Positive(w.t, got.length)
			assert.Len(w.t, got.body, got.length/2)
		},
		"operation malformed true": func(w *faulted) {
			w.arrange()
			got := w.overWire()
			assert.NoError(w.t, got.end)
			assert.Equal(w.t, 200, got.status)
			assert.Len(w.t, got.body, got.length)
			assert.False(w.t, json.Valid(got.body), "%s", got.body)
		},
		"operation content_type": func(w *faulted) {
			w.arrange()
			got := w.create("919999999999", "")
			assert.Equal(w.t, 200, got.status)
			assert.Equal(w.t, "text/html", got.header.Get("Content-Type"))
			assert.NotEmpty(w.t, got.member("data", "call_id"))
		},
		"operation expire token": func(w *faulted) {
			id := w.placed("919999999999", "")
			w.arrange()
			assert.Equal(w.t, 401, w.transcript(id).status, "this request")
			assert.Equal(w.t, 401, w.create("919999999999", "").status, "and every later one with this token")
			w.token = w.login()
			assert.Equal(w.t, 200, w.transcript(id).status, "one that is minted afterwards is good")
			assert.Equal(w.t, 1, w.fired())
		},
		"operation lag": func(w *faulted) {
			id := w.placed("919999999999", "")
			w.arrange()
			assert.Equal(w.t, http.StatusNotFound, w.transcript(id).status, "five seconds ago there was no call")
			w.advance(`{"by": "73s"}`)
			status := func() string { return text(w.transcript(id).member("data", "transcript_status")) }
			assert.Equal(w.t, "processing", status(), "the transcript is ready, and the read does not know it yet")
			w.advance(`{"by": "5s"}`)
			assert.Equal(w.t, "ready", status())
			entry := w.tell("GET", "journal?call="+id+"&operation=getCallTranscript", "").items("entries")[0]
			assert.Equal(w.t, "fault 1: lag 5s", fmt.Sprint(entry["note"]))
		},
	}
}
