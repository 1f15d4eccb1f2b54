package conformance

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOfAHeaderOnlyTheSecretIsHidden(t *testing.T) {
	for name, values := range map[string][2]string{
		"X-Signature":   {"sha256=0123456789abcdef0123", "sha256=•••"},
		"X-V-Signature": {"t=1700000000,v1=0123456789abcdef", "t=1700000000,v1=•••"},
		"Authorization": {"Bearer abcdef0123456789==", "Bearer •••"},
		"Set-Cookie":    {"sid=abcdef0123456789; Path=/", "sid=•••; Path=/"},
		"X-Token-Type":  {"bearer-token-0123", "bearer-token-0123"},
		"Content-Type":  {"application/json", "application/json"},
	} {
		m := newMask(nil)
		m.learn(http.Header{name: {values[0]}}, "", nil)
		assert.Equal(t, values[1], m.text(values[0]), name)
	}
}
