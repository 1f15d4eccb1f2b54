package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// TestNoChameleonIsFlagged changes what the documents leave free: every one of
// these implementations conforms, and must be called so.
func TestNoChameleonIsFlagged(t *testing.T) {
	t.Parallel()
	for provider, own := range ownChameleons() {
		s := newSuite(t, provider)
		for _, f := range append(chameleons(), own...) {
			t.Run(provider+"/"+f.name, func(t *testing.T) {
				p, led := pass(t, f, s.spec, s.at)
				defer p.close()
				s, allowed := s, []int{conformance.ExitConformant}
				if f.again {
					// Claims that only the scenarios left out prove stay open.
					s.list = slices.DeleteFunc(slices.Clone(s.list), counts)
					allowed = append(allowed, conformance.ExitIncomplete)
				}
				result := s.judge(t, p, led)
				assert.NotZero(t, p.applied.Load(), "it was never applied, so it shows nothing")
				if !assert.Contains(t, allowed, result.ExitCode()) {
					for _, sc := range result.Scenarios {
						for _, failure := range sc.Failures {
							if !failure.Warning {
								t.Logf("%s:%d %s: %s %v", failure.File, failure.Line, failure.Step, failure.Message, failure.Mismatches)
							}
						}
					}
				}
			})
		}
	}
}

// counts tells whether a scenario counts deliveries, so that one more is not
// the same to it.
func counts(s *scenario.Scenario) bool {
	return slices.ContainsFunc(s.Steps, func(step *scenario.Step) bool {
		return step.Kind == scenario.Receive && step.Times.Given()
	})
}

// ownChameleons are those that need to know a provider.
func ownChameleons() map[string][]tampering {
	return map[string][]tampering{
		"induslabs":   induslabsChameleons(),
		"indigenius":  chameleonsIndigenius(),
		"intellicall": intellicallChameleons(),
		"vinfer":      vinferChameleons(),
		"callab":      callabChameleons(),
	}
}

func callabChameleons() []tampering {
	return []tampering{
		{name: "slower calls", control: slower("answers", "25s", "5m")},
		{name: "error bodies of another form", after: func(x *passing) bool {
			if x.operation == nil || x.status < 400 {
				return false
			}
			x.body = map[string]any{"status": "error", "message": "no", "data": "", "code": "E400"}
			return true
		}},
	}
}

func induslabsChameleons() []tampering {
	return []tampering{
		disguised("ids of another length", "call_", func(id string) string { return "call_01HZX" + strings.ToUpper(strings.TrimPrefix(id, "call_")) + "Z" }),
		{
			name:  "transcript ids of another form",
			after: func(x *passing) bool { return renamedTranscript(x.body) },
			push:  func(_ *proxy, one pushed) ([]pushed, bool) { return []pushed{one}, renamedTranscript(one.body) },
		},
		{
			name:  "transcripts without words",
			after: func(x *passing) bool { return emptied(x.body) },
			push:  func(_ *proxy, one pushed) ([]pushed, bool) { return []pushed{one}, emptied(one.body) },
		},
		{name: "error bodies of another form", after: func(x *passing) bool {
			if x.operation == nil || x.status < 403 {
				return false
			}
			x.body = map[string]any{"detail": []any{map[string]any{"loc": []any{"body"}, "msg": "no", "type": "no"}}, "status_code": json.Number(fmt.Sprint(x.status)), "message": "no", "error": "no", "data": map[string]any{}}
			return true
		}},
		{name: "slower calls", control: slower("answers", "25s", "5m")},
	}
}

func renamedTranscript(body any) bool {
	return at(body, "data", "transcript") != nil && put(body, "5f0c2c9e-0000-4000-8000-00000000abcd", "data", "transcript", "transcript_id")
}

// emptied empties every transcript's history.
func emptied(body any) bool {
	changed := false
	walk(body, func(o map[string]any) {
		if h, ok := o["history"].([]any); ok && len(h) > 0 {
			o["history"] = []any{}
			changed = true
		}
	})
	return changed
}

