package engine

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// faulted lets the faults of the sandbox have their effect on a request: first
// those that wait for any account, then, known, those of its account.
func (v *visit) faulted(known bool) (*Reply, bool) {
	hits := v.Sandbox.desk.faults.reach(occasion{
		kind:     AtOperation,
		name:     v.Operation.ID,
		provider: v.Provider.Spec.Name,
		account:  v.Account.Name,
		early:    !known,
		late:     known,
		sent:     v.Credential.Sent,
	})
	for _, h := range hits {
		v.fault = true
		v.note = "a fault was arranged"
		if h.do.Fail != "" || h.do.Status != 0 {
			reply := v.arranged(h.do)
			return &reply, true
		}
	}
	return nil, false
}

// arranged is the answer that an effect asks for: the provider's, as far as the
// effect does not say its own.
func (v *visit) arranged(do Effect) Reply {
	reply := v.fail(do.failure())
	if do.Status != 0 {
		reply.Status = do.Status
	}
	if len(do.Body) > 0 {
		reply.Body = []byte(do.Body)
		kind := jsonType
		var text string
		if json.Unmarshal(do.Body, &text) == nil {
			reply.Body, kind = []byte(text), "text/plain; charset=utf-8"
		}
		reply.Header = withHeader(reply.Header, "Content-Type", kind)
	}
	return reply
}

// failure is what an effect asks a provider to render.
func (e Effect) failure() *Failure {
	failed := &Failure{Kind: Kind(e.Fail), Status: e.Status}
	if failed.Kind == "" {
		failed.Kind = kindOfStatus(e.Status)
	}
	if e.RetryAfter > 0 {
		failed.Header = http.Header{"Retry-After": {strconv.FormatInt(int64((e.RetryAfter+time.Second-1)/time.Second), 10)}}
	}
	return failed
}

// kindOfStatus is the kind of failure that most often has a status.
func kindOfStatus(status int) Kind {
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return Invalid
	case http.StatusUnauthorized:
		return BadCredential
	case http.StatusForbidden:
		return Forbidden
	case http.StatusNotFound:
		return NotFound
	case http.StatusMethodNotAllowed:
		return WrongMethod
	case http.StatusRequestTimeout:
		return TooSlow
	case http.StatusRequestEntityTooLarge:
		return TooLarge
	case http.StatusUnsupportedMediaType:
		return WrongMedia
	case http.StatusTooManyRequests:
		return RateLimited
	case http.StatusBadGateway:
		return CannotQueue
	case http.StatusServiceUnavailable:
		return Full
	}
	return Broken
}
