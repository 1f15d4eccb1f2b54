package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// writtenIndigenius are mutants of what no member of a document shows: each
// quirk, scope and rule, one at a time.
func writtenIndigenius() []tampering {
	return slices.Concat(ignOpening(), ignStarting(), ignKnowing(), ignCounting(), ignRemembering())
}

// ignKeyed sends a request of these operations with main's key where the runner
// sent another one.
func ignKeyed(name string, fits func(x *passing) bool) tampering {
	return tampering{name: name, before: func(x *passing) {
		if x.operation != nil && fits(x) {
			x.request.Header.Set("X-Api-Key", "YOUR_API_KEY")
			x.altered = true
		}
	}}
}

// ignDenied answers good requests with a failure.
func ignDenied(name string, status int, fits func(x *passing) bool) tampering {
	return tampering{name: name, after: func(x *passing) bool {
		if x.operation == nil || x.status >= 300 || !fits(x) {
			return false
		}
		x.status, x.body = status, map[string]any{"status": false, "message": "No", "data": nil}
		return true
	}}
}

func ignKey(x *passing) string { return x.request.Header.Get("X-Api-Key") }

func ignOpening() []tampering {
	shown := func(x *passing, keys ...string) bool { return slices.Contains(keys, ignKey(x)) }
	list := []tampering{
		ignDenied("everything/served elsewhere", http.StatusNotFound, func(x *passing) bool { return true }),
		ignDenied("everything/another header than X-API-Key", http.StatusUnauthorized, func(x *passing) bool { return ignKey(x) != "" }),
		ignKeyed("everything/any key does", func(x *passing) bool { return !strings.HasSuffix(ignKey(x), "_API_KEY") && ignKey(x) != "" }),
		ignKeyed("everything/no key is needed", func(x *passing) bool { return ignKey(x) == "" }),
		ignKeyed("everything/a revoked key does", func(x *passing) bool { return shown(x, "REVOKED_API_KEY") }),
		ignKeyed("everything/an expired key does", func(x *passing) bool { return shown(x, "EXPIRED_API_KEY") }),
		ignKeyed("everything/any address does", func(x *passing) bool { return shown(x, "RESTRICTED_API_KEY") }),
		ignKeyed("everything/no limits", func(x *passing) bool { return shown(x, "LIMITED_API_KEY") }),
		ignDenied("everything/writing is needed to read", http.StatusForbidden, func(x *passing) bool { return shown(x, "READ_ONLY_API_KEY") }),
		ignDenied("everything/reading is needed to write", http.StatusForbidden, func(x *passing) bool { return shown(x, "WRITE_ONLY_API_KEY") }),
		{name: "everything/limited for good", after: func(x *passing) bool {
			if shown(x, "LIMITED_API_KEY") {
				if x.status == http.StatusTooManyRequests {
					x.proxy.remember("limited "+x.sandbox(), true)
				} else if x.proxy.recall("limited "+x.sandbox()) != nil {
					x.status, x.body = http.StatusTooManyRequests, map[string]any{"status": false, "message": "No", "data": nil}
					x.header.Set("Retry-After", "1")
					return true
				}
			}
			return false
		}},
	}
	for _, op := range []string{"listCalls", "getCall", "getCallTranscripts", "getCallAnalysis", "initiateCall", "initiatePhoneCall", "listWebhookHistory", "getWebhookHistory"} {
		list = append(list,
			ignKeyed(op+"/needs no scope", func(x *passing) bool { return x.is(op) && shown(x, "READ_ONLY_API_KEY", "WRITE_ONLY_API_KEY") }),
			ignKeyed(op+"/shows what is another's", func(x *passing) bool { return x.is(op) && shown(x, "OTHER_API_KEY") }),
			ignKeyed(op+"/any key does", func(x *passing) bool {
				return x.is(op) && !strings.HasSuffix(ignKey(x), "_API_KEY") && ignKey(x) != ""
			}),
		)
	}
	return slices.DeleteFunc(list, func(f tampering) bool { return f.name == "initiatePhoneCall/shows what is another's" })
}

