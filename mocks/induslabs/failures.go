package induslabs

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// The kinds of failure that only this provider has.
const (
	badLogin       engine.Kind = "bad-login"
	inactiveUser   engine.Kind = "inactive-user"
	unverifiedUser engine.Kind = "unverified-user"
)

// Most failures are FastAPI's own: one key, detail (IND-005, IND-116 to IND-119, IND-122).
var plain = map[engine.Kind]struct {
	status int
	detail string
}{
	badLogin:               {http.StatusBadRequest, "Incorrect email or password"},
	inactiveUser:           {http.StatusBadRequest, "Inactive user"},
	unverifiedUser:         {http.StatusBadRequest, "Unverified user"},
	engine.BadSandbox:      {http.StatusBadRequest, "Bad sandbox"},
	engine.Unauthenticated: {http.StatusUnauthorized, "Not authenticated"},
	engine.BadCredential:   {http.StatusUnauthorized, "Could not validate credentials"},
	engine.UnknownPath:     {http.StatusNotFound, "Not Found"},
	engine.WrongMethod:     {http.StatusMethodNotAllowed, "Method Not Allowed"},
	engine.TooSlow:         {http.StatusRequestTimeout, "Request Timeout"},
	engine.TooLarge:        {http.StatusRequestEntityTooLarge, "Request Entity Too Large"},
	engine.RateLimited:     {http.StatusTooManyRequests, "Too Many Requests"},
	engine.Broken:          {http.StatusInternalServerError, "Internal Server Error"},
	engine.CannotQueue:     {http.StatusBadGateway, "Bad Gateway"},
	engine.Full:            {http.StatusServiceUnavailable, "Service Unavailable"},
}

// fail renders a failure in one of the provider's three forms: its envelope
// where it looked for a call, FastAPI's list where it checked the request, and
// FastAPI's bare detail everywhere else.
func fail(f *engine.Failure) engine.Reply {
	kind := f.Kind
	if f.Status != 0 {
		kind = kindOf(f.Status)
	}
	var reply engine.Reply
	switch kind {
	case engine.Invalid, engine.Malformed, engine.WrongMedia:
		reply = engine.Reply{Status: http.StatusUnprocessableEntity, Body: unprocessable{Detail: problems(f)}}
	case engine.NotFound:
		reply = enveloped(http.StatusNotFound, "Call not found", "call_id not found")
	case engine.Forbidden:
		reply = enveloped(http.StatusForbidden, "Forbidden", "User is not authorized for this call")
	default:
		reply = bare(kind, f)
	}
	reply.Header = f.Header.Clone()
	if reply.Status == http.StatusUnauthorized {
		if reply.Header == nil {
			reply.Header = http.Header{}
		}
		reply.Header.Set("WWW-Authenticate", "Bearer")
	}
	return reply
}

// kindOf is the usual failure behind a status that was asked for.
func kindOf(status int) engine.Kind {
	switch status {
	case http.StatusBadRequest:
		return inactiveUser
	case http.StatusUnauthorized:
		return engine.BadCredential
	case http.StatusForbidden:
		return engine.Forbidden
	case http.StatusNotFound:
		return engine.NotFound
	case http.StatusUnprocessableEntity:
		return engine.Invalid
	default:
		return ""
	}
}

func bare(kind engine.Kind, f *engine.Failure) engine.Reply {
	p, listed := plain[kind]
	if !listed {
		p.status, p.detail = http.StatusInternalServerError, "Internal Server Error"
		if f.Status != 0 {
			p.status, p.detail = f.Status, http.StatusText(f.Status)
		}
	}
	if f.Reason != "" {
		p.detail = f.Reason
	}
	return engine.Reply{Status: p.status, Body: detail{Detail: p.detail}}
}

func enveloped(status int, message, reason string) engine.Reply {
	return engine.Reply{Status: status, Body: envelope{StatusCode: status, Message: message, Error: &reason, Data: struct{}{}}}
}

// problems lists what is wrong where, as FastAPI does (IND-112).
func problems(f *engine.Failure) []problem {
	if f.Kind == engine.Malformed || f.Kind == engine.WrongMedia || len(f.Details) == 0 {
		return []problem{{Loc: []string{"body"}, Msg: "JSON decode error", Type: "json_invalid"}}
	}
	list := make([]problem, 0, len(f.Details))
	for _, d := range f.Details {
		p := problem{Loc: append([]string{d.In}, d.Field...), Msg: d.Reason, Type: "value_error"}
		if said, listed := complaints[d.Rule+" "+d.Want]; listed {
			p.Type, p.Msg = said.kind, said.text
		} else if said, listed := complaints[d.Rule]; listed {
			p.Type, p.Msg = said.kind, said.text+d.Want
		}
		list = append(list, p)
	}
	return list
}

// complaints are FastAPI's words for a broken rule, alone or with what the rule wants.
var complaints = map[string]struct{ kind, text string }{
	"required":         {"missing", "Field required"},
	"type string":      {"string_type", "Input should be a valid string"},
	"type boolean":     {"bool_type", "Input should be a valid boolean"},
	"type integer":     {"int_parsing", "Input should be a valid integer"},
	"type object":      {"dict_type", "Input should be a valid dictionary"},
	"minimum":          {"greater_than_equal", "Input should be greater than or equal to "},
	"maximum":          {"less_than_equal", "Input should be less than or equal to "},
	"format date-time": {"datetime_from_date_parsing", "Input should be a valid datetime"},
	"format uri":       {"url_parsing", "Input should be a valid URL"},
	"pattern":          {"string_pattern_mismatch", "String should match pattern "},
}

func missing(member string) engine.Detail {
	return engine.Detail{In: "body", Field: []string{member}, Rule: "required", Reason: "is required"}
}
