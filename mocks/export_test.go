package mocks

import (
	"testing"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// ServeFake serves a fake of one's own until the test ends.
func ServeFake(t testing.TB, fake *engine.Fake, names ...string) *Server {
	server, stop, err := serve(fake, names)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { stop() })
	return server
}
