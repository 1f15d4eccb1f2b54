package engine

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryBadRequestIsAnsweredInTheProvidersForm(t *testing.T) {
	b := newBench(t)
	good := []string{"Authorization", "Bearer main/default/0"}
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for name, c := range map[string]struct {
		method, path, body string
		header             []string
		status             int
		want               string
	}{
		"not JSON":            {"POST", "/pages", `{"to": `, good, 422, `{"no":"malformed"}`},
		"two values":          {"POST", "/pages", `{"to": "123456"} {}`, good, 422, `{"no":"malformed"}`},
		"no body":             {"POST", "/pages", ``, good, 422, `{"no":"invalid","at":["body required : is required"]}`},
		"null":                {"POST", "/pages", `null`, good, 422, `{"no":"invalid","at":["body type object: must be an object"]}`},
		"an array":            {"POST", "/pages", `[]`, good, 422, `{"no":"invalid","at":["body type object: must be an object"]}`},
		"no member":           {"POST", "/pages", `{}`, good, 422, `{"no":"invalid","at":["body.to required : is required"]}`},
		"a number":            {"POST", "/pages", `{"to": 919810012345}`, good, 422, `{"no":"invalid","at":["body.to type string: must be a string"]}`},
		"null member":         {"POST", "/pages", `{"to": null}`, good, 422, `{"no":"invalid","at":["body.to type string: must be a string"]}`},
		"pattern":             {"POST", "/pages", `{"to": "abc"}`, good, 422, `{"no":"invalid","at":["body.to pattern ^[0-9+]{6,15}$: must match ^[0-9+]{6,15}$"]}`},
		"half a page":         {"POST", "/pages", `{"to": "123456", "times": 1.5}`, good, 422, `{"no":"invalid","at":["body.times type integer: must be an integer"]}`},
		"too often":           {"POST", "/pages", `{"to": "123456", "times": 6}`, good, 422, `{"no":"invalid","at":["body.times maximum 5: must be at most 5"]}`},
		"no URL":              {"POST", "/pages", `{"to": "123456", "hook": "here"}`, good, 422, `{"no":"invalid","at":["body.hook format uri: must be a valid uri"]}`},
		"no UUID":             {"POST", "/pages", `{"to": "123456", "id": "1234"}`, good, 422, `{"no":"invalid","at":["body.id format uuid: must be a valid uuid"]}`},
		"no email":            {"POST", "/pages", `{"to": "123456", "mail": "x"}`, good, 422, `{"no":"invalid","at":["body.mail format email: must be a valid email"]}`},
		"31 February":         {"POST", "/pages", `{"to": "123456", "at": "2026-02-31T00:00:00Z"}`, good, 422, `{"no":"invalid","at":["body.at format date-time: must be a valid date-time"]}`},
		"another word":        {"POST", "/pages", `{"to": "123456", "kind": "shrill"}`, good, 422, `{"no":"invalid","at":["body.kind enum loud, soft: must be one of loud, soft"]}`},
		"a fault far down":    {"POST", "/pages", `{"to": "123456", "nested": {"deep": ["a", 1]}}`, good, 422, `{"no":"invalid","at":["body.nested.deep.1 type string: must be a string"]}`},
		"all faults at once":  {"POST", "/pages", `{"times": 0, "hook": 1}`, good, 422, `{"no":"invalid","at":["body.to required : is required","body.hook type string: must be a string","body.times minimum 1: must be at least 1"]}`},
		"the last of two":     {"POST", "/pages", `{"to": "123456", "to": 1}`, good, 422, `{"no":"invalid","at":["body.to type string: must be a string"]}`},
		"20,000 levels":       {"POST", "/pages", deep(20_000), good, 422, `{"no":"malformed"}`},
		"an unclosed million": {"POST", "/pages", strings.Repeat("[", 1_000_000), good, 422, `{"no":"malformed"}`},
		"2 MiB":               {"POST", "/pages", `{"to": "` + strings.Repeat("1", 2<<20) + `"}`, good, 413, `{"no":"too-large"}`},
		"a form":              {"POST", "/pages", `to=123456`, append(good, "Content-Type", "application/x-www-form-urlencoded"), 415, `{"no":"wrong-media-type"}`},

		"no integer":        {"GET", "/pages?size=many", "", good, 422, `{"no":"invalid","at":["query.size type integer: must be an integer"]}`},
		"nothing":           {"GET", "/pages?size=", "", good, 422, `{"no":"invalid","at":["query.size type integer: must be an integer"]}`},
		"past int64":        {"GET", "/pages?size=99999999999999999999", "", good, 422, `{"no":"invalid","at":["query.size type integer: must be an integer"]}`},
		"out of range":      {"GET", "/pages?size=51", "", good, 422, `{"no":"invalid","at":["query.size maximum 50: must be at most 50"]}`},
		"no state":          {"GET", "/pages?state=lost", "", good, 422, `{"no":"invalid","at":["query.state enum queued, ended: must be one of queued, ended"]}`},
		"no date":           {"GET", "/pages?since=2026-02-31T00:00:00Z", "", good, 422, `{"no":"invalid","at":["query.since format date-time: must be a valid date-time"]}`},
		"no list":           {"GET", "/pages?tag=1&tag=x", "", good, 422, `{"no":"invalid","at":["query.tag type array: must be an array"]}`},
		"no boolean":        {"GET", "/pages?loud=perhaps", "", good, 422, `{"no":"invalid","at":["query.loud type boolean: must be a boolean"]}`},
		"no number":         {"GET", "/pages?ratio=NaN", "", good, 422, `{"no":"invalid","at":["query.ratio type number: must be a number"]}`},
		"a long header":     {"GET", "/pages", "", append(good, "X-Trace", "123456789"), 422, `{"no":"invalid","at":["header.X-Trace maxLength 8: must have at most 8 characters"]}`},
		"several at once":   {"GET", "/pages?size=0&loud=2", "", good, 422, `{"no":"invalid","at":["query.size minimum 1: must be at least 1","query.loud type boolean: must be a boolean"]}`},
		"the last counts":   {"GET", "/pages?size=5&size=x", "", good, 422, `{"no":"invalid","at":["query.size type integer: must be an integer"]}`},
		"unknown is nought": {"GET", "/pages?colour=red", "", good, 200, `{"pages":[],"size":10,"total":0}`},

		"unknown path":       {"GET", "/nowhere", "", nil, 404, `{"no":"unknown-path"}`},
		"two slashes":        {"GET", "//pages", "", nil, 404, `{"no":"unknown-path"}`},
		"one slash too many": {"GET", "/pages/", "", nil, 404, `{"no":"unknown-path"}`},
		"wrong method":       {"DELETE", "/pages", "", nil, 405, `{"no":"wrong-method"}`},
		"unknown page":       {"GET", "/pages/none", "", good, 404, `{"no":"not-found"}`},
		"an encoded slash":   {"GET", "/pages/a%2Fb", "", good, 404, `{"no":"not-found"}`},

		"no token":            {"GET", "/pages", "", nil, 401, `{"no":"unauthenticated"}`},
		"no token, bad body":  {"POST", "/pages", `{"to": `, nil, 401, `{"no":"unauthenticated"}`},
		"another scheme":      {"GET", "/pages", "", []string{"Authorization", "Basic main/default/0"}, 401, `{"no":"bad-credential"}`},
		"bad token":           {"GET", "/pages", "", []string{"Authorization", "Bearer x"}, 401, `{"no":"bad-credential"}`},
		"a bad login":         {"POST", "/login", `{"user": "ann@example.com", "password": "x"}`, nil, 400, `{"no":"bad-login"}`},
		"a bad sandbox":       {"GET", "/pages", "", append(good, "Ringer-Sandbox", "No Such"), 400, `{"no":"bad-sandbox: the header Ringer-Sandbox takes a name of 1 to 40 of a-z, 0-9 and -"}`},
		"two sandboxes":       {"GET", "/pages", "", append(good, "Ringer-Sandbox", "t42"), 400, `{"no":"bad-sandbox: the header Ringer-Sandbox and the credential name different sandboxes"}`},
		"a stranger's corner": {"POST", "/login", `{"user": "ann+t9@example.com", "password": "x"}`, nil, 400, `{"no":"bad-login"}`},

		"a panic":             {"POST", "/pages", `{"to": "123456", "misbehave": "panic"}`, good, 500, `{"no":"broken"}`},
		"an error":            {"POST", "/pages", `{"to": "123456", "misbehave": "error"}`, good, 500, `{"no":"broken"}`},
		"an undeclared field": {"POST", "/pages", `{"to": "123456", "misbehave": "extra"}`, good, 500, `{"no":"broken: operation sendPage broke the document: extra is not in the document"}`},
		"a field of a type":   {"POST", "/pages", `{"to": "123456", "misbehave": "type"}`, good, 500, `{"no":"broken: operation sendPage broke the document: id must be a string"}`},
		"another status":      {"POST", "/pages", `{"to": "123456", "misbehave": "status"}`, good, 500, `{"no":"broken: operation sendPage broke the document: its status is not in the document"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.ask(c.method, c.path, c.body, c.header...)
			assert.Equal(t, c.status, got.Code)
			assert.Equal(t, c.want, got.Body.String())
			assert.Equal(t, "application/json", got.Header().Get("Content-Type"))
		})
	}
	assert.Equal(t, "GET, POST", b.ask("DELETE", "/pages", "").Header().Get("Allow"))
	_, made := b.fake.Sandboxes().Get("t9")
	assert.False(t, made, "a credential that exists nowhere makes nothing")
}

func TestWhatAValidRequestSaysIsDecodedOnce(t *testing.T) {
	b := newBench(t)
	var heard *Request
	b.fake.providers[0].Operations["listPages"] = nil // the route has the function already
	for _, rt := range b.fake.sites["paging"].routes.all {
		if rt.operation.ID == "listPages" {
			rt.run = func(r *Request) (Reply, error) {
				heard = r
				return Reply{Body: map[string]any{"total": 0, "size": 0, "pages": []int{}}}, nil
			}
		}
	}
	got := b.main("GET", "/pages?size=7&tag=1&tag=2&loud=TRUE&ratio=0.5&since=2026-01-15T12%3A00%3A00%2B05%3A30&size=8", `{"size": 9}`, "X-Trace", "abc")
	require.Equal(t, 200, got.Code, got.Body)
	assert.Equal(t, 8, heard.Int("size"), "the last of two")
	assert.Equal(t, []any{int64(1), int64(2)}, heard.Items("tag"))
	assert.True(t, heard.Flag("loud"))
	assert.Equal(t, 0.5, heard.Number("ratio"))
	assert.Equal(t, "2026-01-15T12:00:00+05:30", heard.Text("since"))
	assert.Equal(t, "abc", heard.Text("X-Trace"))
	assert.False(t, heard.Has("state"))
	assert.Nil(t, heard.TextOrNil("state"))
	assert.False(t, heard.Sent("colour"))
	assert.Equal(t, "main", heard.Account.Name)
	assert.Equal(t, "http://127.0.0.1:4100", heard.Base)
}

// Addresses that are handed out begin with what the client calls us, unless
// that makes no address.
func TestAHostThatNamesNothingIsNotHandedOut(t *testing.T) {
	s := newBench(t).fake.sites["paging"]
	here := context.WithValue(t.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 4107})
	for host, want := range map[string]string{
		"localhost:4101":  "http://localhost:4101",
		"ringer.internal": "http://ringer.internal",
		"[::1]:4101":      "http://[::1]:4101",
		"under_score":     "http://under_score",
		"":                "http://127.0.0.2:4107",
		":4101":           "http://127.0.0.2:4107",
		"%zz":             "http://127.0.0.2:4107",
		"a:b:c":           "http://127.0.0.2:4107",
		"[::1":            "http://127.0.0.2:4107",
	} {
		r := httptest.NewRequest(http.MethodGet, "/pages", nil).WithContext(here)
		r.Host = host
		assert.Equal(t, want, s.base(r), host)
	}
}

func TestAHeaderMakesNoSandboxForARequestThatNobodyCouldHaveSent(t *testing.T) {
	for name, c := range map[string]struct {
		method, path, body, pass string
		made                     bool
	}{
		"no credential":            {"GET", "/pages", "", "", false},
		"one that exists nowhere":  {"GET", "/pages", "", "hunter2", false},
		"a path that nothing has":  {"GET", "/nowhere", "", "", false},
		"a method that it has not": {"PATCH", "/pages", "", "", false},
		"none is needed":           {"GET", "/open/x", "", "", true},
		"signing in":               {"POST", "/login", `{"user": "ann@example.com", "password": "hunter2"}`, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			header := []string{"Ringer-Sandbox", "t42"}
			if c.pass != "" {
				header = append(header, "Authorization", "Bearer "+c.pass)
			}
			b.ask(c.method, c.path, c.body, header...)
			_, made := b.fake.Sandboxes().Get("t42")
			assert.Equal(t, c.made, made)
		})
	}
}

func TestASandboxIsFoundByHeaderCredentialAndId(t *testing.T) {
	b := newBench(t)
	signed := b.ask("POST", "/login", `{"user": "ann+t42@example.com", "password": "hunter2"}`)
	require.Equal(t, 200, signed.Code, signed.Body)
	token := signed.json(t)["pass"].(string)
	assert.Equal(t, "main/t42/0", token)

	sent := b.ask("POST", "/pages", `{"to": "123456"}`, "Authorization", "Bearer "+token)
	require.Equal(t, 201, sent.Code, sent.Body)
	id := sent.json(t)["id"].(string)

	assert.Equal(t, 404, b.main("GET", "/pages/"+id, "").Code, "not in the default sandbox")
	assert.Equal(t, 200, b.ask("GET", "/pages/"+id, "", "Authorization", "Bearer "+token, "Ringer-Sandbox", "t42").Code)
	assert.Equal(t, 200, b.ask("GET", "/open/"+id, "").Code, "by the id alone")
	assert.Equal(t, 404, b.ask("GET", "/open/"+id, "", "Ringer-Sandbox", "t43").Code)

	require.Equal(t, 204, b.tell("DELETE", "/sandboxes/t42", "").Code)
	assert.Equal(t, 401, b.ask("GET", "/pages", "", "Authorization", "Bearer "+token).Code, "its token went with it")
	_, made := b.fake.Sandboxes().Get("t42")
	assert.False(t, made)
	again := b.ask("POST", "/login", `{"user": "ann+t42@example.com", "password": "hunter2"}`)
	assert.Equal(t, "main/t42/1", again.json(t)["pass"])
	assert.Equal(t, 401, b.ask("GET", "/pages", "", "Authorization", "Bearer "+token).Code, "and stays worthless")
}

func TestWhileServingOnlyTheFirstRepliesAreJudged(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Strict = false })
	for range judgedAtFirst {
		require.Equal(t, 500, b.main("POST", "/pages", `{"to": "123456", "misbehave": "extra"}`).Code)
	}
	assert.Equal(t, http.StatusCreated, b.main("POST", "/pages", `{"to": "123456", "misbehave": "extra"}`).Code)
}
