package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// A tampering is what a proxy does to what passes between the runner and a
// fake. A mutant breaks a rule of the provider, a chameleon breaks none.
type tampering struct {
	name string
	// before sees a request on its way to the fake.
	before func(*passing)
	// after sees the reply on its way back; it tells whether it changed anything.
	after func(*passing) bool
	// push sees a callback on its way to the runner, and returns what is
	// delivered in its place; nil, false leaves it alone.
	push  func(*proxy, pushed) ([]pushed, bool)
	again bool // a callback that the runner accepted is delivered once more
	// encode writes every JSON body that passes; nil: as encoded does.
	encode func(any) []byte
	// control sees what the control port has answered to; it tells whether it did anything.
	control func(*proxy, *http.Request) bool
}

// A passing is one request and its reply.
type passing struct {
	proxy     *proxy
	operation *specs.Operation // nil for an address outside the document
	request   *http.Request
	sent      []byte
	sentBody  map[string]any // nil where it is no JSON object
	altered   bool           // set by before where it changed something
	was       url.Values     // the parameters before that
	wasSent   map[string]any // the body before that
	status    int
	header    http.Header
	body      any    // decoded with numbers as they stand; nil where it is no JSON
	raw       []byte // sent as it stands where body is nil
}

// A pushed is one callback.
type pushed struct {
	event  string
	method string // "": POST
	path   string
	header http.Header
	body   any
}

// A proxy stands between the runner and a fake: for requests, for the control
// port and for callbacks.
type proxy struct {
	tampering
	spec    *specs.Provider
	fake    *url.URL
	door    *url.URL     // the fake's control port
	inbox   net.Listener // the runner's own
	router  *mux.Router
	server  *httptest.Server
	client  *http.Client
	applied atomic.Int64

	mu     sync.Mutex
	memory map[string]any // for tamperings that remember
}

// pass starts a proxy for one tampering, and a target that leads through it.
func pass(t testing.TB, f tampering, spec *specs.Provider, at served) (*proxy, *target.Target) {
	fake, err := url.Parse(at.Providers[spec.Name])
	require.NoError(t, err)
	control, err := url.Parse(at.Control)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{
		tampering: f,
		spec:      spec,
		fake:      fake,
		door:      control,
		inbox:     listener,
		router:    mux.NewRouter().SkipClean(true),
		client:    &http.Client{Transport: shared, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		memory:    map[string]any{},
	}
	for _, path := range spec.Document.Paths.InMatchingOrder() {
		for _, op := range spec.Operations() {
			if op.Path == path {
				for _, base := range spec.Bases {
					p.router.Path(base + path).Methods(op.Method).Name(op.ID)
				}
			}
		}
	}
	p.server = httptest.NewServer(http.HandlerFunc(p.serve))
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	led := target.BuiltIn(spec, book, p.server.URL, p.server.URL+"/-control")
	led.Inbox = target.Inbox{Listen: listener.Addr().String(), URL: p.server.URL + "/-inbox"}
	return p, led
}

func (p *proxy) close() {
	p.server.Close()
	p.inbox.Close()
}

// shared is the transport of all proxies: a suite of mutants opens no more
// connections than one.
var shared = &http.Transport{MaxIdleConnsPerHost: 64, MaxIdleConns: 256}

func (p *proxy) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/-control/"):
		p.serveControl(w, r)
	case strings.HasPrefix(r.URL.Path, "/-inbox/"):
		p.servePush(w, r)
	default:
		p.serveOperation(w, r)
	}
}

// serveControl passes everything on, and says of itself that it is the provider.
func (p *proxy) serveControl(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/-control")
	if path == "/readyz" {
		json.NewEncoder(w).Encode(map[string]any{"control": p.server.URL + "/-control", "providers": map[string]string{p.spec.Name: p.server.URL}})
		return
	}
	to := *p.door
	to.Path, to.RawQuery = path, r.URL.RawQuery
	resp, body, err := p.send(r, to.String(), mustRead(r.Body))
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	if p.tampering.control != nil && p.tampering.control(p, r) {
		p.applied.Add(1)
	}
	answer(w, resp.StatusCode, resp.Header, body)
}