func ignStarting() []tampering {
	mended := func(name, op, member string, value any, fits func(v any, sent bool) bool) tampering {
		return sent(op+"/"+name, op, func(body map[string]any) bool {
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
	return []tampering{
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
		ignDenied(web+"/no web calls", http.StatusBadRequest, func(x *passing) bool { return x.is(web) && x.sentBody["type"] == "web" }),
		ignDenied(web+"/no widgets", http.StatusBadRequest, func(x *passing) bool { return x.is(web) && x.sentBody["type"] == "widget" }),
		ignDenied(phone+"/no plus in a phoneNumber", http.StatusBadRequest, func(x *passing) bool { return x.is(phone) }),
		{name: web + "/answered with 200", after: func(x *passing) bool {
			if !x.is(web) || x.status != http.StatusCreated {
				return false
			}
			x.status = http.StatusOK
			return true
		}},
		replied(web+"/data beside the gateway", web, func(_ *passing, body map[string]any) bool {
			body["data"] = map[string]any{"callId": body["callId"]}
			return true
		}),
		replied(web+"/the address has another call", web, func(_ *passing, body map[string]any) bool {
			id := text(body["callId"])
			return put(body, strings.Replace(text(at(body, "gateway", "url")), id, id[:23]+"0", 1), "gateway", "url")
		}),
		replied(web+"/the address has another assistant", web, func(_ *passing, body map[string]any) bool {
			return put(body, strings.Replace(text(at(body, "gateway", "url")), assistant, assistant[:23]+"0", 1), "gateway", "url")
		}),
		replied(web+"/the address in another order", web, func(_ *passing, body map[string]any) bool {
			base, _, _ := strings.Cut(text(at(body, "gateway", "url")), "?")
			return put(body, base+"?call_id="+text(body["callId"])+"&assistant_id="+assistant, "gateway", "url")
		}),
		replied(web+"/upper-case ids", web, func(_ *passing, body map[string]any) bool {
			body["callId"] = strings.ToUpper(text(body["callId"]))
			return true
		}),
		replied(web+"/always the same call", web, func(x *passing, body map[string]any) bool {
			if first, ok := x.proxy.recall("first " + x.sandbox()).(map[string]any); ok {
				x.body = first
				return true
			}
			x.proxy.remember("first "+x.sandbox(), body)
			return false
		}),
	}
}

// ignCalls are the items of a list.
func ignCalls(body any) []map[string]any {
	items, _ := at(body, "data").([]any)
	var list []map[string]any
	for _, item := range items {
		if c, ok := item.(map[string]any); ok {
			list = append(list, c)
		}
	}
	return list
}

func ignKnowing() []tampering {
	list := []tampering{
		replied("listCalls/a meta", "listCalls", func(_ *passing, body map[string]any) bool {
			body["meta"] = map[string]any{"page": json.Number("1")}
			return true
		}),
		replied("listCalls/ten at most", "listCalls", func(_ *passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			if len(all) <= 10 {
				return false
			}
			body["data"] = all[:10]
			return true
		}),
		replied("listCalls/a web call is a phone call", "listCalls", func(_ *passing, body map[string]any) bool {
			for _, c := range ignCalls(body) {
				c["type"] = "phone"
			}
			return true
		}),
		replied("listCalls/new calls are missing", "listCalls", func(_ *passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			body["data"] = slices.DeleteFunc(slices.Clone(all), func(c any) bool { return at(c, "id") != "665e4a34c65bb95f2f2d72e1" })
			return len(all) > 1
		}),
		replied("getCallAnalysis/before the end", "getCallAnalysis", func(_ *passing, body map[string]any) bool {
			if body["data"] != nil {
				return false
			}
			body["data"] = map[string]any{"summary": "", "sentiment": "", "outcome": ""}
			return true
		}),
		replied("getCallAnalysis/never", "getCallAnalysis", func(_ *passing, body map[string]any) bool {
			was := body["data"]
			body["data"] = nil
			return was != nil
		}),
		replied("getCallTranscripts/never", "getCallTranscripts", func(_ *passing, body map[string]any) bool {
			was := len(ignCalls(body))
			body["data"] = []any{}
			return was > 0
		}),
		replied("getCallTranscripts/backwards", "getCallTranscripts", func(_ *passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			slices.Reverse(all)
			return len(all) > 1
		}),
		replied("getCall/milliseconds", "getCall", func(_ *passing, body map[string]any) bool {
			return at(body, "data", "duration") != nil && put(body, json.Number("48000"), "data", "duration")
		}),
		replied("getCall/another call", "getCall", func(_ *passing, body map[string]any) bool { return put(body, strings.Repeat("0", 24), "data", "id") }),
		ignDenied("getCall/web calls are not known", http.StatusNotFound, func(x *passing) bool { return x.is("getCall") && at(x.body, "data", "type") == "web" }),
		ignDenied("getCallTranscripts/none of new calls", http.StatusNotFound, func(x *passing) bool { return x.is("getCallTranscripts") && len(ignCalls(x.body)) == 0 }),
		ignDenied("getCallAnalysis/none of new calls", http.StatusNotFound, func(x *passing) bool { return x.is("getCallAnalysis") && at(x.body, "data") == nil }),
	}
	for _, op := range []string{"listCalls", "getCall"} {
		for _, one := range []struct{ is, becomes string }{{"0", "1"}, {"1", "2"}, {"2", "3"}, {"3", "2"}} {
			list = append(list, replied(op+"/status "+one.is+" becomes "+one.becomes, op, func(_ *passing, body map[string]any) bool {
				changed := false
				items := ignCalls(body)
				if c, ok := body["data"].(map[string]any); ok {
					items = append(items, c)
				}
				for _, c := range items {
					if c["status"] == json.Number(one.is) {
						c["status"], changed = json.Number(one.becomes), true
					}
				}
				return changed
			}))
		}
	}
	for _, op := range []string{"getCall", "getCallTranscripts", "getCallAnalysis", "getWebhookHistory"} {
		list = append(list, tampering{name: op + "/everything exists", after: func(x *passing) bool {
			if !x.is(op) || x.status != http.StatusNotFound {
				return false
			}
			x.status, x.body = http.StatusOK, map[string]any{"status": true, "message": "Call fetched", "data": nil}
			return true
		}}, tampering{name: op + "/another form of id is refused", after: func(x *passing) bool {
			if !x.is(op) || x.status != http.StatusNotFound || !strings.Contains(x.request.URL.Path, "no-such") {
				return false
			}
			x.status = http.StatusBadRequest
			return true
		}}, tampering{name: op + "/another's is forbidden", after: func(x *passing) bool {
			if !x.is(op) || x.status != http.StatusNotFound || ignKey(x) != "OTHER_API_KEY" {
				return false
			}
			x.status = http.StatusForbidden
			return true
		}})
	}
	return list
}

// ignCounting is about limits.
func ignCounting() []tampering {
	return []tampering{
		{name: "everything/a limit without Retry-After", after: func(x *passing) bool {
			x.header.Del("Retry-After")
			return x.status == http.StatusTooManyRequests
		}},
		ignKeyed("everything/no limit per hour", func(x *passing) bool {
			if ignKey(x) != "LIMITED_API_KEY" {
				return false
			}
			seen, _ := x.proxy.recall("uses " + x.sandbox()).(int)
			x.proxy.remember("uses "+x.sandbox(), seen+1)
			return seen >= 6
		}),
	}
}

// ignRemembering is about callbacks and their history.
func ignRemembering() []tampering {
	const list, event = "listWebhookHistory", "developer_callback"
	item := func(name string, change func(a map[string]any) bool) tampering {
		return replied(list+"/"+name, list, func(_ *passing, body map[string]any) bool {
			changed := false
			for _, a := range ignCalls(body) {
				changed = change(a) || changed
			}
			return changed
		})
	}
	return []tampering{
		item("every answer was 200", func(a map[string]any) bool { a["response_code"] = json.Number("200"); return true }),
		item("sent by GET", func(a map[string]any) bool { a["request_method"] = "GET"; return true }),
		item("of another type", func(a map[string]any) bool { a["type"] = "call.ended"; return true }),
		replied(list+"/a meta", list, func(_ *passing, body map[string]any) bool { body["meta"] = map[string]any{}; return true }),
		replied(list+"/oldest first", list, func(_ *passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			slices.Reverse(all)
			return len(all) > 1
		}),
		replied(list+"/always empty", list, func(_ *passing, body map[string]any) bool {
			was := len(ignCalls(body))
			body["data"] = []any{}
			return was > 0
		}),
		asked(list+"/page is ignored", list, func(q url.Values) bool { had := len(q["page"]) > 0; delete(q, "page"); return had }, nil),
		asked(list+"/pageSize is ignored", list, func(q url.Values) bool { had := len(q["pageSize"]) > 0; delete(q, "pageSize"); return had }, nil),
		asked(list+"/twenty a page", list, func(q url.Values) bool {
			if len(q["pageSize"]) > 0 {
				return false
			}
			q["pageSize"] = []string{"20"}
			return true
		}, nil),
		replied("getWebhookHistory/another attempt", "getWebhookHistory", func(_ *passing, body map[string]any) bool { return put(body, strings.Repeat("0", 24), "data", "id") }),
		{name: event + "/told twice", push: func(_ *proxy, one pushed) ([]pushed, bool) { return []pushed{one, one}, true }},
		{name: event + "/signed", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.header = one.header.Clone()
			one.header.Set("X-Signature", "0")
			return []pushed{one}, true
		}},
		{name: event + "/sent by PUT", push: func(_ *proxy, one pushed) ([]pushed, bool) { one.method = "PUT"; return []pushed{one}, true }},
		{name: event + "/a failure is not told", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			return nil, at(one.body, "data", "status") == json.Number("3")
		}},
		told(event+"/an earlier state", event, func(body map[string]any) bool { return put(body, json.Number("1"), "data", "status") }),
		told(event+"/no end", event, func(body map[string]any) bool { return put(body, nil, "data", "endedAt") }),
	}
}

// chameleonsIndigenius are legal for this provider.
func chameleonsIndigenius() []tampering {
	hex := "0123456789abcdef"
	longer := func(p *proxy, v any) bool {
		changed := false
		walk(v, func(o map[string]any) {
			for member, value := range o {
				id, ok := value.(string)
				if !ok || len(id) != 24 || strings.Trim(id, hex) != "" || member != "id" && member != "callId" {
					continue
				}
				p.remember("w"+id, id)
				o[member], changed = "w"+id, true
				if gateway, ok := o["gateway"].(map[string]any); ok {
					gateway["url"] = strings.Replace(text(gateway["url"]), "call_id=", "call_id=w", 1)
				}
			}
		})
		return changed
	}
	words := func() func(*passing) bool {
		return func(x *passing) bool {
			body, ok := x.body.(map[string]any)
			if !ok || x.operation == nil || x.status < 400 {
				return false
			}
			body["message"] = "Something is not as it should be"
			return true
		}
	}
	return []tampering{
		{
			name: "ids of another length",
			before: func(x *passing) {
				parts := strings.Split(x.request.URL.Path, "/")
				for i := range parts {
					if id, ok := x.proxy.recall(parts[i]).(string); ok {
						parts[i] = id
					}
				}
				x.request.URL.Path = strings.Join(parts, "/")
			},
			after: func(x *passing) bool { return longer(x.proxy, x.body) },
			push:  func(p *proxy, one pushed) ([]pushed, bool) { return []pushed{one}, longer(p, one.body) },
		},
		{name: "other messages of failures", after: words()},
		{name: "other statuses of a limit", after: func(x *passing) bool {
			if x.status != http.StatusTooManyRequests {
				return false
			}
			x.status = http.StatusServiceUnavailable
			return true
		}},
		{name: "other numbers for the states", after: func(x *passing) bool {
			changed := false
			items := ignCalls(x.body)
			if c, ok := at(x.body, "data").(map[string]any); ok {
				items = append(items, c)
			}
			for _, c := range items {
				if n, ok := c["status"].(json.Number); ok {
					c["status"], changed = json.Number("1"+n.String()), true
				}
			}
			return changed
		}},
		{name: "another body of callbacks", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.body = map[string]any{"type": "call", "call": at(one.body, "data")}
			return []pushed{one}, true
		}},
		{name: "slower calls", control: slower("answers", "25s", "5m")},
	}
}
