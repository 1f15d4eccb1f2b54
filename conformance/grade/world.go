package grade

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
)

// Where a World is, for those who talk to it: nothing listens there.
const (
	BaseURL    = "http://127.0.0.1:41001" // of the provider
	ControlURL = "http://127.0.0.1:41000" // of its control port
)

// World is the implementation that a suite is graded with, in this process.
type World struct {
	Provider  http.Handler // answers at BaseURL
	Control   http.Handler // answers at ControlURL, and says so in /readyz
	Callbacks *Callbacks   // by which the provider sends its callbacks
}

// Callbacks carries callbacks to whoever plays the scenario that they are for. The zero value is ready.
type Callbacks struct{ inboxes sync.Map } // host -> http.Handler

// RoundTrip delivers one callback.
func (c *Callbacks) RoundTrip(r *http.Request) (*http.Response, error) {
	inbox, ok := c.inboxes.Load(r.URL.Host)
	if !ok {
		return nil, nowhere
	}
	return served(inbox.(http.Handler), r)
}

// nowhere is the error of an address at which nobody is.
var nowhere = &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}

// served lets a handler answer a client's request, as a server would between the two.
func served(h http.Handler, r *http.Request) (reply *http.Response, err error) {
	address, err := url.ParseRequestURI(r.URL.RequestURI())
	if err != nil {
		return nil, err
	}
	asked := *r
	asked.URL, asked.RequestURI, asked.RemoteAddr = address, r.URL.RequestURI(), "127.0.0.1:41002"
	asked.Proto, asked.ProtoMajor, asked.ProtoMinor = "HTTP/1.1", 1, 1
	asked.Header = r.Header.Clone()
	if asked.Host == "" {
		asked.Host = r.URL.Host
	}
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	w := &answer{header: http.Header{}}
	defer func() {
		if problem := recover(); problem == http.ErrAbortHandler {
			reply, err = nil, io.ErrUnexpectedEOF
		} else if problem != nil {
			panic(problem)
		}
	}()
	h.ServeHTTP(w, &asked)
	return w.response(r), nil
}

// answer is what a handler writes.
type answer struct {
	header http.Header
	sent   http.Header // as it stood when the status was written
	status int
	body   []byte
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status, a.sent = status, a.header.Clone()
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	a.body = append(a.body, p...)
	return len(p), nil
}

// Flush lets handlers flush; all goes out together.
func (a *answer) Flush() {}

// response adds what servers add, and leaves out the bodies that they do not send.
func (a *answer) response(r *http.Request) *http.Response {
	a.WriteHeader(http.StatusOK)
	header := a.sent
	if header == nil {
		header = a.header
	}
	bodiless := a.status == http.StatusNoContent || a.status == http.StatusNotModified || a.status < 200
	if bodiless {
		a.body = nil
		header.Del("Content-Length")
	} else {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	if _, typed := header["Content-Type"]; !typed && len(a.body) > 0 {
		header.Set("Content-Type", http.DetectContentType(a.body))
	}
	if r.Method == http.MethodHead {
		a.body = nil
	}
	return &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status, Header: header, Request: r,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)),
	}
}
