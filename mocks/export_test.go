package mocks

import (
	"testing"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// NewFake makes a fake of all providers for a test.
func NewFake(o Options) (*engine.Fake, error) {
	known, err := contracts()
	if err != nil {
		return nil, err
	}
	return known.fake(o)
}

// ServeFake serves a fake of one's own until the test ends.
func ServeFake(t testing.TB, fake *engine.Fake, names ...string) *Server {
	server, stop, err := serve(fake, names)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { stop() })
	return server
}
