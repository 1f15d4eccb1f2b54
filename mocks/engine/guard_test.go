package engine

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAGuardJudgesEveryAddress(t *testing.T) {
	const flag, never = "--allow-callback hooks.acme.io allows it", "does not change that"
	for _, test := range []struct {
		address         string
		listed, private bool
		want            string // part of the refusal; "": allowed
	}{
		{address: "127.0.0.1:80"},
		{address: "127.9.9.9:8080"},
		{address: "[::1]:80"},
		{address: "[::ffff:127.0.0.1]:80"},
		{address: "10.1.2.3:80", want: "private network; --allow-callback private allows it"},
		{address: "10.1.2.3:80", listed: true, want: "private network"},
		{address: "10.1.2.3:80", private: true},
		{address: "172.16.0.1:80", private: true},
		{address: "192.168.1.1:80", private: true},
		{address: "[fd00::1]:80", want: "private network"},
		{address: "[fd00::1]:80", private: true},
		{address: "93.184.215.14:443", want: flag},
		{address: "93.184.215.14:443", private: true, want: flag},
		{address: "93.184.215.14:443", listed: true},
		{address: "[2606:2800:220:1::1]:443", want: flag},
		{address: "[2606:2800:220:1::1]:443", listed: true},
		{address: "169.254.169.254:80", listed: true, private: true, want: never},
		{address: "[fe80::1%eth0]:80", listed: true, private: true, want: never},
		{address: "100.64.0.1:80", listed: true, private: true, want: never},
		{address: "0.0.0.0:80", listed: true, private: true, want: never},
		{address: "[64:ff9b::7f00:1]:80", listed: true, private: true, want: never},
		{address: "[::ffff:169.254.169.254]:80", listed: true, private: true, want: never},
		{address: "[::ffff:10.0.0.1]:80", listed: true, want: "private network"},
		{address: "224.0.0.1:80", listed: true, private: true, want: never},
	} {
		network := "tcp4"
		if test.address[0] == '[' {
			network = "tcp6"
		}
		err := newGuard(nil, test.private).judge("hooks.acme.io", network, test.address, test.listed)
		if test.want == "" {
			assert.NoError(t, err, "%+v", test)
			continue
		}
		assert.ErrorContains(t, err, test.want, "%+v", test)
	}
}

func TestReservedNamesAreNeverCalled(t *testing.T) {
	g := newGuard([]string{"example.com", "*.test"}, true)
	for _, host := range []string{"example.com", "hooks.example.com", "EXAMPLE.org.", "a.example", "box.test", "test", "x.invalid"} {
		assert.ErrorContains(t, g.name(host), "reserved", host)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "example.co", "myexample.com", "latest", "receiver"} {
		assert.NoError(t, g.name(host), host)
	}
}

func TestHostsAreListedByNamePortOrDomain(t *testing.T) {
	g := newGuard([]string{"Hooks.Acme.io", "one.io:8443", "*.many.io"}, false)
	for address, want := range map[string]bool{
		"hooks.acme.io:443": true, "HOOKS.acme.io.:80": true, "acme.io:443": false, "one.io:8443": true, "one.io:443": false,
		"a.many.io:443": true, "many.io:443": false, "notmany.io:443": false,
	} {
		host, port, err := net.SplitHostPort(address)
		require.NoError(t, err)
		assert.Equal(t, want, g.listed(host, port), address)
	}
	everywhere := newGuard([]string{"public"}, false)
	assert.True(t, everywhere.listed("hooks.acme.io", "443"))
	assert.ErrorContains(t, everywhere.judge("a.io", "tcp4", "169.254.169.254:80", true), "does not change that")
	assert.ErrorContains(t, everywhere.judge("a.io", "tcp4", "10.0.0.1:80", true), "private network")
}

// The next two go over real sockets: dialling is what is tested.

func TestARefusalIsADeliveryThatNamesTheFlag(t *testing.T) {
	f, err := New(Options{Providers: []Provider{acme(thrice)}, Clock: frozen()})
	require.NoError(t, err)
	defer f.close()
	f.courier.fit = func(*Provider, string, []byte) string { return "" }
	s := f.sandboxes.home()
	order(t, s, f.providers[0], placing("http://93.184.215.14/hook", "https://example.com/webhook"))
	advance(t, s, Advance{By: time.Millisecond})
	refused := s.Deliveries(nil)
	require.Len(t, refused, 2)
	for _, d := range refused {
		assert.Equal(t, Refused, d.State)
		assert.Contains(t, d.Reason, "--allow-callback")
		assert.Len(t, d.Attempts, 1, "a refusal is not tried again")
	}
}

func TestLoopbackIsCalledWithoutProxyAndRedirectsAreAnswers(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	var paths []string
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	defer receiver.Close()
	at, err := url.Parse(receiver.URL)
	require.NoError(t, err)
	f, err := New(Options{Providers: []Provider{acme(single)}, Clock: frozen()})
	require.NoError(t, err)
	defer f.close()
	f.courier.fit = func(*Provider, string, []byte) string { return "" }
	s := f.sandboxes.home()
	order(t, s, f.providers[0], placing("http://localhost:"+at.Port()+"/hook"))
	advance(t, s, Advance{By: time.Millisecond})
	assert.Equal(t, []string{"/hook"}, paths)
	assert.Equal(t, "the receiver answered 302", sole(t, s, "queued").Attempts[0].Error)
}
