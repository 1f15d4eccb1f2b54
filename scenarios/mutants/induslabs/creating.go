package induslabs

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func creating() []grade.Tampering {
	const op = "createClick2Call"
	instead := func(name, member string, value any, fits func(body map[string]any) bool) grade.Tampering {
		return grade.Sent(op+"/"+name, op, func(body map[string]any) bool {
			if !fits(body) {
				return false
			}
			body[member] = value
			if value == nil {
				delete(body, member)
			}
			return true
		}, nil)
	}
	echoed := func(member string, change func(any) (any, bool)) grade.Tampering {
		return grade.Replied(op+"/"+member+" is told back wrong", op, func(_ *grade.Passing, body map[string]any) bool {
			changed, ok := change(grade.At(body, "data", member))
			return ok && grade.Put(body, changed, "data", member)
		})
	}
	longer := func(v any) (any, bool) { s, ok := v.(string); return s + "0", ok }
	phone := func(body map[string]any) bool {
		s, _ := body["agent_number"].(string)
		return !strings.HasPrefix(s, "AGT_")
	}
	refused := func(name string, fits func(x *grade.Passing) bool) grade.Tampering {
		return grade.Tampering{Name: op + "/" + name, After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Status != http.StatusOK || !fits(x) {
				return false
			}
			x.Status = http.StatusUnprocessableEntity
			x.Body = map[string]any{"detail": []any{map[string]any{"loc": []any{"body"}, "msg": "refused", "type": "value_error"}}}
			return true
		}}
	}
	return []grade.Tampering{
		instead("did is not needed", "did", "919484956750", func(b map[string]any) bool { return b["did"] == nil && phone(b) }),
		refused("did is needed by voice agents too", func(x *grade.Passing) bool { return x.SentBody["did"] == nil }),
		instead("customer_number is not needed", "customer_number", "919999999999", func(b map[string]any) bool { return b["customer_number"] == nil }),
		instead("agent_number is not needed", "agent_number", "918888888888", func(b map[string]any) bool { return b["agent_number"] == nil && b["customer_number"] != nil }),
		instead("a number may be no string", "customer_number", "919999999999", func(b map[string]any) bool { _, ok := b["customer_number"].(json.Number); return ok }),
		instead("any callback_url does", "callback_url", nil, func(b map[string]any) bool {
			s, ok := b["callback_url"].(string)
			u, err := url.Parse(s)
			return ok && (err != nil || u.Host == "")
		}),
		refused("callback_url is needed", func(x *grade.Passing) bool { return x.SentBody["callback_url"] == nil }),
		instead("a word is a boolean", "transcript", true, func(b map[string]any) bool { _, ok := b["transcript"].(string); return ok }),
		instead("transcript defaults to true", "transcript", true, func(b map[string]any) bool { return b["transcript"] == nil }),
		refused("transcript is needed", func(x *grade.Passing) bool { return x.SentBody["transcript"] == nil }),
		refused("transcript_language is needed", func(x *grade.Passing) bool {
			return x.SentBody["transcript_language"] == nil && x.SentBody["transcript"] == true
		}),
		refused("transcript_language is refused", func(x *grade.Passing) bool { return x.SentBody["transcript_language"] != nil }),
		refused("agent_config is refused", func(x *grade.Passing) bool { return x.SentBody["agent_config"] != nil }),
		refused("agent_config is refused to phone numbers", func(x *grade.Passing) bool { return x.SentBody["agent_config"] != nil && phone(x.SentBody) }),
		refused("agent_config is needed by voice agents", func(x *grade.Passing) bool { return x.SentBody["agent_config"] == nil && !phone(x.SentBody) }),
		refused("twelve digits are too many", func(x *grade.Passing) bool { s, _ := x.SentBody["customer_number"].(string); return len(s) == 12 }),
		grade.Replied(op+"/agent_config changes the call", op, func(x *grade.Passing, body map[string]any) bool {
			return x.SentBody["agent_config"] != nil && phone(x.SentBody) && grade.Put(body, nil, "data", "did")
		}),
		{Name: op + "/agent_config makes it another kind of call", After: func(x *grade.Passing) bool {
			if x.Is(op) && x.SentBody["agent_config"] != nil && phone(x.SentBody) {
				x.Proxy.Remember(grade.Text(grade.At(x.Body, "data", "call_id")), true)
			}
			return x.Is("listRecentCalls") && each(x.Body, func(c map[string]any) bool {
				if x.Proxy.Recall(grade.Text(c["call_id"])) == nil {
					return false
				}
				c["call_type"] = "agent_telephony"
				return true
			})
		}},
		echoed("did", longer),
		echoed("callback_url", longer),
		echoed("transcript_language", longer),
		echoed("transcript", func(v any) (any, bool) { b, ok := v.(bool); return !b, ok }),
		{Name: op + "/an inactive user may", Before: func(x *grade.Passing) {
			// The token of the lapsed user is good for main's.
			if x.Is(op) && x.Proxy.Recall("lapsed "+x.Request.Header.Get("Authorization")) != nil {
				if token, ok := x.Proxy.Recall("token of main " + x.Sandbox()).(string); ok {
					x.Request.Header.Set("Authorization", "Bearer "+token)
					x.Altered = true
				}
			}
		}, After: func(x *grade.Passing) bool {
			learnToken(x)
			if token, ok := grade.At(x.Body, "data", "access_token").(string); ok && x.SentBody["email"] == "lapsed@example.com" {
				x.Proxy.Remember("lapsed Bearer "+token, true)
				if x.Proxy.Recall("token of main "+x.Sandbox()) == nil {
					signInMain(x)
				}
			}
			return x.Altered
		}},
		grade.Replied(op+"/two calls have one id", op, func(x *grade.Passing, body map[string]any) bool {
			first := x.Proxy.Recall("first id " + x.Sandbox())
			if first == nil {
				x.Proxy.Remember("first id "+x.Sandbox(), grade.At(body, "data", "call_id"))
				return false
			}
			return grade.Put(body, first, "data", "call_id")
		}),
	}
}
