package intellicall

import (
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// plain are the usual status and words of each kind of failure.
var plain = []struct {
	kind    engine.Kind
	status  int
	message string
}{
	{engine.Invalid, http.StatusBadRequest, "the request is not valid"},
	{engine.Malformed, http.StatusBadRequest, "the body is not JSON"},
	{engine.WrongMedia, http.StatusBadRequest, "the body is not JSON"},
	{engine.BadSandbox, http.StatusBadRequest, "the sandbox does not fit"},
	{engine.BadCredential, http.StatusUnauthorized, "the API key is missing or invalid"},
	{engine.Unauthenticated, http.StatusUnauthorized, "the API key is missing or invalid"},
	{engine.Forbidden, http.StatusForbidden, "requests from this origin are not permitted"},
	{engine.NotFound, http.StatusNotFound, "there is nothing here"},
	{engine.UnknownPath, http.StatusNotFound, "there is nothing here"},
	{engine.WrongMethod, http.StatusMethodNotAllowed, "the method is not allowed"},
	{engine.TooSlow, http.StatusRequestTimeout, "the request took too long"},
	{engine.TooLarge, http.StatusRequestEntityTooLarge, "the body is too large"},
	{engine.RateLimited, http.StatusTooManyRequests, "there are too many requests"},
	{engine.Broken, http.StatusInternalServerError, "the server failed"},
	{engine.CannotQueue, http.StatusBadGateway, "the call could not be queued"},
	{engine.Full, http.StatusServiceUnavailable, "the server is full"},
}

// fail renders a failure in the one form that all have (AVY-073). A status that
// was asked for has the words of its usual kind.
func fail(f *engine.Failure) engine.Reply {
	status, message := http.StatusInternalServerError, "the server failed"
	if f.Status != 0 {
		status, message = f.Status, http.StatusText(f.Status)
	}
	for _, p := range plain {
		if f.Status == 0 && p.kind == f.Kind || f.Status != 0 && p.status == f.Status {
			status, message = p.status, p.message
			break
		}
	}
	if f.Status == 0 && len(f.Details) > 0 {
		message = problems(f.Details)
	}
	if f.Reason != "" {
		message = f.Reason
	}
	if message == "" {
		message = "the request failed"
	}
	return engine.Reply{Status: status, Header: f.Header.Clone(), Body: refusal{Status: "error", Message: message}}
}

// problems says what is wrong with each member.
func problems(details []engine.Detail) string {
	list := make([]string, len(details))
	for i, d := range details {
		member := strings.Join(d.Field, ".")
		if member == "" {
			member = "the " + d.In
		}
		list[i] = member + " " + d.Reason
	}
	return strings.Join(list, "; ")
}

// refused is a request that is well-formed, and cannot be fulfilled.
func refused(reason string) *engine.Failure {
	return &engine.Failure{Kind: engine.Invalid, Reason: reason}
}

// noCall is for ids that do not exist, for this account (AVY-077, AVY-083).
func noCall() *engine.Failure {
	return &engine.Failure{Kind: engine.NotFound, Reason: "there is no such call"}
}
