package mocks

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A traveller sends what goes to the fake into its sandbox, and all else as it
// is.
type traveller struct {
	road    http.RoundTripper
	sandbox string
	hosts   map[string]bool // of the fake
}

// RoundTrip sends a request.
func (v *traveller) RoundTrip(r *http.Request) (*http.Response, error) {
	if v.hosts[r.URL.Host] && r.Header.Get(engine.SandboxHeader) == "" {
		r = r.Clone(r.Context())
		r.Header.Set(engine.SandboxHeader, v.sandbox)
	}
	return v.road.RoundTrip(r)
}

// CloseIdleConnections does nothing: they are shared.
func (v *traveller) CloseIdleConnections() {}
