package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A query mutant lets the fake answer another question than the one that was
// asked, and puts the question back into the reply's echo.

// asked changes the parameters of one operation on their way, and repairs the
// reply where it repeats them.
func asked(name, operation string, change func(url.Values) bool, repair func(x *passing, was url.Values)) tampering {
	return tampering{
		name: name,
		before: func(x *passing) {
			if !x.is(operation) {
				return
			}
			query := x.request.URL.Query()
			was := x.request.URL.Query()
			if change(query) {
				x.request.URL.RawQuery = query.Encode()
				x.altered = true
				x.was = was
			}
		},
		after: func(x *passing) bool {
			if x.altered && repair != nil {
				repair(x, x.was)
			}
			return x.altered
		},
	}
}

// sent changes the members of one operation's body on their way.
func sent(name, operation string, change func(map[string]any) bool, repair func(x *passing, was map[string]any)) tampering {
	return tampering{
		name: name,
		before: func(x *passing) {
			if !x.is(operation) || x.sentBody == nil {
				return
			}
			x.wasSent, _ = decoded(x.sent).(map[string]any)
			x.altered = change(x.sentBody)
		},
		after: func(x *passing) bool {
			if x.altered && repair != nil {
				repair(x, x.wasSent)
			}
			return x.altered
		},
	}
}

// replied changes good replies of one operation.
func replied(name, operation string, change func(x *passing, body map[string]any) bool) tampering {
	return tampering{name: name, after: func(x *passing) bool {
		body, ok := x.body.(map[string]any)
		return ok && x.is(operation) && x.status < 300 && change(x, body)
	}}
}

// told changes callbacks of one event; "" is every event.
func told(name, event string, change func(body map[string]any) bool) tampering {
	return tampering{name: name, push: func(_ *proxy, one pushed) ([]pushed, bool) {
		body, ok := one.body.(map[string]any)
		if !ok || event != "" && one.event != event || !change(body) {
			return nil, false
		}
		return []pushed{one}, true
	}}
}

// tokened lets a request through with the token of a good account, where the
// runner sent something else.
func tokened(name, operation string, wrong func(sent string) bool) tampering {
	return tampering{
		name: name,
		before: func(x *passing) {
			if !x.is(operation) || !wrong(x.request.Header.Get("Authorization")) {
				return
			}
			if x.proxy.recall("token of main "+x.sandbox()) == nil {
				x.signInMain()
			}
			if token, ok := x.proxy.recall("token of main " + x.sandbox()).(string); ok {
				x.request.Header.Set("Authorization", "Bearer "+token)
				x.altered = true
			}
		},
		after: func(x *passing) bool {
			x.learnToken()
			return x.altered
		},
	}
}

func (x *passing) is(operation string) bool { return x.operation != nil && x.operation.ID == operation }

func (x *passing) sandbox() string { return x.request.Header.Get("Ringer-Sandbox") }

// learnToken remembers who signed in, and with what token.
func (x *passing) learnToken() {
	if token, ok := at(x.body, "data", "access_token").(string); ok && x.wasLogin() {
		main, _ := x.proxy.spec.World.Account("main")
		if x.sentBody["email"] == main.Fields["email"] {
			x.proxy.remember("token of main "+x.sandbox(), token)
		}
	}
}

func (x *passing) wasLogin() bool { return x.sentBody != nil && x.sentBody["password"] != nil }

// recall returns what a tampering remembered.
func (p *proxy) recall(key string) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.memory[key]
}

// at follows members; nil where there is nothing.
func at(v any, path ...string) any {
	for _, part := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[part]
	}
	return v
}

// put sets a member where its holder is there.
func put(v any, value any, path ...string) bool {
	holder, ok := at(v, path[:len(path)-1]...).(map[string]any)
	if ok {
		holder[path[len(path)-1]] = value
	}
	return ok
}

// kept filters the calls of a page, and counts them anew.
func kept(body any, keep func(call map[string]any) bool) bool {
	calls, _ := at(body, "data", "calls").([]any)
	left := slices.DeleteFunc(slices.Clone(calls), func(c any) bool { return !keep(c.(map[string]any)) })
	if len(left) == len(calls) {
		return false
	}
	put(body, left, "data", "calls")
	total, _ := at(body, "data", "total").(json.Number)
	n, _ := total.Int64()
	put(body, json.Number(fmt.Sprint(n-int64(len(calls)-len(left)))), "data", "total")
	return true
}

// each changes every call of a page.
func each(body any, change func(call map[string]any) bool) bool {
	changed := false
	calls, _ := at(body, "data", "calls").([]any)
	for _, c := range calls {
		changed = change(c.(map[string]any)) || changed
	}
	return changed
}

func number(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

func later(timestamp any, by time.Duration) (string, bool) {
	text, _ := timestamp.(string)
	t, err := time.Parse(time.RFC3339, text)
	return t.Add(by).Format(time.RFC3339), err == nil
}

func text(v any) string { s, _ := v.(string); return s }

func itoa(n int) string { return strconv.Itoa(n) }

// again asks the fake once more, as the request now stands.
func (x *passing) again() bool {
	to := *x.proxy.fake
	to.Path, to.RawQuery = x.request.URL.Path, x.request.URL.RawQuery
	resp, body, err := x.proxy.send(x.request, to.String(), x.sent)
	if err != nil {
		return false
	}
	x.status, x.header, x.raw, x.body = resp.StatusCode, resp.Header, body, decoded(body)
	return true
}

// signInMain gets a token of main where the scenario has not signed in as main.
func (x *passing) signInMain() {
	p := x.proxy
	main, _ := p.spec.World.Account("main")
	for _, op := range p.spec.Operations() {
		for _, scheme := range op.Security {
			if scheme.SignIn == nil {
				continue
			}
			in, _ := p.spec.Operation(scheme.SignIn.Operation)
			body := map[string]any{}
			for member, field := range scheme.SignIn.With {
				body[member] = main.Fields[field]
			}
			req, err := http.NewRequest(in.Method, p.fake.String()+in.Path, bytes.NewReader(encoded(body)))
			if err != nil {
				return
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Ringer-Sandbox", x.sandbox())
			resp, err := p.client.Do(req)
			if err != nil {
				return
			}
			defer resp.Body.Close()
			if token, ok := at(decoded(mustRead(resp.Body)), "data", "access_token").(string); ok {
				p.remember("token of main "+x.sandbox(), token)
			}
			return
		}
	}
}

// deliver sends the runner a callback of the proxy's own.
func (p *proxy) deliver(path string, body any) {
	resp, err := p.client.Post("http://"+p.inbox.Addr().String()+path, "application/json", bytes.NewReader(encoded(body)))
	if err == nil {
		resp.Body.Close()
	}
}

// bearer tells a request that sends a token from one that does not.
func bearer(sent string) bool { return strings.HasPrefix(sent, "Bearer ") }
