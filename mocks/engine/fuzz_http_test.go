package engine

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever is sent, the answer is the provider's own and never a server error.
func FuzzARequestIsAlwaysAnswered(f *testing.F) {
	b := newBench(f)
	for _, seed := range [][4]string{
		{"POST", "/pages", `{"to": "123456", "times": 3, "nested": {"deep": ["a"]}}`, "application/json"},
		{"POST", "/pages", `{"to": "123456", "hook": "http://127.0.0.1:9/x", "at": "2026-02-28T00:00:00Z"}`, ""},
		{"POST", "/pages", `[[[[[[`, "application/json; charset=utf-8"},
		{"POST", "/login", `{"user": "ann+x@example.com", "password": "hunter2"}`, "text/plain"},
		{"GET", "/pages?size=3&tag=1&since=x;y&%zz=1", "", ""},
		{"GET", "/pages/a%2Fb", "", ""},
		{"GET", "/ringer/recordings/default/x.wav?signature=1&expires=99999999999999999999", "", ""},
		{"PATCH", "//", "\x00", "\x00"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	f.Fuzz(func(t *testing.T, method, path, body, kind string) {
		address, err := url.ParseRequestURI(path)
		if err != nil || bytes.Contains([]byte(body), []byte("misbehave")) {
			t.Skip("it would not be a request, or asks for trouble")
		}
		r := httptest.NewRequest("GET", "/", bytes.NewReader([]byte(body)))
		r.Method, r.URL, r.ContentLength = method, address, -1
		r.Header = http.Header{"Authorization": {"Bearer main/default/0"}, "Content-Type": {kind}}
		w := httptest.NewRecorder()
		b.fake.Handler("paging").ServeHTTP(w, r)
		require.Less(t, w.Code, 500, w.Body.String())
		if w.Header().Get("Content-Type") == jsonType {
			require.True(t, json.Valid(w.Body.Bytes()), w.Body.String())
		}
	})
}

// The quick check may only say yes where the library says yes.
func FuzzTheQuickCheckIsNeverWrong(f *testing.F) {
	spec := pagingSpec(f)
	operation, _ := spec.Operation("sendPage")
	options := checking(spec.Document)
	fits := quickCheck(operation.Body())
	for _, seed := range []string{
		`{"to": "123456"}`, `{"to": "123456", "from": null, "times": 5, "kind": "loud", "nested": {"deep": ["a", "b"]}, "other": {}}`,
		`{"to": "123456", "times": 5.0, "id": "6f1c3d1e-8f5a-4c39-9b8e-0c5d3f0f7a11", "mail": "a@b.example", "at": "2026-01-15T12:00:00Z"}`,
		`{"to": null}`, `[]`, `null`, `{"to": "123456", "times": 1e300}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, ok := decode([]byte(text))
		if ok && fits(value) {
			assert.Empty(t, check("body", nil, operation.Body(), value, options), text)
		}
	})
}

func TestTheQuickCheckSaysYesToWhatIsUsuallySent(t *testing.T) {
	spec := pagingSpec(t)
	operation, _ := spec.Operation("sendPage")
	fits := quickCheck(operation.Body())
	for text, want := range map[string]bool{
		`{"to": "123456", "from": null, "times": 5, "kind": "loud", "hook": "http://x.example/", "nested": {"deep": ["a"]}}`: true,
		`{"to": "123456", "unknown": [1]}`: true,
		`{"to": "123"}`:                    false,
		`{"to": "123456", "kind": "x"}`:    false,
		`{"to": "123456", "hook": "x"}`:    false,
	} {
		value, _ := decode([]byte(text))
		assert.Equal(t, want, fits(value), text)
	}
}

func TestTwoFakesOfOneSeedSayTheSameBytes(t *testing.T) {
	tell := func() (texts []string) {
		b := newBench(t)
		for _, r := range [][3]string{
			{"POST", "/pages", `{"to": "123456"}`}, {"POST", "/pages", `{"to": "919810000486"}`}, {"GET", "/pages", ""}, {"GET", "/pages?size=0", ""}, {"POST", "/pages", "{}"},
		} {
			texts = append(texts, b.main(r[0], r[1], r[2]).Body.String())
		}
		b.tell("POST", "/sandboxes/default/clock/advance", `{"by": "10m"}`)
		return append(texts, b.main("GET", "/pages", "").Body.String(), b.tell("GET", "/sandboxes/default/calls", "").Body.String(), b.tell("GET", "/sandboxes/default/journal", "").Body.String())
	}
	assert.Equal(t, tell(), tell())
}
