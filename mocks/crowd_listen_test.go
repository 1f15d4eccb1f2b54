package mocks_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A listener is who reads what happens in one sandbox.
type listener struct {
	header http.Header
	text   bytes.Buffer // whose writer has ended when it is read
	begun  func()
	leave  func()
	ended  chan struct{}
}

// listen has what happens written down, beginning now, until the sandbox is
// reset.
func (m *member) listen() {
	ctx, leave := context.WithCancel(m.t.Context())
	begun := make(chan struct{})
	l := &listener{header: http.Header{}, begun: sync.OnceFunc(func() { close(begun) }), leave: leave, ended: make(chan struct{})}
	m.listener = l
	r := httptest.NewRequestWithContext(ctx, "GET", "/events?sandbox="+m.name, nil)
	r.Host = "localhost"
	go func() {
		defer close(l.ended)
		m.control.ServeHTTP(l, r)
	}()
	<-begun
}

// Header is that of the reply.
func (l *listener) Header() http.Header { return l.header }

// WriteHeader has nothing to do.
func (l *listener) WriteHeader(int) {}

// Flush has nothing to do.
func (l *listener) Flush() {}

// Write keeps what happens.
func (l *listener) Write(p []byte) (int, error) {
	l.begun()
	if bytes.Contains(p, []byte(`"state":"reset"`)) {
		l.leave()
	}
	return l.text.Write(p)
}

// Events are numbered in the whole process.
var eventNumbers = regexp.MustCompile(`"(id|seq)":\d+,?`)

// readEvents writes down what has happened.
func (m *member) readEvents() {
	m.tell("POST", "/reset", nil)
	<-m.listener.ended
	var pages []string
	text, _, reset := strings.Cut(m.listener.text.String(), `"state":"reset"`)
	m.note("events until the reset: %v", reset)
	for line := range strings.Lines(text) {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			pages = append(pages, "event "+eventNumbers.ReplaceAllString(data, ""))
		}
	}
	slices.Sort(pages) // what was sent at once has come in no order
	m.life.pages = append(m.life.pages, pages...)
}
