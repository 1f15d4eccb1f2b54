package conformance

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASessionFindsWhatARunFinds(t *testing.T) {
	a, c := config(t, 0)
	run := func() *Result {
		result, err := Run(t.Context(), c)
		require.NoError(t, err)
		return result
	}
	session := func() *Result {
		s, err := Open(t.Context(), c)
		require.NoError(t, err)
		defer s.Close()
		var plays []*Play
		for _, sc := range c.Scenarios {
			plays = append(plays, s.Play(t.Context(), sc, ""))
		}
		return s.Sum(plays)
	}
	verdicts := func(r *Result) map[string]Verdict {
		all := map[string]Verdict{"": r.Verdict}
		for _, sc := range r.Scenarios {
			all[sc.Address] = sc.Verdict
		}
		for _, claim := range r.Claims {
			all[claim.ID] = claim.Verdict
		}
		return all
	}
	want := verdicts(run())
	assert.Equal(t, Pass, want[""])
	assert.Equal(t, want, verdicts(session()))
	a.status = func(string, int) int { return http.StatusTeapot }
	want = verdicts(run())
	assert.Equal(t, Fail, want[""])
	assert.Equal(t, want, verdicts(session()))
}

// What carries the callbacks tells plays apart by the address that each was given.
func TestAPlayIsCalledBackBelowTheAddressItWasGiven(t *testing.T) {
	_, c := config(t, 0)
	var inbox http.Handler
	c.Carry = func(h http.Handler) { inbox = h }
	var mu sync.Mutex
	var paths []string
	carrier := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		paths = append(paths, r.URL.Path[:len("/first/")])
		mu.Unlock()
		inbox.ServeHTTP(w, r)
	}))
	defer carrier.Close()
	c.Target.Inbox.URL = carrier.URL
	s, err := Open(t.Context(), c)
	require.NoError(t, err)
	defer s.Close()
	for _, sc := range c.Scenarios {
		s.Play(t.Context(), sc, carrier.URL+"/first")
	}
	assert.NotEmpty(t, paths)
	for _, path := range paths {
		assert.Equal(t, "/first/", path)
	}
	play := s.Play(t.Context(), c.Scenarios[0], carrier.URL+"/other")
	assert.Equal(t, Pass, play.Result().Verdict)
	assert.Empty(t, play.Refuted())
}
