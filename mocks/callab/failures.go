package callab

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// plain are the failures that have a status of their own, whatever was asked
// for (CLB-077, CLB-078).
var plain = map[engine.Kind]int{
	engine.BadSandbox:      http.StatusBadRequest,
	engine.Unauthenticated: http.StatusUnauthorized,
	engine.BadCredential:   http.StatusUnauthorized,
	engine.UnknownPath:     http.StatusNotFound,
	engine.WrongMethod:     http.StatusMethodNotAllowed,
	engine.TooSlow:         http.StatusRequestTimeout,
	engine.TooLarge:        http.StatusRequestEntityTooLarge,
	engine.RateLimited:     http.StatusTooManyRequests,
	engine.Full:            http.StatusServiceUnavailable,
}

// fail renders a failure in the provider's envelope. Data is the empty string (CLB-011).
func fail(f *engine.Failure) engine.Reply {
	reply := engine.Reply{Status: cmp.Or(f.Status, plain[f.Kind]), Header: f.Header.Clone()}
	message := f.Reason
	switch {
	case f.Kind == engine.Broken && f.Reason != "":
		// What is broken is the fake itself, which must not look like an answer.
		reply.Status = http.StatusInternalServerError
	case reply.Status != 0:
		message = cmp.Or(f.Reason, http.StatusText(reply.Status))
	case reads(f):
		reply.Status, message = http.StatusOK, "error"
	default:
		reply.Status, message = http.StatusBadRequest, reason(f)
	}
	reply.Body = envelope{Status: "error", Message: cmp.Or(message, "error"), Data: ""}
	return reply
}

// reason says what is wrong with a request, and never what it said.
func reason(f *engine.Failure) string {
	var parts []string
	for _, d := range f.Details {
		said := d.Reason
		if d.Rule == "pattern" {
			said = "has a wrong form"
		}
		parts = append(parts, strings.TrimSpace(strings.Join(d.Field, ".")+" "+said))
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, "; ")
	case f.Reason != "":
		return f.Reason
	case f.Kind == engine.Malformed, f.Kind == engine.WrongMedia:
		return "the body is no JSON"
	}
	return "the request could not be carried out"
}
