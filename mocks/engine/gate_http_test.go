package engine

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheControlPortServesThisMachineOnly(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		header []string
		status int
	}{
		"by address":                {nil, 200},
		"by name":                   {[]string{"Host", "localhost:4100"}, 200},
		"by the other family":       {[]string{"Host", "[::1]:4100"}, 200},
		"a name that was made up":   {[]string{"Host", "rebound.example:4100"}, 403},
		"another address":           {[]string{"Host", "192.168.1.5:4100"}, 403},
		"its own page":              {[]string{"Origin", "http://127.0.0.1:4100", "Sec-Fetch-Site", "same-origin"}, 200},
		"typed by a person":         {[]string{"Sec-Fetch-Site", "none"}, 200},
		"another page":              {[]string{"Origin", "http://evil.example"}, 403},
		"another port":              {[]string{"Origin", "http://127.0.0.1:8080"}, 403},
		"a page of no origin":       {[]string{"Origin", "null"}, 403},
		"another site":              {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a token that nobody wants": {[]string{"Authorization", "Bearer x"}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.tell("GET", "/healthz", "", c.header...)
			assert.Equal(t, c.status, got.Code, got.Body)
			if c.status == 403 {
				assert.NotEmpty(t, got.json(t)["error"])
				assert.Equal(t, 403, b.tell("POST", "/inbox/default/x", "{}", c.header...).Code)
			}
		})
	}
}

func TestWithATokenAnyHostServes(t *testing.T) {
	b := newBench(t)
	var err error
	b.control, err = b.fake.Control(Control{Token: "sesame"})
	require.NoError(t, err)
	assert.Equal(t, 401, b.tell("GET", "/healthz", "").Code)
	assert.Equal(t, 401, b.tell("GET", "/healthz", "", "Authorization", "Bearer wrong").Code)
	assert.Equal(t, 200, b.tell("GET", "/healthz", "", "Authorization", "Bearer sesame", "Host", "ringer.internal:4100").Code)
	assert.Equal(t, 401, b.tell("POST", "/inbox/default/x", "{}").Code, "from another machine")
	assert.Equal(t, 200, b.tell("POST", "/inbox/default/x", "{}", "Authorization", "Bearer sesame").Code)
}

func TestAHealthCheckFromThisMachineNeedsNoToken(t *testing.T) {
	b := newBench(t)
	var err error
	b.control, err = b.fake.Control(Control{Token: "sesame"})
	require.NoError(t, err)
	for from, want := range map[string][3]int{
		"127.0.0.1:5": {200, 503, 401}, // it is alive, and listens nowhere
		"[::1]:5":     {200, 503, 401},
		"10.0.0.9:5":  {401, 401, 401},
	} {
		var got [3]int
		for i, path := range []string{"/healthz", "/readyz", "/sandboxes"} {
			r := httptest.NewRequest("GET", path, nil)
			r.RemoteAddr = from
			w := httptest.NewRecorder()
			b.control.ServeHTTP(w, r)
			got[i] = w.Code
		}
		assert.Equal(t, want, got, from)
	}
}
