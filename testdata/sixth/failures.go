package sixth

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// noAssistant is a failure that no other provider has.
const noAssistant engine.Kind = "no-assistant"

// statuses are those of all failures that it knows.
var statuses = map[engine.Kind]int{
	engine.Invalid:         http.StatusBadRequest,
	engine.Malformed:       http.StatusBadRequest,
	engine.WrongMedia:      http.StatusBadRequest,
	engine.BadSandbox:      http.StatusBadRequest,
	engine.Unauthenticated: http.StatusUnauthorized,
	engine.BadCredential:   http.StatusUnauthorized,
	engine.Forbidden:       http.StatusForbidden,
	engine.NotFound:        http.StatusNotFound,
	engine.UnknownPath:     http.StatusNotFound,
	engine.WrongMethod:     http.StatusMethodNotAllowed,
	engine.TooSlow:         http.StatusRequestTimeout,
	engine.TooLarge:        http.StatusRequestEntityTooLarge,
	noAssistant:            http.StatusUnprocessableEntity,
	engine.RateLimited:     http.StatusTooManyRequests,
	engine.Broken:          http.StatusInternalServerError,
	engine.CannotQueue:     http.StatusServiceUnavailable,
	engine.Full:            http.StatusServiceUnavailable,
}

// fail renders every failure in the one form that there is (SIX-010).
func fail(f *engine.Failure) engine.Reply {
	kind := f.Kind
	if statuses[kind] == 0 {
		kind = engine.Broken
	}
	said := problem{Problem: cmp.Or(f.Reason, string(kind))}
	if f.Operation != nil {
		said.Operation = f.Operation.ID
	}
	for _, d := range f.Details {
		said.Fields = append(said.Fields, strings.Join(d.Field, "."))
	}
	return engine.Reply{Status: cmp.Or(f.Status, statuses[kind]), Body: said}
}
