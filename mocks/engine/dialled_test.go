package engine

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Over real sockets: whose connection it is, is what is tested.
func TestACallbackCannotSpeakToTheControlPortButToItsInbox(t *testing.T) {
	f, err := New(Options{Providers: []Provider{acme(single)}, Clock: frozen()})
	require.NoError(t, err)
	defer f.close()
	f.courier.fit = func(*Provider, string, []byte) string { return "" }
	control, err := f.Control(Control{})
	require.NoError(t, err)
	port := httptest.NewServer(control)
	defer port.Close()
	s := f.sandboxes.home()
	order(t, s, f.providers[0], placing(port.URL+"/sandboxes/default/reset", port.URL+"/inbox/default/"))
	advance(t, s, Advance{To: "next"})
	statuses := map[string]int{}
	for _, d := range s.Deliveries(nil) {
		require.Len(t, d.Attempts, 1)
		statuses[d.URL] = d.Attempts[0].Status
	}
	assert.Equal(t, map[string]int{port.URL + "/sandboxes/default/reset": 403, port.URL + "/inbox/default/": 200}, statuses)
}

func TestARequestFromTheSamePortToAnotherAddressIsNoCallback(t *testing.T) {
	var d dialled
	d.open.Store(ends{"127.0.0.1:50000", "127.0.0.1:7000"}, struct{}{})
	at := func(from, to string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/sandboxes", nil)
		r.RemoteAddr = from
		here, err := net.ResolveTCPAddr("tcp", to)
		require.NoError(t, err)
		return r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(here)))
	}
	assert.True(t, d.sent(at("127.0.0.1:50000", "127.0.0.1:7000")))
	assert.False(t, d.sent(at("127.0.0.1:50000", "127.0.0.1:4100")))
	assert.False(t, d.sent(at("127.0.0.1:50001", "127.0.0.1:7000")))
}
