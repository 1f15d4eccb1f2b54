package grade

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// Chameleons are legal for every provider.
func Chameleons() []Tampering {
	return []Tampering{
		{Name: "more members in replies", After: func(x *Passing) bool {
			return Walk(x.Body, func(o map[string]any) { o["x_request_id"] = "7f"; o["links"] = map[string]any{"self": nil} })
		}},
		{Name: "more members in callbacks", Push: func(_ *Proxy, one Pushed) ([]Pushed, bool) {
			return []Pushed{one}, Walk(one.Body, func(o map[string]any) { o["x_attempt"] = json.Number("1"); o["extra"] = []any{} })
		}},
		{Name: "another order of members", Encode: reversed},
		{Name: "indented, with escapes", Encode: func(v any) []byte {
			var b bytes.Buffer
			json.Indent(&b, bytes.ReplaceAll(Encoded(v), []byte("/"), []byte(`\/`)), "", "    ")
			return b.Bytes()
		}},
		{Name: "a charset beside the media type", After: func(x *Passing) bool {
			if x.Header.Get("Content-Type") != "application/json" {
				return false
			}
			x.Header.Set("Content-Type", "application/json; charset=utf-8")
			return true
		}},
		{Name: "more headers", After: func(x *Passing) bool {
			x.Header.Set("X-Request-Id", "7f0c")
			x.Header.Set("Server", "uvicorn")
			x.Header.Set("Strict-Transport-Security", "max-age=63072000")
			return true
		}},
		{Name: "other error texts", After: func(x *Passing) bool {
			changed := false
			if x.Operation == nil || x.Status < 400 {
				return false
			}
			Walk(x.Body, func(o map[string]any) {
				for _, member := range []string{"detail", "msg", "message"} {
					if _, ok := o[member].(string); ok {
						o[member] = "Something is not as it should be"
						changed = true
					}
				}
			})
			return changed
		}},
		{Name: "every accepted callback twice", Again: true},
		{Name: "slow replies", After: func(x *Passing) bool {
			if x.Operation == nil {
				return false
			}
			ctx, cancel := context.WithTimeout(x.Request.Context(), 2*time.Millisecond) // a slow network, in real time
			defer cancel()
			<-ctx.Done()
			return true
		}},
		{Name: "no Date header and another protocol phrase", After: func(x *Passing) bool { x.Header["Date"] = nil; return true }},
	}
}

// Slower binds the number of a persona to longer times in every sandbox that the runner makes.
func Slower(persona, answeredAfter, talksFor string) Tampering {
	return Tampering{Name: "slower calls", Control: func(p *Proxy, r *http.Request) bool {
		name, found := strings.CutPrefix(r.URL.Path, "/sandboxes/")
		if !found || r.Method != http.MethodPut || strings.Contains(name, "/") {
			return false
		}
		status, _ := p.Tell(http.MethodPut, "/sandboxes/"+name+"/numbers/"+p.Spec.World.Numbers[persona],
			map[string]any{"persona": persona, "answered_after": answeredAfter, "talks_for": talksFor})
		return status < 300
	}}
}

// Disguised gives every id with this prefix another form on its way out, and its own again on its way in.
func Disguised(name, prefix string, form func(id string) string) Tampering {
	own := func(p *Proxy, text string) string {
		p.mu.Lock()
		defer p.mu.Unlock()
		for formed, id := range p.memory {
			if s, ok := id.(string); ok && strings.HasPrefix(formed, prefix) {
				text = strings.ReplaceAll(text, formed, s)
			}
		}
		return text
	}
	other := func(p *Proxy, v any) bool {
		changed := false
		Walk(v, func(o map[string]any) {
			for member, value := range o {
				id, ok := value.(string)
				if !ok || !strings.HasPrefix(id, prefix) || p.Recall(id) != nil {
					continue
				}
				p.Remember(form(id), id)
				o[member], changed = form(id), true
			}
		})
		return changed
	}
	return Tampering{
		Name: name,
		Before: func(x *Passing) {
			x.Request.URL.Path = own(x.Proxy, x.Request.URL.Path)
			x.Request.URL.RawQuery = own(x.Proxy, x.Request.URL.RawQuery)
		},
		After: func(x *Passing) bool { return other(x.Proxy, x.Body) },
		Push:  func(p *Proxy, one Pushed) ([]Pushed, bool) { return []Pushed{one}, other(p, one.Body) },
	}
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
			b.Write(Encoded(name))
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
		return Encoded(v)
	}
}

// disguise plays the whole suite with a chameleon, and returns what is said against it.
func disguise(ctx context.Context, w *worker, f *Tampering) (against []string) {
	var plays []*conformance.Play
	applied := false
	for _, sc := range w.suite.Scenarios {
		if f.Again && counts(sc) {
			continue
		}
		play, did := w.play(ctx, f, sc)
		applied = applied || did
		plays = append(plays, play)
		if play.Result().Verdict != conformance.Pass {
			against = append(against, sc.Address+": "+why(play))
		}
	}
	if !applied {
		against = append(against, "it was never applied, so it shows nothing")
	}
	if f.Again {
		return against // claims that only the scenarios left out prove stay open
	}
	for _, id := range untested(w.session.Sum(plays)) {
		against = append(against, "nothing verifies "+id+" any more")
	}
	return against
}

// counts tells whether a scenario counts deliveries, so that one more is not the same to it.
func counts(sc *scenario.Scenario) bool {
	return slices.ContainsFunc(sc.Steps, func(step *scenario.Step) bool { return step.Kind == scenario.Receive && step.Times.Given() })
}
