package vinfer

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func events() []grade.Tampering {
	dropped := func(name, event string, fits func(p *grade.Proxy, one grade.Pushed) bool) grade.Tampering {
		return grade.Tampering{Name: name, Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			return nil, one.Event == event && fits(p, one)
		}}
	}
	// seen counts how often a callback has come to an address.
	seen := func(p *grade.Proxy, one grade.Pushed) int {
		key := "seen " + one.Path + string(grade.Encoded(one.Body))
		n, _ := p.Recall(key).(int)
		p.Remember(key, n+1)
		return n
	}
	return []grade.Tampering{
		dropped("call.completed/not for calls that failed", "call.completed", func(_ *grade.Proxy, one grade.Pushed) bool { return grade.At(one.Body, "data", "status") == "failed" }),
		dropped("call.completed/never again", "call.completed", func(p *grade.Proxy, one grade.Pushed) bool { return seen(p, one) > 0 }),
		{Name: "call.completed/five times", Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			if one.Event != "call.completed" || seen(p, one) != 3 {
				return nil, false
			}
			return []grade.Pushed{one, one}, true
		}},
		{Name: "call.completed/in no rhythm", Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			if one.Event != "call.completed" || seen(p, one) != 1 {
				return nil, false
			}
			return []grade.Pushed{one, one}, true
		}},
		{Name: "call.completed/each time another body", Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			n := seen(p, one)
			if one.Event != "call.completed" || n == 0 {
				return nil, false
			}
			grade.Put(one.Body, fmt.Sprintf("2026-01-15T12:01:%02dZ", n), "timestamp")
			return []grade.Pushed{one}, true
		}},
		grade.Told("call.completed/another outcome than the poll", "call.completed", func(b map[string]any) bool {
			was := grade.At(b, "data", "disposition")
			return was == "not_interested" && grade.Put(b, "interested", "data", "disposition")
		}),
		grade.Told("call.completed/still running", "call.completed", func(b map[string]any) bool { return grade.Put(b, "in_progress", "data", "status") }),
		grade.Told("call.escalated/after the call", "call.escalated", func(b map[string]any) bool { return grade.Put(b, "completed", "data", "status") }),
		{Name: "call.escalated/for every call", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			body, _ := grade.Decoded(grade.Encoded(one.Body)).(map[string]any)
			if one.Event != "call.completed" || grade.At(body, "data", "disposition") == "escalated" {
				return nil, false
			}
			body["event"] = "call.escalated"
			again := one
			again.Event, again.Body = "call.escalated", body
			return []grade.Pushed{again, one}, true
		}},
		{Name: "call.transcription_ready/for a transcript that failed", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			body, _ := grade.Decoded(grade.Encoded(one.Body)).(map[string]any)
			if one.Event != "call.completed" || !strings.Contains(grade.Text(grade.At(body, "data", "contact", "phone")), "001") {
				return nil, false
			}
			body["event"] = "call.transcription_ready"
			again := one
			again.Event, again.Body = "call.transcription_ready", body
			return []grade.Pushed{one, again}, true
		}},
		{Name: "every event/named in the type", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			body, ok := one.Body.(map[string]any)
			if ok {
				body["type"] = body["event"]
				delete(body, "event")
			}
			return []grade.Pushed{one}, ok
		}},
		{Name: "every event/no signature", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			signed := one.Header.Get("X-VInfer-Signature") != ""
			one.Header = one.Header.Clone()
			one.Header.Del("X-VInfer-Signature")
			return []grade.Pushed{one}, signed
		}},
		{Name: "every event/a signature for everybody", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			signed := one.Header.Get("X-VInfer-Signature") != ""
			one.Header = one.Header.Clone()
			one.Header.Set("X-VInfer-Signature", "sha256="+strings.Repeat("0", 64))
			return []grade.Pushed{one}, !signed
		}},
		{Name: "every event/sent with PUT", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Method = http.MethodPut
			return []grade.Pushed{one}, true
		}},
	}
}
