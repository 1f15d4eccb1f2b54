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
	refused string // the address may not be dialled, and why
	unfit   string // the callback breaks the document, and where
	sent    http.Header
}

// sent is an attempt for the journal.
type sent struct {
	box      *Sandbox
	delivery *delivery // its unchanging part
	attempt  int
	echo     echo
	header   http.Header // of the answer
	answer   []byte      // the beginning of its body
}

// read of an answer: enough for the journal, and for the connection to be used
// again.
const answerKept, answerRead = 16 << 10, 256 << 10

// try makes one attempt. It takes no lock while it waits.
func (c *courier) try(f flight) (e echo) {
	e.began = f.box.clock.nano()
	note := sent{box: f.box, delivery: f.delivery, attempt: f.attempt}
	defer func() {
		if broken := recover(); broken != nil { // of a provider's Sign
			e.unfit = fmt.Sprintf("it could not be signed: %v", broken)
		}
		note.echo = e
		if f.life.Err() == nil {
			c.note(note)
		}
	}()
	d := f.delivery
	if f.attempt == 1 {
		if e.unfit = c.fit(d.provider, d.callback.Event, d.body); e.unfit != "" {
			return e
		}
	}
	real := !f.box.clock.virtual()
	limit := c.patience
	if real {
		limit = d.policy.timeout()
	}
	ctx, cancel := context.WithTimeout(f.life, limit)
	defer cancel()
	request, refused := c.request(ctx, d, e.began)
	if refused != "" {
		e.refused = refused
		return e
	}
	e.sent = request.Header
	answer, body, err := c.exchange(request)
	if real {
		e.took = time.Duration(f.box.clock.nano() - e.began)
	}
	if err != nil {
		c.explain(&e, err, limit, real)
		return e
	}
	e.status, note.header, note.answer = answer.StatusCode, answer.Header, body
	if !real {
		e.took = took(answer.Header)
	}
	return e
}

// request is what every attempt sends: the same bytes, signed anew.
func (c *courier) request(ctx context.Context, d *delivery, at int64) (request *http.Request, refused string) {
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
	request, err = http.NewRequestWithContext(ctx, http.MethodPost, d.callback.URL, bytes.NewReader(d.body))
	if err != nil {
		return nil, "it is not a URL that can be called"
	}
	request.Header.Set("Content-Type", "application/json")
	add(request.Header, d.callback.Header)
	if sign := d.provider.Callbacks.Sign; sign != nil && d.callback.Key != "" {
		add(request.Header, sign(d.callback.Key, d.body, instant(at)))
	}
	return request, ""
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