// chameleons are legal for every provider.
func chameleons() []tampering {
	return []tampering{
		{name: "more members in replies", after: func(x *passing) bool {
			return walk(x.body, func(o map[string]any) { o["x_request_id"] = "7f"; o["links"] = map[string]any{"self": nil} })
		}},
		{name: "more members in callbacks", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			return []pushed{one}, walk(one.body, func(o map[string]any) { o["x_attempt"] = json.Number("1"); o["extra"] = []any{} })
		}},
		{name: "another order of members", encode: func(v any) []byte { return reversed(v) }},
		{name: "indented, with escapes", encode: func(v any) []byte {
			var b bytes.Buffer
			json.Indent(&b, bytes.ReplaceAll(encoded(v), []byte("/"), []byte(`\/`)), "", "    ")
			return b.Bytes()
		}},
		{name: "a charset beside the media type", after: func(x *passing) bool {
			if x.header.Get("Content-Type") != "application/json" {
				return false
			}
			x.header.Set("Content-Type", "application/json; charset=utf-8")
			return true
		}},
		{name: "more headers", after: func(x *passing) bool {
			x.header.Set("X-Request-Id", "7f0c")
			x.header.Set("Server", "uvicorn")
			x.header.Set("Strict-Transport-Security", "max-age=63072000")
			return true
		}},
		{name: "other error texts", after: func(x *passing) bool {
			changed := false
			if x.operation == nil || x.status < 400 {
				return false
			}
			walk(x.body, func(o map[string]any) {
				for _, member := range []string{"detail", "msg", "message"} {
					if _, ok := o[member].(string); ok {
						o[member] = "Something is not as it should be"
						changed = true
					}
				}
			})
			return changed
		}},
		{name: "every accepted callback twice", again: true},
		{name: "slow replies", after: func(x *passing) bool {
			if x.operation == nil {
				return false
			}
			<-time.After(2 * time.Millisecond) // a slow network, in real time
			return true
		}},
		{name: "no Date header and another protocol phrase", after: func(x *passing) bool { x.header["Date"] = nil; return true }},
	}
}

// slower binds the numbers of a persona to longer times in every sandbox that
// the runner makes.
func slower(persona, answeredAfter, talksFor string) func(*proxy, *http.Request) bool {
	return func(p *proxy, r *http.Request) bool {
		name, found := strings.CutPrefix(r.URL.Path, "/-control/sandboxes/")
		if !found || r.Method != http.MethodPut || strings.Contains(name, "/") {
			return false
		}
		body := encoded(map[string]any{"persona": persona, "answered_after": answeredAfter, "talks_for": talksFor})
		req, err := http.NewRequest(http.MethodPut, p.door.String()+"/sandboxes/"+name+"/numbers/"+p.spec.World.Numbers[persona], bytes.NewReader(body))
		if err != nil {
			return false
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := p.client.Do(req)
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode < 300
	}
}

// disguised gives every id with this prefix another form on its way out, and
// its own again on its way in.
func disguised(name, prefix string, form func(string) string) tampering {
	own := func(p *proxy, text string) string {
		p.mu.Lock()
		defer p.mu.Unlock()
		for formed, id := range p.memory {
			if s, ok := id.(string); ok && strings.HasPrefix(formed, prefix) {
				text = strings.ReplaceAll(text, formed, s)
			}
		}
		return text
	}
	other := func(p *proxy, v any) bool {
		changed := false
		walk(v, func(o map[string]any) {
			for member, value := range o {
				if id, ok := value.(string); ok && strings.HasPrefix(id, prefix) && !strings.Contains(id, "01HZX") {
					p.remember(form(id), id)
					o[member] = form(id)
					changed = true
				}
			}
		})
		return changed
	}
	return tampering{
		name: name,
		before: func(x *passing) {
			x.request.URL.Path = own(x.proxy, x.request.URL.Path)
			x.request.URL.RawQuery = own(x.proxy, x.request.URL.RawQuery)
		},
		after: func(x *passing) bool { return other(x.proxy, x.body) },
		push:  func(p *proxy, one pushed) ([]pushed, bool) { return []pushed{one}, other(p, one.body) },
	}
}

// walk visits every object in a value; it tells whether there was any.
func walk(v any, do func(map[string]any)) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range slices.Collect(maps.Values(v)) {
			walk(member, do)
		}
		do(v)
		return true
	case []any:
		any := false
		for _, item := range v {
			any = walk(item, do) || any
		}
		return any
	}
	return false
}

// reversed writes the members of every object in falling order.
func reversed(v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		var b bytes.Buffer
		b.WriteByte('{')
		names := slices.Sorted(maps.Keys(v))
		slices.Reverse(names)
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(encoded(name))
			b.WriteByte(':')
			b.Write(reversed(v[name]))
		}
		b.WriteByte('}')
		return b.Bytes()
	case []any:
		parts := make([][]byte, len(v))
		for i, item := range v {
			parts[i] = reversed(item)
		}
		return slices.Concat([]byte("["), bytes.Join(parts, []byte(",")), []byte("]"))
	default:
		return encoded(v)
	}
}
