package engine

import (
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
