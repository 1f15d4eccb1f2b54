package vinfer_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOnlyALimitedWorkspaceIsRefusedAndItsWindowReopens(t *testing.T) {
	for key, refused := range map[string]bool{"YOUR_API_KEY": false, "LIMITED_API_KEY": true} {
		c := start(t, taken)
		c.key = key
		c.advance(20 * time.Second)
		var last *httptest.ResponseRecorder
		for range 1000 {
			last = c.ask("GET", "/v1/webhooks", "")
		}
		require.Equal(t, 200, last.Code)
		assert.Equal(t, "0", last.Header().Get("X-RateLimit-Remaining"))

		next := c.ask("GET", "/v1/webhooks", "")
		assert.Equal(t, "1000", next.Header().Get("X-RateLimit-Limit"))
		assert.Equal(t, "1768478460", next.Header().Get("X-RateLimit-Reset"), "12:01:00")
		if !refused {
			assert.Equal(t, 200, next.Code)
			continue
		}
		assert.Equal(t, 429, next.Code)
		assert.Equal(t, "40", next.Header().Get("Retry-After"))
		c.advance(40 * time.Second)
		assert.Equal(t, 200, c.ask("GET", "/v1/webhooks", "").Code)
	}
}

func TestKeysOfOneWorkspaceShareItsLimit(t *testing.T) {
	c := start(t, taken)
	first := c.ask("GET", "/v1/calls", "")
	c.key = "READ_ONLY_API_KEY"
	second := c.ask("POST", "/v1/calls", order(answers))
	require.Equal(t, 403, second.Code)
	assert.Equal(t, "999", first.Header().Get("X-RateLimit-Remaining"))
	assert.Equal(t, "998", second.Header().Get("X-RateLimit-Remaining"), "a refusal counts, too")
	c.key = "OTHER_API_KEY"
	assert.Equal(t, "999", c.ask("GET", "/v1/calls", "").Header().Get("X-RateLimit-Remaining"))
}

func TestTheEndOfAKeyNamesASandboxThatOnlyGoodKeysMake(t *testing.T) {
	for key, want := range map[string]struct {
		status int
		made   bool
	}{
		"YOUR_API_KEY+t42":    {200, true},
		"REVOKED_API_KEY+t42": {401, false},
		"NOBODYS_API_KEY+t42": {401, false},
	} {
		t.Run(key, func(t *testing.T) {
			c := start(t, taken)
			c.key = key
			assert.Equal(t, want.status, c.ask("GET", "/v1/calls", "").Code)
			_, made := c.fake.Sandboxes().Get("t42")
			assert.Equal(t, want.made, made)
		})
	}
}
