package vinfer

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func webhooks() []grade.Tampering {
	const order = "createWebhook"
	ordered := func(name string, change func(body map[string]any) bool) grade.Tampering {
		return grade.Sent(order+"/"+name, order, change, nil)
	}
	list := []grade.Tampering{
		ordered("posts over plain http", func(b map[string]any) bool {
			url, plain := strings.CutPrefix(grade.Text(b["url"]), "http://hooks.")
			if plain {
				b["url"] = "https://hooks." + url
			}
			return plain
		}),
		answeredWith(order+"/posts over https not at all", http.StatusBadRequest, func(x *grade.Passing) bool {
			return x.Is(order) && strings.HasPrefix(grade.Text(x.SentBody["url"]), "https://")
		}),
		ordered("needs no address", func(b map[string]any) bool {
			was := b["url"]
			b["url"] = "https://hooks.vinfer-client.com"
			return was == nil
		}),
		ordered("takes any text for an address", func(b map[string]any) bool {
			was := b["url"]
			if was == "somewhere" {
				b["url"] = "https://hooks.vinfer-client.com"
			}
			return was == "somewhere"
		}),
		ordered("needs no events", func(b map[string]any) bool {
			was := b["events"]
			if was == nil {
				b["events"] = []any{"*"}
			}
			return was == nil
		}),
		ordered("takes an empty list", func(b map[string]any) bool {
			events, ok := b["events"].([]any)
			if ok = ok && len(events) == 0; ok {
				b["events"] = []any{"*"}
			}
			return ok
		}),
		ordered("takes any event", func(b map[string]any) bool {
			events, _ := b["events"].([]any)
			unknown := slices.Contains(events, any("call.ringing"))
			if unknown {
				b["events"] = []any{"*"}
			}
			return unknown
		}),
		ordered("the asterisk is the end of calls", func(b map[string]any) bool {
			events, _ := b["events"].([]any)
			all := slices.Contains(events, any("*"))
			if all {
				b["events"] = []any{"call.completed"}
			}
			return all
		}),
		answeredWith(order+"/knows no asterisk", http.StatusBadRequest, func(x *grade.Passing) bool {
			events, _ := x.SentBody["events"].([]any)
			return x.Is(order) && slices.Contains(events, any("*"))
		}),
		ordered("tells everything", func(b map[string]any) bool {
			events, _ := b["events"].([]any)
			some := len(events) > 0 && !slices.Contains(events, any("*")) && !slices.Contains(events, any("call.ringing"))
			if some {
				b["events"] = []any{"*"}
			}
			return some
		}),
		answeredWith(order+"/wants a secret", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(order) && x.SentBody["secret"] == nil }),
		answeredWith(order+"/takes no secret", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(order) && x.SentBody["secret"] != nil }),
		ordered("never signs", func(b map[string]any) bool {
			had := b["secret"] != nil
			delete(b, "secret")
			return had
		}),
		ordered("always signs", func(b map[string]any) bool {
			had := b["secret"] != nil
			b["secret"] = "another"
			return !had
		}),
		ordered("signs with another secret", func(b map[string]any) bool {
			had := b["secret"] != nil
			if had {
				b["secret"] = grade.Text(b["secret"]) + "x"
			}
			return had
		}),
		grade.Replied(order+"/shows the secret", order, func(x *grade.Passing, b map[string]any) bool {
			b["secret"] = x.SentBody["secret"]
			return b["secret"] != nil
		}),
		grade.Replied("listWebhooks/only the latest", "listWebhooks", func(_ *grade.Passing, b map[string]any) bool {
			all, _ := b["data"].([]any)
			if len(all) < 2 {
				return false
			}
			b["data"] = all[len(all)-1:]
			return true
		}),
		grade.Replied("listWebhooks/no deliveries", "listWebhooks", func(_ *grade.Passing, b map[string]any) bool {
			all, _ := b["data"].([]any)
			changed := false
			for _, w := range all {
				changed = changed || grade.At(w, "last_delivery") != nil
				grade.Put(w, nil, "last_delivery")
			}
			return changed
		}),
		{
			Name: "deleteWebhook/removes nothing",
			Before: func(x *grade.Passing) {
				if x.Is("deleteWebhook") {
					x.Request.URL.Path = "/v1/webhooks/whk_111111111"
				}
			},
			After: func(x *grade.Passing) bool {
				if !x.Is("deleteWebhook") || x.Status != http.StatusNotFound {
					return false
				}
				x.Status, x.Body, x.Raw = http.StatusNoContent, nil, nil
				return true
			},
		},
		{Name: "deleteWebhook/removes what is not there", After: func(x *grade.Passing) bool {
			if !x.Is("deleteWebhook") || x.Status != http.StatusNotFound {
				return false
			}
			x.Status, x.Body, x.Raw = http.StatusNoContent, nil, nil
			return true
		}},
		{Name: "deleteWebhook/goes on telling", After: func(x *grade.Passing) bool {
			switch {
			case x.Is(order) && x.Status < 300:
				x.Proxy.Remember("address "+x.Sandbox(), x.Proxy.InboxPath(grade.Text(x.SentBody["url"])))
			case x.Is("deleteWebhook") && x.Status < 300:
				x.Proxy.Remember("removed "+x.Sandbox(), true)
			case x.Is("createCall") && x.Status < 300 && x.Proxy.Recall("removed "+x.Sandbox()) != nil:
				path, _ := x.Proxy.Recall("address " + x.Sandbox()).(string)
				x.Proxy.Deliver(path, map[string]any{"event": "call.completed", "timestamp": "2026-01-15T12:05:00Z", "data": x.Body})
				return true
			}
			return false
		}},
	}
	for _, event := range []string{"call.completed", "call.disposition_set", "call.escalated", "campaign.started", "campaign.paused", "campaign.completed"} {
		list = append(list, answeredWith(order+"/knows no "+event, http.StatusBadRequest, func(x *grade.Passing) bool {
			events, _ := x.SentBody["events"].([]any)
			return x.Is(order) && slices.Contains(events, any(event))
		}))
	}
	return list
}
