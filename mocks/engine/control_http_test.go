package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheControlPortSaysNoInPlainWords(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"unknown path":      {"GET", "/nowhere", "", 404, `{"error":"unknown path"}`},
		"wrong method":      {"POST", "/healthz", "", 405, `{"error":"wrong method"}`},
		"not JSON":          {"PUT", "/sandboxes/x", "{", 400, `{"error":"malformed"}`},
		"a bad name":        {"PUT", "/sandboxes/X_", "", 400, `{"error":"path name must match ^[a-z0-9-]{1,40}$"}`},
		"no such sandbox":   {"GET", "/sandboxes/none/clock", "", 404, `{"error":"there is no sandbox none","hint":"PUT /sandboxes/none makes it"}`},
		"a bad clock":       {"PUT", "/sandboxes/default/clock", `{"mode": "slow"}`, 400, `{"error":"clock \"slow\": want real, frozen, frozen@TIME or a factor such as 60x"}`},
		"back in time":      {"PUT", "/sandboxes/default/clock", `{"mode": "frozen", "now": "2020-01-01T00:00:00Z"}`, 409, `{"error":"set the clock to 2020-01-01T00:00:00Z, it shows 2026-01-15T12:00:00Z: a clock never goes back"}`},
		"no length":         {"POST", "/sandboxes/default/clock/advance", `{"by": "soon"}`, 400, `{"error":"body by must match ^([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+$"}`},
		"nowhere":           {"POST", "/sandboxes/default/clock/advance", `{}`, 400, `{"error":"advance: by or to is missing"}`},
		"beyond all clocks": {"POST", "/sandboxes/default/clock/advance", `{"by": "1100000h"}`, 400, `{"error":"advance: no further than 100 years at once"}`},
		"a misspelt member": {"POST", "/sandboxes/default/clock/advance", `{"by": "1s", "quite": "20ms"}`, 400, `{"error":"body has a member that is not allowed"}`},
		"a misspelt clock":  {"PUT", "/sandboxes/new", `{"clok": {"mode": "frozen"}}`, 400, `{"error":"body has a member that is not allowed"}`},
		"no time to talk":   {"PUT", "/sandboxes/default/numbers/1", `{"persona": "answers", "talks_for": "0s"}`, 400, `{"error":"talks_for: want a duration above 0, and no longer than a year"}`},
		"an age of talk":    {"PUT", "/sandboxes/default/numbers/1", `{"persona": "answers", "answered_after": "99999999999h"}`, 400, `{"error":"answered_after: want a duration above 0, and no longer than a year"}`},
		"no such call":      {"GET", "/sandboxes/default/calls/x", "", 404, `{"error":"no call or job has this id"}`},
		"end of none":       {"POST", "/sandboxes/default/calls/x/end", "", 404, `{"error":"no call or job has this id"}`},
		"end as none":       {"POST", "/sandboxes/default/calls/x/end", `{"as": "boring"}`, 400, `{"error":"a call does not end as that","hint":"such as completed, hung-up, busy, no-answer or failed"}`},
		"no such delivery":  {"POST", "/sandboxes/default/deliveries/d1/replay", "", 404, `{"error":"no delivery has this id; the oldest are forgotten"}`},
		"no such persona":   {"PUT", "/sandboxes/default/numbers/1", `{"persona": "sleeps"}`, 404, `{"error":"no persona has this name","hint":"such as answers, busy or no-answer; the README has the phone book"}`},
		"no such provider":  {"PUT", "/sandboxes/default/callbacks/pagin", `{"url": ""}`, 404, `{"error":"this fake does not have the provider","hint":"did you mean paging?"}`},
		"a bad script":      {"PUT", "/sandboxes/default/inbox", `[99]`, 400, `{"error":"body 0 does not fit the document"}`},
		"no such inbox":     {"POST", "/inbox/none/x", `{}`, 404, `{"error":"there is no such sandbox to capture for","hint":"callbacks go to /inbox/default/ for the sandbox default"}`},
		"looked at":         {"GET", "/inbox/default/", ``, 405, `{"error":"callbacks are posted here","hint":"GET /sandboxes/default/inbox shows what has arrived"}`},
		"not listening":     {"GET", "/readyz", ``, 503, `{"error":"nothing is listening yet"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.tell(c.method, c.path, c.body)
			assert.Equal(t, c.status, got.Code)
			assert.Equal(t, c.want, got.Body.String())
		})
	}
}

// Whatever the control port answers is judged by its own document.
func TestTheControlPortKeepsItsDocument(t *testing.T) {
	b := newBench(t)
	port := b.control.(*controlPort)
	ask := func(operation string, status int, method, path, body string) map[string]any {
		t.Helper()
		got := b.tell(method, path, body)
		require.Equal(t, status, got.Code, got.Body)
		for _, rt := range port.routes.all {
			if rt.operation.ID != operation {
				continue
			}
			p := rt.promised(status)
			require.NotNil(t, p)
			if p.schema == nil {
				assert.Empty(t, got.Body.String())
				return nil
			}
			assert.Empty(t, p.judge(got.Header(), got.Body.Bytes(), rt.options), got.Body)
			return got.json(t)
		}
		t.Fatalf("no operation %s", operation)
		return nil
	}
	ask("check-health", 200, "GET", "/healthz", "")
	ask("put-sandbox", 201, "PUT", "/sandboxes/t1", `{"clock": {"mode": "frozen", "now": "2026-03-01T00:00:00Z"}, "seed": 5}`)
	again := ask("put-sandbox", 200, "PUT", "/sandboxes/t1", "")
	assert.Equal(t, map[string]any{"mode": "frozen", "now": "2026-03-01T00:00:00Z"}, again["clock"])
	assert.Len(t, ask("list-sandboxes", 200, "GET", "/sandboxes", "")["sandboxes"], 2)
	ask("read-clock", 200, "GET", "/sandboxes/t1/clock", "")
	assert.Equal(t, "60x", ask("set-clock", 200, "PUT", "/sandboxes/t1/clock", `{"mode": "60x"}`)["mode"])

	ask("script-inbox", 204, "PUT", "/sandboxes/default/inbox", `[503, {"status": 200, "after": "11s"}, 200]`)
	ask("bind-number", 204, "PUT", "/sandboxes/default/numbers/919810012345", `{"persona": "answers", "answered_after": "2s", "talks_for": "10s"}`)
	ask("put-callback", 204, "PUT", "/sandboxes/default/callbacks/paging?account=main", `{"url": "http://127.0.0.1:1/"}`)
	assert.Equal(t, "http://127.0.0.1:1/", b.fake.sandboxes.home().Callback("paging", "main"))

	sent := b.main("POST", "/pages", `{"to": "919810012345", "hook": "http://receiver.example/"}`).json(t)
	calls := ask("list-sandbox-calls", 200, "GET", "/sandboxes/default/calls", "")
	assert.EqualValues(t, 1, calls["total"])
	path := "/sandboxes/default/calls/" + sent["id"].(string)
	assert.Equal(t, "queued", ask("read-sandbox-call", 200, "GET", path, "")["phase"])
	ask("advance-clock", 200, "POST", "/sandboxes/default/clock/advance", `{"by": "5s"}`)
	assert.Equal(t, "in-progress", ask("read-sandbox-call", 200, "GET", path, "")["phase"])
	assert.Equal(t, "ended", ask("end-sandbox-call", 200, "POST", path+"/end", `{"as": "hung-up"}`)["phase"])
	ask("advance-clock", 200, "POST", "/sandboxes/default/clock/advance", `{"to": "idle"}`)

	deliveries := ask("list-sandbox-deliveries", 200, "GET", "/sandboxes/default/deliveries?event=page.ended", "")["deliveries"].([]any)
	require.Len(t, deliveries, 1)
	first := deliveries[0].(map[string]any)
	assert.Equal(t, "refused", first["state"])
	ask("read-sandbox-delivery", 200, "GET", "/sandboxes/default/deliveries/"+first["id"].(string), "")
	assert.Len(t, ask("read-journal", 200, "GET", "/sandboxes/default/journal?event=page.ended", "")["entries"], 1)
	ask("replay-sandbox-delivery", 202, "POST", "/sandboxes/default/deliveries/"+first["id"].(string)+"/replay", "")
	assert.Empty(t, ask("read-journal", 200, "GET", "/sandboxes/default/journal?event=none", "")["entries"])

	ask("add-faults", 200, "POST", "/sandboxes/default/faults", `[{"on": {"operation": "listPages", "nth": 3}, "do": {"status": 500}}]`)
	ask("put-faults", 200, "PUT", "/sandboxes/default/faults", `[{"on": {"operation": "listPages", "nth": 3}, "do": {"status": 500}}]`)
	ask("list-faults", 200, "GET", "/sandboxes/default/faults", "")
	ask("delete-faults", 204, "DELETE", "/sandboxes/default/faults", "")

	assert.Equal(t, 503, b.tell("POST", "/inbox/default/a?b=c", `{"id": "x1"}`).Code)
	slow := b.tell("POST", "/inbox/default/", `{"id": "x2"}`)
	assert.Equal(t, 200, slow.Code)
	assert.Equal(t, "11s", slow.Header().Get(TookHeader))
	inbox := ask("read-inbox", 200, "GET", "/sandboxes/default/inbox?call=x1&wait=1s", "")["deliveries"].([]any)
	require.Len(t, inbox, 1)
	assert.Equal(t, "/inbox/default/a?b=c", inbox[0].(map[string]any)["path"])

	ask("reset-sandbox", 204, "POST", "/sandboxes/default/reset", "")
	assert.Empty(t, ask("read-inbox", 200, "GET", "/sandboxes/default/inbox", "")["deliveries"])
	assert.EqualValues(t, 0, ask("list-sandbox-calls", 200, "GET", "/sandboxes/default/calls", "")["total"])
	ask("delete-sandbox", 204, "DELETE", "/sandboxes/t1", "")
}
