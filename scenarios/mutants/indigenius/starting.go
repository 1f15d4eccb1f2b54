package indigenius

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func starting() []grade.Tampering {
	mended := func(name, op, member string, value any, fits func(v any, sent bool) bool) grade.Tampering {
		return grade.Sent(op+"/"+name, op, func(body map[string]any) bool {
			v, there := body[member]
			if !fits(v, there) {
				return false
			}
			body[member] = value
			return true
		}, nil)
	}
	const web, phone = "initiateCall", "initiatePhoneCall"
	isNumber := func(v any, _ bool) bool { _, ok := v.(json.Number); return ok }
	is := func(words ...string) func(any, bool) bool {
		return func(v any, _ bool) bool { s, ok := v.(string); return ok && slices.Contains(words, s) }
	}
	missing := func(_ any, there bool) bool { return !there }
	const assistant, purchase = "665e4a34c65bb95f2f2d72e2", "665e4a34c65bb95f2f2d72e1"
	return []grade.Tampering{
		mended("a number is an id", web, "assistantId", assistant, isNumber),
		mended("any type does", web, "type", "web", is("fax")),
		mended("a phone call is no other thing", web, "type", "web", is("phone")),
		mended("an object is a type", web, "type", "web", func(v any, _ bool) bool { _, ok := v.(map[string]any); return ok }),
		mended("assistantId is not needed", web, "assistantId", assistant, missing),
		mended("type is not needed", web, "type", "web", missing),
		mended("any assistant does", web, "assistantId", assistant, is("000000000000000000000000")),
		mended("a number is a phoneNumber", phone, "phoneNumber", "+14155552671", isNumber),
		mended("a boolean is an id", phone, "phone_purchase_id", purchase, func(v any, _ bool) bool { _, ok := v.(bool); return ok }),
		mended("any phoneNumber does", phone, "phoneNumber", "+14155552671", is("call me")),
		mended("no plus is needed", phone, "phoneNumber", "+14155552671", is("14155552671")),
		mended("any carrier does", phone, "provider", "twilio", is("pigeon")),
		mended("phone_purchase_id is not needed", phone, "phone_purchase_id", purchase, missing),
		mended("phoneNumber is not needed", phone, "phoneNumber", "+14155552671", missing),
		mended("provider is not needed", phone, "provider", "twilio", missing),
		mended("any purchase does", phone, "phone_purchase_id", purchase, is("000000000000000000000000")),
		denied(web+"/no web calls", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(web) && x.SentBody["type"] == "web" }),
		denied(web+"/no widgets", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(web) && x.SentBody["type"] == "widget" }),
		denied(phone+"/no plus in a phoneNumber", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(phone) }),
		{Name: web + "/answered with 200", After: func(x *grade.Passing) bool {
			if !x.Is(web) || x.Status != http.StatusCreated {
				return false
			}
			x.Status = http.StatusOK
			return true
		}},
		grade.Replied(web+"/data beside the gateway", web, func(_ *grade.Passing, body map[string]any) bool {
			body["data"] = map[string]any{"callId": body["callId"]}
			return true
		}),
		grade.Replied(web+"/the address has another call", web, func(_ *grade.Passing, body map[string]any) bool {
			id := grade.Text(body["callId"])
			return grade.Put(body, strings.Replace(grade.Text(grade.At(body, "gateway", "url")), id, id[:23]+"0", 1), "gateway", "url")
		}),
		grade.Replied(web+"/the address has another assistant", web, func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, strings.Replace(grade.Text(grade.At(body, "gateway", "url")), assistant, assistant[:23]+"0", 1), "gateway", "url")
		}),
		grade.Replied(web+"/the address in another order", web, func(_ *grade.Passing, body map[string]any) bool {
			base, _, _ := strings.Cut(grade.Text(grade.At(body, "gateway", "url")), "?")
			return grade.Put(body, base+"?call_id="+grade.Text(body["callId"])+"&assistant_id="+assistant, "gateway", "url")
		}),
		grade.Replied(web+"/upper-case ids", web, func(_ *grade.Passing, body map[string]any) bool {
			body["callId"] = strings.ToUpper(grade.Text(body["callId"]))
			return true
		}),
		grade.Replied(web+"/always the same call", web, func(x *grade.Passing, body map[string]any) bool {
			if first, ok := x.Proxy.Recall("first " + x.Sandbox()).(map[string]any); ok {
				x.Body = first
				return true
			}
			x.Proxy.Remember("first "+x.Sandbox(), body)
			return false
		}),
	}
}
