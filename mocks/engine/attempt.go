package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// TookHeader is what a receiver answers with to say how long it took in
// provider time, where the clock is not real: "Ringer-Took: 11s".
const TookHeader = "Ringer-Took"

// echo is what came back of an attempt.
type echo struct {
	began   int64 // provider time
	took    time.Duration
	status  int
	problem string // why no answer came; "": one did
	silent  bool   // none came in time, which counts as the policy's whole timeout
	lost    bool   // a fault kept it from arriving, and no time has passed yet
	refused string // the address may not be dialled, and why
	unfit   string // the callback breaks the document, and where
	sent    http.Header
}

// sent is an attempt for the journal.
type sent struct {
	box      *Sandbox
	delivery *delivery // its unchanging part
	attempt  int
	body     []byte   // as it was sent
	faults   []int    // that shaped it
	choices  []Choice // of chaos, that did
	echo     echo
	header   http.Header // of the answer
	answer   []byte      // the beginning of its body
}

// read of an answer: enough for the journal, and for the connection to be used
// again.
const answerKept, answerRead = 16 << 10, 256 << 10

// try makes one attempt. It takes no lock while it waits.
func (c *courier) try(f flight) (note sent) {
	note = sent{box: f.box, delivery: f.delivery, attempt: f.attempt, body: f.body, faults: f.faults, choices: f.choices, echo: echo{began: f.box.clock.nano()}}
	e := &note.echo
	defer func() {
		if broken := recover(); broken != nil { // of a provider's Sign
			e.unfit = fmt.Sprintf("it could not be signed: %v", broken)
		}
	}()
	d := f.delivery
	if f.attempt == 1 && !f.free {
		if e.unfit = c.fit(d.provider, d.callback.Event, f.body); e.unfit != "" {
			return note
		}
	}
	real := !f.box.clock.virtual()
	limit := c.patience
	if real {
		limit = d.policy.timeout()
	}
	ctx, cancel := context.WithTimeout(f.life, limit)
	defer cancel()
	request, refused := c.request(ctx, f, e.began)
	if refused != "" {
		e.refused = refused
		return note
	}
	e.sent = request.Header
	answer, body, err := c.exchange(request)
	if real {
		e.took = time.Duration(f.box.clock.nano() - e.began)
	}
	if err != nil {
		c.explain(e, err, limit, real)
		return note
	}
	e.status, note.header, note.answer = answer.StatusCode, answer.Header, body
	if !real {
		e.took = took(answer.Header)
	}
	return note
}

// request is what every attempt sends: the same bytes, signed anew.
func (c *courier) request(ctx context.Context, f flight, at int64) (request *http.Request, refused string) {
	d := f.delivery
	if d.callback.Refuse != "" {
		return nil, d.callback.Refuse
	}
	address, err := url.Parse(d.callback.URL)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, "it is not an absolute http or https URL"
	}
	if c.guard != nil {
		if err := c.guard.name(address.Hostname()); err != nil {
			return nil, err.Error()
		}
	}
	request, err = http.NewRequestWithContext(ctx, http.MethodPost, d.callback.URL, bytes.NewReader(f.body))
	if err != nil {
		return nil, "it is not a URL that can be called"
	}
	request.Header.Set("Content-Type", "application/json")
	add(request.Header, d.callback.Header)
	add(request.Header, f.signature(at))
	return request, ""
}

// signature is what an attempt is signed with, by the provider or by a fault.
func (f flight) signature(at int64) http.Header {
	d := f.delivery
	sign, key := d.provider.Callbacks.Sign, d.callback.Key
	if sign == nil || key == "" || f.sign == signNone {
		return nil
	}
	if f.sign == signWrong {
		key += " of somebody else"
	}
	return sign(key, f.body, instant(at))
}

func add(to, from http.Header) {
	for name, values := range from {
		to[http.CanonicalHeaderKey(name)] = values
	}
}

// exchange sends a request and reads the answer to its end, within reason.
func (c *courier) exchange(request *http.Request) (*http.Response, []byte, error) {
	answer, err := c.client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, answerKept))
	if err == nil {
		_, err = io.CopyN(io.Discard, answer.Body, answerRead)
	}
	if err != nil && err != io.EOF {
		return nil, nil, err
	}
	return answer, body, nil
}

// explain says why there is no answer.
func (c *courier) explain(e *echo, err error, limit time.Duration, real bool) {
	var refused *refusal
	var wrapped *url.Error
	switch {
	case errors.As(err, &refused):
		e.refused = refused.Error()
	case errors.Is(err, context.DeadlineExceeded) && real:
		e.silent, e.problem = true, fmt.Sprintf("no answer within %s", seconds(limit))
	case errors.Is(err, context.DeadlineExceeded):
		e.silent, e.problem = true, fmt.Sprintf("no answer: the receiver was silent for %s of real time (--patience), which counts as the provider's own timeout", seconds(limit))
	case errors.As(err, &wrapped):
		e.problem = wrapped.Err.Error()
	default:
		e.problem = err.Error()
	}
}

// took is the provider time that a receiver says it took.
func took(header http.Header) time.Duration {
	d, err := time.ParseDuration(header.Get(TookHeader))
	if err != nil {
		return 0
	}
	return min(max(d, 0), 24*time.Hour)
}
