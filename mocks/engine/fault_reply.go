package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// A plan is what the faults of a sandbox have in store for one request.
type plan struct {
	faults []int // which fired, by number
	lag    time.Duration
	hang   bool
	life   context.Context // of the faults that fired; what they make wait ends with it
	manner manner
}

// faulted lets the faults of the sandbox have their effect on a request: first
// those that wait for any account, then, known, those of its account. Delays
// pass here. It returns the reply where a fault has one.
func (v *visit) faulted(known bool) (*Reply, bool) {
	faults := &v.Sandbox.desk.faults
	if !faults.waits(AtOperation) {
		return nil, false
	}
	o := occasion{
		kind:     AtOperation,
		name:     v.Operation.ID,
		provider: v.Provider.Spec.Name,
		account:  v.Account.Name,
		early:    !known,
		late:     known,
		sent:     v.Credential.Sent,
	}
	if faults.asks.Load() {
		o.about = v.about()
	}
	var answer *Reply
	var delay time.Duration
	for _, h := range faults.reach(o) {
		v.plan.faults, v.plan.life = append(v.plan.faults, h.n), h.life
		v.remark(h)
		delay += h.do.Delay
		v.plan.lag += h.do.Lag
		v.plan.hang = v.plan.hang || h.do.Hang
		v.plan.manner.add(h.do)
		if h.do.Expire != "" {
			faults.expire(v.Provider, v.Credential.Value)
		}
		if h.do.Fail != "" || h.do.Status != 0 {
			reply := v.arranged(h.do)
			answer = &reply
		}
	}
	v.lag = v.plan.lag
	if delay > 0 {
		unhurried(v.writer)
		v.Sandbox.clock.wait(v.plan.life, delay)
	}
	if v.plan.hang {
		answer = &Reply{}
	}
	return answer, answer != nil
}

// remark says in the journal which fault fired, and what it does.
func (v *visit) remark(h hit) {
	told := "fault " + strconv.Itoa(h.n) + ": " + h.do.short()
	if v.note != "" {
		told = v.note + "; " + told
	}
	v.note = told
}

// arranged is the answer that an effect asks for: the provider's, as far as the
// effect does not say its own.
func (v *visit) arranged(do Effect) Reply {
	v.fault = true
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
