package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
)

// wire is the only way to the target. It follows no redirect, uses no proxy, and asks the guard about every request.
type wire struct {
	base      *url.URL
	bases     []string // those of the document
	transport http.RoundTripper
	guard     *guard
	patience  time.Duration // for one answer, ours
	silence   atomic.Int32  // requests in a row that got no answer in time
}

// reply is an answer as it came.
type reply struct {
	Status int
	Header http.Header
	Body   []byte
	JSON   any
	Broken error // why the body is no JSON
}

const (
	answerTime = 30 * time.Second // longer than any documented operation may take
	leastTime  = 5 * time.Second  // however fast provider time runs, an answer takes real time
	deaf       = 3                // requests in a row without an answer, after which no more are sent
	answerSize = 16 << 20         // of a body, the rest of a long recording is not read
)

func newWire(t *target.Target, document *shape.Document, transport http.RoundTripper) (*wire, error) {
	base, err := url.Parse(t.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, usage("base_url %q is no http address", t.BaseURL)
	}
	if t.Safety == nil && !loopback(base.Hostname()) {
		return nil, usage("%s is not on loopback: the target needs safety: {may_dial: [...], max_calls: N}, "+
			"which says whom a run may call", base.Host)
	}
	if transport == nil {
		transport = newTransport(base, t.Safety == nil)
	}
	return &wire{base: base, bases: t.Provider.Bases, transport: transport, guard: newGuard(t, document, base), patience: patience(t)}, nil
}

// patience is how long one answer is waited for: no longer than a step may wait.
func patience(t *target.Target) time.Duration {
	if t.Control != "" || t.Wait.Longest <= 0 {
		return answerTime
	}
	return min(answerTime, max(leastTime, inOurs(t.Wait.Longest, t.Wait)))
}

// newTransport keeps connections, and pins a target without safety rules to this machine.
func newTransport(base *url.URL, pinned bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 4 * time.Second} // an unreachable target is reported within 5 s
	host := hostPort(base)
	return &http.Transport{
		MaxIdleConnsPerHost: 256,
		IdleConnTimeout:     time.Minute,
		DisableCompression:  true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil || !pinned || address != host {
				return conn, err
			}
			if remote, ok := conn.RemoteAddr().(*net.TCPAddr); ok && !remote.IP.IsLoopback() {
				conn.Close()
				return nil, errMoved
			}
			return conn, nil
		},
	}
}

func hostPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	return net.JoinHostPort(u.Hostname(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
}

// reach checks that something listens at the target's address.
func (w *wire) reach(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: 4 * time.Second}).DialContext(ctx, "tcp", hostPort(w.base))
	if err != nil {
		return environment("the target does not answer at %s: %s", w.base, short(err))
	}
	return conn.Close()
}

// hangUp closes the connections that a run leaves behind: a server that shuts down would wait for those it never used.
func (w *wire) hangUp() {
	if pool, ok := w.transport.(*http.Transport); ok {
		pool.CloseIdleConnections()
	}
}

// send sends a finished request. The error is a *refusal, a context's, or one of the connection. A target that has left
// several unanswered is not waited for again: each of its scenarios would take as long.
func (w *wire) send(req *http.Request, body []byte) (reply, error) {
	if w.silence.Load() >= deaf {
		return reply{}, &refusal{fmt.Sprintf("the target left %d requests in a row without an answer, each for %s", deaf, brief(w.patience))}
	}
	got, err := w.transmit(req, body)
	var timed net.Error
	if errors.As(err, &timed) && timed.Timeout() && req.Context().Err() == nil && !unreachable(err) {
		w.silence.Add(1)
	} else if err == nil {
		w.silence.Store(0)
	}
	return got, err
}

func (w *wire) transmit(req *http.Request, body []byte) (reply, error) {
	if err := w.guard.admit(req, body); err != nil {
		return reply{}, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), w.patience)
	defer cancel()
	response, err := w.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	got := reply{Status: response.StatusCode, Header: response.Header}
	got.Body, err = io.ReadAll(io.LimitReader(response.Body, answerSize))
	if err != nil {
		return got, fmt.Errorf("the body breaks off after %d bytes: %w", len(got.Body), err)
	}
	got.JSON, got.Broken = match.Decode(got.Body)
	return got, nil
}

// join puts a path below the base address, or below another base of the document in its place. No path leads out of it.
func (w *wire) join(under *string, escaped, query string) (*url.URL, error) {
	joined := *w.base
	raw := strings.TrimRight(w.base.EscapedPath(), "/")
	if under != nil {
		raw = root(raw, w.bases) + *under
	}
	raw += escaped
	plain, err := url.PathUnescape(raw)
	if err != nil {
		return nil, err
	}
	joined.Path, joined.RawPath, joined.RawQuery = plain, raw, query
	return &joined, nil
}

// root is an address's path without the document's base that it ends in, the longest where several fit.
func root(path string, bases []string) string {
	longest := ""
	for _, base := range bases {
		if len(base) > len(longest) && strings.HasSuffix(path, base) {
			longest = base
		}
	}
	return strings.TrimSuffix(path, longest)
}

// absolute reads an address that the implementation gave.
func absolute(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no absolute http address", text)
	}
	return u, nil
}

// short is an error of the network without the parts that change from run to run.
func short(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "no answer in time"
	}
	text := err.Error()
	return strings.TrimPrefix(text[strings.LastIndex(text, "connect: ")+1:], "onnect: ")
}

// unreachable tells whether an error means that no connection could be made at all.
func unreachable(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" || errors.Is(err, errMoved)
}
