package engine

import (
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTokensAreBoundedAndKeepWhatIsUsed(t *testing.T) {
	known := NewTokens()
	known.Put("dear", 1)
	for i := range 10 * tokensKept {
		known.Put(strconv.Itoa(i), i)
		if i%(tokensKept/2) == 0 {
			_, ok := known.Get("dear")
			assert.True(t, ok, i)
		}
	}
	_, ok := known.Get("0")
	assert.False(t, ok)
	assert.LessOrEqual(t, len(known.young)+len(known.old), 2*tokensKept)
}

func TestTokensServeManyAtOnce(t *testing.T) {
	known := NewTokens()
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range tokensKept {
				token := strconv.Itoa(i % 3000)
				if meaning, ok := known.Get(token); ok && meaning != token {
					t.Errorf("%s means %v", token, meaning)
				}
				if i%8 == g {
					known.Put(token, token)
				}
			}
		})
	}
	all.Wait()
}

func TestACredentialMayEndInASandbox(t *testing.T) {
	long := strings.Repeat("a", 41)
	for credential, want := range map[string]struct {
		base, sandbox string
		ok            bool
	}{
		"user+t42@example.com":    {"user@example.com", "t42", true},
		"YOUR_API_KEY+t42":        {"YOUR_API_KEY", "t42", true},
		"a+b+c":                   {"a+b", "c", true},
		"user@example.com":        {"user@example.com", "", false},
		"user@sub+domain.example": {"user@sub+domain.example", "", false},
		"KEY+":                    {"KEY+", "", false},
		"KEY+T42":                 {"KEY+T42", "", false},
		"KEY+" + long:             {"KEY+" + long, "", false},
		"+t":                      {"", "t", true},
		"":                        {"", "", false},
	} {
		base, sandbox, ok := SplitName(credential)
		assert.Equal(t, want, struct {
			base, sandbox string
			ok            bool
		}{base, sandbox, ok}, credential)
	}
}
