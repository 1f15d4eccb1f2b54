package vinfer

import (
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// All failures have one form (VIN-085); these are their statuses, codes and
// usual words. Codes beyond those of the claim are ours.
var failures = map[engine.Kind]struct {
	status        int
	code, message string
}{
	engine.Invalid:         {http.StatusBadRequest, "invalid_request", "The request is not valid"},
	engine.Malformed:       {http.StatusBadRequest, "invalid_request", "The body is not JSON"},
	engine.WrongMedia:      {http.StatusBadRequest, "invalid_request", "The Content-Type must be application/json"},
	engine.BadSandbox:      {http.StatusBadRequest, "invalid_request", "Bad sandbox"},
	engine.Unauthenticated: {http.StatusUnauthorized, "unauthorized", "An API key is required"},
	engine.BadCredential:   {http.StatusUnauthorized, "unauthorized", "The API key is not valid"},
	engine.Forbidden:       {http.StatusForbidden, "forbidden", "The API key does not permit this"},
	engine.NotFound:        {http.StatusNotFound, "not_found", "There is no such resource"},
	engine.UnknownPath:     {http.StatusNotFound, "not_found", "There is no such path"},
	engine.WrongMethod:     {http.StatusMethodNotAllowed, "method_not_allowed", "The path does not take this method"},
	engine.TooSlow:         {http.StatusRequestTimeout, "request_timeout", "The body did not arrive in time"},
	engine.TooLarge:        {http.StatusRequestEntityTooLarge, "request_too_large", "The body is too large"},
	engine.RateLimited:     {http.StatusTooManyRequests, "rate_limited", "Too many requests"},
	engine.Broken:          {http.StatusInternalServerError, "server_error", "Something went wrong"},
	engine.CannotQueue:     {http.StatusBadGateway, "server_error", "The call cannot be placed"},
	engine.Full:            {http.StatusServiceUnavailable, "unavailable", "The service is full"},
}

func fail(f *engine.Failure) engine.Reply {
	kind := f.Kind
	if f.Status != 0 {
		kind = kindOf(f.Status)
	}
	said, listed := failures[kind]
	if !listed {
		said.status, said.code, said.message = http.StatusInternalServerError, "server_error", "Something went wrong"
		if f.Status != 0 {
			said.status = f.Status
		}
	}
	switch {
	case f.Reason != "":
		said.message = f.Reason
	case len(f.Details) > 0:
		said.message = problems(f.Details)
	}
	return engine.Reply{
		Status: said.status,
		Header: f.Header,
		Body:   failure{Error: reason{Code: said.code, Message: said.message}},
	}
}

// kindOf is the usual failure behind a status that was asked for.
func kindOf(status int) engine.Kind {
	for _, kind := range []engine.Kind{
		engine.Invalid, engine.BadCredential, engine.Forbidden, engine.NotFound, engine.WrongMethod, engine.TooSlow,
		engine.TooLarge, engine.RateLimited, engine.Broken, engine.CannotQueue, engine.Full,
	} {
		if failures[kind].status == status {
			return kind
		}
	}
	return ""
}

// problems says what is wrong where: "phone is required; language is required".
func problems(details []engine.Detail) string {
	texts := make([]string, 0, len(details))
	for _, d := range details {
		at := strings.Join(d.Field, ".")
		if at == "" {
			at = "the " + d.In
		}
		texts = append(texts, at+" "+d.Reason)
	}
	return strings.Join(texts, "; ")
}

// invalid is a rule of a member that the document cannot express.
func invalid(member, reason string) *engine.Failure {
	return &engine.Failure{Kind: engine.Invalid, Details: []engine.Detail{
		{In: "body", Field: []string{member}, Rule: "value", Reason: reason},
	}}
}