func (p *proxy) serveOperation(w http.ResponseWriter, r *http.Request) {
	x := &passing{proxy: p, request: r, sent: mustRead(r.Body)}
	var found mux.RouteMatch
	if p.router.Match(r, &found) && found.Route != nil {
		x.operation, _ = p.spec.Operation(found.Route.GetName())
	}
	x.sentBody, _ = decoded(x.sent).(map[string]any)
	if p.before != nil {
		p.before(x)
		if x.altered && x.sentBody != nil {
			x.sent = encoded(x.sentBody)
		}
	}
	to := *p.fake
	to.Path, to.RawPath, to.RawQuery = r.URL.Path, r.URL.RawPath, r.URL.RawQuery
	resp, body, err := p.send(r, to.String(), x.sent)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	x.status, x.header, x.raw, x.body = resp.StatusCode, resp.Header, body, decoded(body)
	changed := x.altered && p.after == nil
	if p.after != nil && p.after(x) {
		changed = true
		if x.body != nil {
			x.raw = encoded(x.body)
		}
	}
	if p.encode != nil && x.body != nil {
		changed, x.raw = true, p.encode(x.body)
	}
	if changed {
		p.applied.Add(1)
	}
	answer(w, x.status, x.header, x.raw)
}

// servePush delivers to the runner what the tampering makes of a callback. The
// fake hears the runner's own answer where there is one.
func (p *proxy) servePush(w http.ResponseWriter, r *http.Request) {
	raw := mustRead(r.Body)
	one := pushed{path: strings.TrimPrefix(r.URL.Path, "/-inbox"), header: r.Header, body: decoded(raw)}
	if body, ok := one.body.(map[string]any); ok {
		one.event, _ = body["event"].(string)
		if _, known := p.spec.Event(one.event); !known && len(p.spec.Events()) == 1 {
			one.event = p.spec.Events()[0].Name
		}
	}
	deliver, changed := []pushed{one}, false
	if p.push != nil {
		if instead, did := p.push(p, one); did {
			deliver, changed = instead, true
		}
	}
	if p.encode != nil {
		changed, raw = true, p.encode(one.body)
	}
	if changed {
		p.applied.Add(1)
	}
	status, header := http.StatusOK, http.Header{}
	for _, d := range deliver {
		body := raw
		if changed && p.encode == nil {
			body = encoded(d.body)
		}
		req := &http.Request{Method: cmp.Or(d.method, http.MethodPost), Header: d.header, URL: &url.URL{}}
		resp, _, err := p.send(req.WithContext(r.Context()), "http://"+p.inbox.Addr().String()+d.path, body)
		if err == nil {
			status, header = resp.StatusCode, resp.Header
		}
		if p.again && err == nil && status/100 == 2 {
			p.applied.Add(1)
			p.send(req.WithContext(r.Context()), "http://"+p.inbox.Addr().String()+d.path, body)
		}
	}
	answer(w, status, header, nil)
}

func (p *proxy) send(r *http.Request, to string, body []byte) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(r.Context(), r.Method, to, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	req.Header = r.Header.Clone()
	if r.Host != "" && !strings.Contains(to, "/sandboxes") {
		req.Host = r.Host // so that addresses handed out lead through the proxy too
	}
	if to != "" && strings.HasPrefix(r.URL.String(), "/-control") {
		req.Host = ""
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return resp, got, err
}

// remember keeps a value for a tampering; it returns the one before.
func (p *proxy) remember(key string, value any) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.memory[key]
	p.memory[key] = value
	return before
}

func answer(w http.ResponseWriter, status int, header http.Header, body []byte) {
	for name, values := range header {
		if name != "Content-Length" && name != "Date" {
			w.Header()[name] = values
		}
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}

func mustRead(r io.Reader) []byte {
	if r == nil {
		return nil
	}
	body, _ := io.ReadAll(r)
	return body
}

// decoded keeps numbers as they stand.
func decoded(body []byte) any {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
