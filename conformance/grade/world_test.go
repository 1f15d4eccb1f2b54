package grade

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A handler is asked, and its answer read, as over a socket.
func TestAHandlerInThisProcessAnswersAsAServerWould(t *testing.T) {
	for name, handle := range map[string]http.HandlerFunc{
		"a body of no declared type": func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>") },
		"nothing at all":             func(http.ResponseWriter, *http.Request) {},
		"no content": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			io.WriteString(w, "unsent")
		},
		"the first status counts": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusTeapot)
			w.Header().Set("Content-Type", "late/ignored")
		},
		"what was asked": func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			w.Header().Set("Content-Type", "text/plain")
			io.WriteString(w, strings.Join([]string{r.Method, r.URL.String(), r.URL.Path, r.RequestURI, r.Host, r.Header.Get("X-Key"), string(body), r.Proto}, " ")+" "+errText(err))
		},
		"breaks off": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		server := httptest.NewServer(handle)
		ask := func(send func(*http.Request) (*http.Response, error)) (int, string, string, string, error) {
			r, err := http.NewRequest(http.MethodPost, server.URL+"/a%2Fb/c?x=1&x=2", strings.NewReader("sent"))
			require.NoError(t, err)
			r.Header.Set("X-Key", "secret")
			reply, err := send(r)
			if err != nil {
				return 0, "", "", "", errors.New("no answer")
			}
			body, err := io.ReadAll(reply.Body)
			require.NoError(t, err)
			reply.Body.Close()
			return reply.StatusCode, reply.Header.Get("Content-Type"), reply.Header.Get("Content-Length"), string(body), nil
		}
		status, kind, length, body, err := ask(server.Client().Do)
		status2, kind2, length2, body2, err2 := ask(func(r *http.Request) (*http.Response, error) { return served(handle, r) })
		server.Close()
		assert.Equal(t, status, status2, name)
		assert.Equal(t, kind, kind2, name)
		assert.Equal(t, length, length2, name)
		assert.Equal(t, body, body2, name)
		assert.Equal(t, err, err2, name)
	}
}

func errText(err error) string {
	if err != nil {
		return err.Error()
	}
	return "whole"
}

func TestNobodyIsAtAnotherAddress(t *testing.T) {
	p := &Proxy{world: World{Callbacks: &Callbacks{}}}
	for _, send := range []http.RoundTripper{p, p.world.Callbacks} {
		r, err := http.NewRequest(http.MethodGet, "http://127.0.0.1:1/recordings/1.wav", nil)
		require.NoError(t, err)
		_, err = send.RoundTrip(r)
		var op *net.OpError
		assert.ErrorAs(t, err, &op)
	}
}
