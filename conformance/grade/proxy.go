package grade

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"

	"github.com/gorilla/mux"

	"github.com/ringer-mock/ringer/specs"
)

// Proxy stands between the runner and a World while one scenario is played: for requests, for the control port and for
// callbacks. Tamperings use it to remember, and to ask the World something of their own.
type Proxy struct {
	Spec *specs.Provider

	tampering *Tampering // nil: nothing happens
	world     World
	router    *mux.Router
	inboxURL  string       // of this play
	inbox     http.Handler // the runner's own
	see       func(sight)  // takes note of what passes; nil: nobody does
	applied   atomic.Int64 // how often the tampering changed anything

	mu     sync.Mutex
	memory map[string]any
}

// sight is what a clean play came by: one reply or one callback.
type sight struct {
	operation string // "" for a callback, and outside of the document
	status    int
	event     string
	body      any
}

// newRouter finds the operation of a path.
func newRouter(spec *specs.Provider) *mux.Router {
	router := mux.NewRouter().SkipClean(true)
	for _, path := range spec.Document.Paths.InMatchingOrder() {
		for _, op := range spec.Operations() {
			if op.Path == path {
				for _, base := range spec.Bases {
					router.Path(base + path).Methods(op.Method).Name(op.ID)
				}
			}
		}
	}
	return router
}

// RoundTrip answers a request of the runner.
func (p *Proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	switch "http://" + r.URL.Host {
	case ControlURL:
		reply, err := served(p.world.Control, r)
		if err == nil && p.tampering != nil && p.tampering.Control != nil && p.tampering.Control(p, r) {
			p.applied.Add(1)
		}
		return reply, err
	case BaseURL:
		return p.operation(r)
	}
	return nil, nowhere
}

func (p *Proxy) operation(r *http.Request) (*http.Response, error) {
	var found mux.RouteMatch
	var op *specs.Operation
	if p.router.Match(r, &found) && found.Route != nil {
		op, _ = p.Spec.Operation(found.Route.GetName())
	}
	if !p.concerns(op) {
		reply, err := served(p.world.Provider, r)
		if err == nil && p.see != nil {
			p.record(op, reply)
		}
		return reply, err
	}
	asked := *r
	address := url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	asked.URL, asked.Header = &address, r.Header.Clone()
	x := &Passing{Proxy: p, Operation: op, Request: &asked, Sent: mustRead(r.Body)}
	x.SentBody, _ = Decoded(x.Sent).(map[string]any)
	f := p.tampering
	if f.Before != nil {
		f.Before(x)
		if x.Altered && x.SentBody != nil {
			x.Sent = Encoded(x.SentBody)
		}
	}
	x.ask()
	changed := x.Altered && f.After == nil
	if f.After != nil || f.Encode != nil {
		x.Body = Decoded(x.Raw)
	}
	if f.After != nil && f.After(x) {
		changed = true
		if x.Body != nil {
			x.Raw = Encoded(x.Body)
		}
	}
	if f.Encode != nil && x.Body != nil {
		changed, x.Raw = true, f.Encode(x.Body)
	}
	if changed {
		p.applied.Add(1)
	}
	return (&answer{header: x.Header, status: x.Status, body: x.Raw}).response(r), nil
}

// concerns tells whether the tampering can have anything to do with an operation.
func (p *Proxy) concerns(op *specs.Operation) bool {
	f := p.tampering
	if f == nil || f.Before == nil && f.After == nil && f.Encode == nil {
		return false
	}
	return f.reach.everything() || op != nil && f.reach.operation == op.ID
}

// record notes a reply, whose body can be read again.
func (p *Proxy) record(op *specs.Operation, reply *http.Response) {
	raw := mustRead(reply.Body)
	reply.Body = io.NopCloser(bytes.NewReader(raw))
	s := sight{status: reply.StatusCode, body: Decoded(raw)}
	if op != nil {
		s.operation = op.ID
	}
	p.see(s)
}

// ask sends the request, as it now stands, to the fake.
func (x *Passing) ask() {
	asked := *x.Request
	asked.ContentLength, asked.Body = int64(len(x.Sent)), io.NopCloser(bytes.NewReader(x.Sent))
	reply, err := served(x.Proxy.world.Provider, &asked)
	if err != nil {
		x.Status, x.Header, x.Raw = http.StatusBadGateway, http.Header{}, nil
		return
	}
	x.Status, x.Header, x.Raw = reply.StatusCode, reply.Header, mustRead(reply.Body)
}

// ServeHTTP delivers to the runner what the tampering makes of a callback. The fake hears the runner's own answer where
// there is one.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw := mustRead(r.Body)
	one := Pushed{Path: r.URL.Path, Header: r.Header, Body: Decoded(raw)}
	if body, ok := one.Body.(map[string]any); ok {
		one.Event, _ = body["event"].(string)
		if _, known := p.Spec.Event(one.Event); !known && len(p.Spec.Events()) == 1 {
			one.Event = p.Spec.Events()[0].Name
		}
	}
	if p.see != nil {
		p.see(sight{event: one.Event, body: one.Body})
	}
	f := p.tampering
	if f == nil {
		f = &Tampering{}
	}
	deliver, changed := []Pushed{one}, false
	if f.Push != nil {
		if instead, did := f.Push(p, one); did {
			deliver, changed = instead, true
		}
	}
	if f.Encode != nil {
		changed, raw = true, f.Encode(one.Body)
	}
	if changed {
		p.applied.Add(1)
	}
	status := http.StatusOK
	for _, d := range deliver {
		body := raw
		if changed && f.Encode == nil {
			body = Encoded(d.Body)
		}
		got, header := p.deliver(r.Context(), cmp.Or(d.Method, http.MethodPost), d.Path, d.Header, body)
		status = got
		for name, values := range header {
			w.Header()[name] = values
		}
		if f.Again && status/100 == 2 {
			p.applied.Add(1)
			p.deliver(r.Context(), http.MethodPost, d.Path, d.Header, body)
		}
	}
	w.WriteHeader(status)
}

func (p *Proxy) deliver(ctx context.Context, method, path string, header http.Header, body []byte) (int, http.Header) {
	w := &answer{header: http.Header{}}
	r := &http.Request{
		Method: method, URL: &url.URL{Path: path}, Header: header.Clone(), ContentLength: int64(len(body)), Host: "inbox",
		Body: io.NopCloser(bytes.NewReader(body)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, RequestURI: path, RemoteAddr: "127.0.0.1:41003",
	}
	p.inbox.ServeHTTP(w, r.WithContext(ctx))
	w.WriteHeader(http.StatusOK)
	return w.status, w.header
}
