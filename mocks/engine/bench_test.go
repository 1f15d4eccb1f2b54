package engine

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A bench is a fake with the paging provider and a control port, without sockets.
type bench struct {
	t       testing.TB
	fake    *Fake
	control http.Handler
}

func newBench(t testing.TB, change ...func(*Options)) *bench {
	t.Helper()
	options := Options{Providers: []Provider{paging(t)}, Seed: 7, Clock: Mode{Kind: Frozen}, Strict: true}
	for _, c := range change {
		c(&options)
	}
	fake, err := New(options)
	require.NoError(t, err)
	t.Cleanup(fake.close)
	control, err := fake.Control(Control{})
	require.NoError(t, err)
	return &bench{t, fake, control}
}

// reply is what came back.
type reply struct {
	*httptest.ResponseRecorder
}

func (r reply) json(t testing.TB) map[string]any {
	t.Helper()
	var value map[string]any
	require.NoError(t, json.Unmarshal(r.Body.Bytes(), &value), r.Body.String())
	return value
}

// ask sends a request to the provider. Header fields are pairs.
func (b *bench) ask(method, path, body string, header ...string) reply {
	return serve(b.fake.Handler("paging"), method, path, body, header...)
}

// main sends a request with the credentials of the account main.
func (b *bench) main(method, path, body string, header ...string) reply {
	return b.ask(method, path, body, append([]string{"Authorization", "Bearer main/default/0"}, header...)...)
}

// tell sends a request to the control port.
func (b *bench) tell(method, path, body string, header ...string) reply {
	return serve(b.control, method, path, body, header...)
}

func serve(handler http.Handler, method, path, body string, header ...string) reply {
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, path, reader)
	r.Host = "127.0.0.1:4100"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i+1] == "" {
			r.Header.Del(header[i])
		}
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return reply{w}
}

// journal returns all that the control port shows of it.
func (b *bench) journal(query string) map[string]any {
	return b.tell("GET", "/sandboxes/default/journal"+query, "").json(b.t)
}

func TestAPageIsSentReadListedAndHeard(t *testing.T) {
	b := newBench(t)
	signed := b.ask("POST", "/login", `{"user": "ann@example.com", "password": "hunter2"}`)
	require.Equal(t, 200, signed.Code, signed.Body)
	assert.Equal(t, "main/default/0", signed.json(t)["pass"])

	sent := b.main("POST", "/pages", `{"to": "919810012345", "times": 3}`)
	require.Equal(t, 201, sent.Code, sent.Body)
	assert.Equal(t, "application/json", sent.Header().Get("Content-Type"))
	id := sent.json(t)["id"].(string)
	assert.JSONEq(t, `{"id": "`+id+`", "to": "919810012345", "state": "queued", "times": 3}`, sent.Body.String())

	advanced := b.tell("POST", "/sandboxes/default/clock/advance", `{"to": "idle"}`)
	require.Equal(t, 200, advanced.Code, advanced.Body)
	assert.Equal(t, true, advanced.json(t)["idle"])

	read := b.main("GET", "/pages/"+id, "")
	require.Equal(t, 200, read.Code, read.Body)
	assert.Equal(t, "ended", read.json(t)["state"])
	assert.Equal(t, 200, b.ask("GET", "/open/"+id, "").Code)

	listed := b.main("GET", "/pages", "")
	assert.EqualValues(t, 10, listed.json(t)["size"], "the document's default")
	assert.EqualValues(t, 1, listed.json(t)["total"])

	address := read.json(t)["recording"].(string)
	require.NotEmpty(t, address)
	path := strings.TrimPrefix(address, "http://127.0.0.1:4100")
	heard := b.ask("GET", path, "")
	require.Equal(t, 200, heard.Code, heard.Body)
	assert.Equal(t, "audio/wav", heard.Header().Get("Content-Type"))
	assert.True(t, bytes.HasPrefix(heard.Body.Bytes(), []byte("RIFF")))
	part := b.ask("GET", path, "", "Range", "bytes=0-3")
	assert.Equal(t, 206, part.Code)
	assert.Equal(t, "RIFF", part.Body.String())
	assert.Equal(t, 403, b.ask("GET", strings.Replace(path, "signature=", "signature=x", 1), "").Code)
	assert.Equal(t, 404, b.ask("GET", "/ringer/recordings/nowhere/x.wav", "").Code)
	require.Equal(t, 200, b.tell("POST", "/sandboxes/default/clock/advance", `{"by": "2h"}`).Code)
	assert.Equal(t, 403, b.ask("GET", path, "").Code, "it expires by the sandbox's clock")
}
