package conformance

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// guard decides which requests may leave. It looks at the finished request, its address and its bytes, so it makes no
// difference where a number comes from or whether a scenario means the request to be invalid.
type guard struct {
	safety   *target.Safety
	document *shape.Document
	prefixes []string // below which an operation may be reached: the base address, nothing, and each base of the document
	base     *url.URL
	dials    []route

	mu   sync.Mutex
	used int
}

// route is an operation with members that dial, and the parts of its path.
type route struct {
	operation *specs.Operation
	parts     []string
}

// plainNumber is one number or one id. A glob such as 9198* must not let through a list, an extension or a dial string.
var plainNumber = regexp.MustCompile(`^\+?[0-9A-Za-z_.@:-]+$`)

// refusal is why a request was not sent.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

func newGuard(t *target.Target, document *shape.Document, base *url.URL) *guard {
	g := &guard{safety: t.Safety, document: document, base: base, prefixes: []string{base.Path, ""}}
	for _, other := range t.Provider.Bases {
		g.prefixes = append(g.prefixes, root(strings.TrimRight(base.Path, "/"), t.Provider.Bases)+other, other)
	}
	for _, op := range t.Provider.Operations() {
		if target.Dials(op) {
			g.dials = append(g.dials, route{op, parts(op.Path)})
		}
	}
	return g
}

// admit returns a *refusal if the request must not be sent, and counts it if it dials.
func (g *guard) admit(req *http.Request, body []byte) error {
	for _, route := range g.dials {
		values, hit := route.match(req, g.prefixes)
		if !hit {
			continue
		}
		return g.admitDialling(route.operation, req, values, body)
	}
	return nil
}

func (g *guard) admitDialling(op *specs.Operation, req *http.Request, params map[string]any, body []byte) error {
	if g.safety != nil || !loopback(g.base.Hostname()) {
		if g.safety == nil {
			return &refusal{fmt.Sprintf("%s dials, %s is not on loopback, and the target has no safety", op.ID, g.base.Host)}
		}
		for name, values := range req.URL.Query() {
			params[name] = one(values)
		}
		for _, param := range op.Params {
			if values := req.Header.Values(param.Name); param.In == "header" && len(values) > 0 {
				params[param.Name] = one(values)
			}
			if cookie, err := req.Cookie(param.Name); param.In == "cookie" && err == nil {
				params[param.Name] = cookie.Value
			}
		}
		var decoded any
		if len(body) > 0 {
			var err error
			if decoded, err = match.Decode(body); err != nil {
				return &refusal{fmt.Sprintf("%s dials, and whom cannot be read in a body that is not JSON", op.ID)}
			}
		}
		if err := g.safety.Refuse(op, params, decoded); err != nil {
			return &refusal{err.Error()}
		}
		for _, number := range g.document.Request(op.ID, params, decoded, decoded != nil).Dials {
			if !plainNumber.MatchString(number) {
				return &refusal{fmt.Sprintf("%q is no plain number or id: what stands beside the number might be dialled too", number)}
			}
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.safety != nil && g.used >= g.safety.MaxCalls {
		return &refusal{fmt.Sprintf("all %d calls of safety.max_calls are used", g.safety.MaxCalls)}
	}
	g.used++
	return nil
}

// calls returns how many requests that dial were sent, and how many may be.
func (g *guard) calls() Calls {
	g.mu.Lock()
	defer g.mu.Unlock()
	calls := Calls{Used: g.used}
	if g.safety != nil {
		calls.Allowed = g.safety.MaxCalls
	}
	return calls
}

// match tells whether a request reaches the operation, on whatever host, however its path is written, and returns the
// values in the path.
func (r route) match(req *http.Request, prefixes []string) (map[string]any, bool) {
	if req.Method != r.operation.Method {
		return nil, false
	}
	for _, prefix := range prefixes {
		rest, ok := cutPrefix(path.Clean("/"+req.URL.Path), path.Clean("/"+prefix))
		if !ok {
			continue
		}
		got, values := parts(rest), map[string]any{}
		if len(got) != len(r.parts) {
			continue
		}
		hit := true
		for i, part := range r.parts {
			if strings.HasPrefix(part, "{") {
				values[strings.Trim(part, "{}")] = got[i]
			} else if !strings.EqualFold(part, got[i]) {
				hit = false
			}
		}
		if hit {
			return values, true
		}
	}
	return nil, false
}

func parts(address string) []string { return strings.Split(strings.Trim(address, "/"), "/") }

func cutPrefix(text, prefix string) (string, bool) {
	if prefix == "/" {
		return text, true
	}
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return "", false
	}
	return text[len(prefix):], true
}

// one is a single value as a string, and several as what no rule allows.
func one(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	return values
}

// loopback tells whether a host is this machine by its own name.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// errMoved is an address that says loopback and leads elsewhere.
var errMoved = errors.New("the address says loopback, but it leads to another machine")
