package indigenius

import (
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A said is a status and the words that go with it.
type said struct {
	status  int
	message string
}

// failures are what is usually said of each kind (IGN-066 to IGN-071).
var failures = map[engine.Kind]said{
	engine.Invalid:         {http.StatusBadRequest, "Invalid payload"},
	engine.Malformed:       {http.StatusBadRequest, "The body is not valid JSON"},
	engine.WrongMedia:      {http.StatusBadRequest, "The body is not JSON"},
	engine.BadSandbox:      {http.StatusBadRequest, "Bad sandbox"},
	engine.Unauthenticated: {http.StatusUnauthorized, "Invalid API key"},
	engine.BadCredential:   {http.StatusUnauthorized, "Invalid API key"},
	engine.Forbidden:       {http.StatusForbidden, "Forbidden"},
	engine.NotFound:        {http.StatusNotFound, "Call not found"},
	engine.UnknownPath:     {http.StatusNotFound, "Not found"},
	engine.WrongMethod:     {http.StatusMethodNotAllowed, "Method not allowed"},
	engine.TooSlow:         {http.StatusRequestTimeout, "Request timeout"},
	engine.TooLarge:        {http.StatusRequestEntityTooLarge, "Payload too large"},
	engine.RateLimited:     {http.StatusTooManyRequests, "Rate limit exceeded"},
	engine.Broken:          {http.StatusInternalServerError, "Internal server error"},
	engine.CannotQueue:     {http.StatusBadGateway, "Bad gateway"},
	engine.Full:            {http.StatusServiceUnavailable, "Service unavailable"},
}

// fail renders every failure in the one form that there is (IGN-045).
func fail(f *engine.Failure) engine.Reply {
	words, listed := failures[f.Kind]
	if !listed {
		words = failures[engine.Broken]
	}
	if f.Status != 0 && f.Status != words.status {
		words = usual(f.Status)
	}
	if len(f.Details) > 0 && words.status == http.StatusBadRequest {
		words.message = complaint(f.Details[0])
	}
	if f.Reason != "" {
		words.message = f.Reason
	}
	return engine.Reply{Status: words.status, Header: f.Header.Clone(), Body: envelope{Message: words.message}}
}

// usual is what is said with a status that was asked for.
func usual(status int) said {
	for _, kind := range []engine.Kind{
		engine.Invalid, engine.BadCredential, engine.Forbidden, engine.NotFound, engine.RateLimited, engine.Broken, engine.CannotQueue, engine.Full,
	} {
		if failures[kind].status == status {
			return failures[kind]
		}
	}
	if text := http.StatusText(status); text != "" {
		return said{status, text}
	}
	return said{status, failures[engine.Broken].message}
}

// complaint is one string that names the member, though several may be wrong (IGN-068).
func complaint(d engine.Detail) string {
	if len(d.Field) == 0 {
		return d.In + " " + d.Reason
	}
	return strings.Join(d.Field, ".") + " " + d.Reason
}
