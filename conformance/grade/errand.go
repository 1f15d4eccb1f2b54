package grade

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Deliver sends the runner a callback of the tampering's own.
func (p *Proxy) Deliver(path string, body any) {
	p.deliver(context.Background(), http.MethodPost, path, http.Header{"Content-Type": {"application/json"}}, Encoded(body))
}

// InboxPath is the path of a callback address below the inbox, as in Pushed.
func (p *Proxy) InboxPath(address string) string { return strings.TrimPrefix(address, p.inboxURL) }

// Ask sends the fake a request of the tampering's own, with a JSON body unless it is nil, and returns the reply's body.
func (p *Proxy) Ask(method, path, sandbox string, body any) (status int, decoded any) {
	r := newRequest(method, BaseURL+path, body)
	r.Header.Set("Ringer-Sandbox", sandbox)
	return ask(p.world.Provider, r)
}

// Tell sends the control port a request of the tampering's own.
func (p *Proxy) Tell(method, path string, body any) (status int, decoded any) {
	return ask(p.world.Control, newRequest(method, ControlURL+path, body))
}

func newRequest(method, address string, body any) *http.Request {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Path: "/"}
	}
	r := &http.Request{Method: method, URL: u, Host: u.Host, Header: http.Header{}}
	if body != nil {
		raw := Encoded(body)
		r.Header.Set("Content-Type", "application/json")
		r.ContentLength, r.Body = int64(len(raw)), io.NopCloser(bytes.NewReader(raw))
	}
	return r
}

func ask(h http.Handler, r *http.Request) (int, any) {
	reply, err := served(h, r)
	if err != nil {
		return http.StatusBadGateway, nil
	}
	return reply.StatusCode, Decoded(mustRead(reply.Body))
}

// Remember keeps a value for the rest of the play; it returns the one before.
func (p *Proxy) Remember(key string, value any) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.memory[key]
	p.memory[key] = value
	return before
}

// Recall returns what was remembered, nil where nothing was.
func (p *Proxy) Recall(key string) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.memory[key]
}

func mustRead(r io.Reader) []byte {
	if r == nil {
		return nil
	}
	body, _ := io.ReadAll(r)
	return body
}
