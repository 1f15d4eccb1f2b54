package indigenius

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// remembering is about callbacks and their history.
func remembering() []grade.Tampering {
	const list, event = "listWebhookHistory", "developer_callback"
	item := func(name string, change func(a map[string]any) bool) grade.Tampering {
		return grade.Replied(list+"/"+name, list, func(_ *grade.Passing, body map[string]any) bool {
			changed := false
			for _, a := range items(body) {
				changed = change(a) || changed
			}
			return changed
		})
	}
	return []grade.Tampering{
		item("every answer was 200", func(a map[string]any) bool { a["response_code"] = json.Number("200"); return true }),
		item("sent by GET", func(a map[string]any) bool { a["request_method"] = "GET"; return true }),
		item("of another type", func(a map[string]any) bool { a["type"] = "call.ended"; return true }),
		grade.Replied(list+"/a meta", list, func(_ *grade.Passing, body map[string]any) bool { body["meta"] = map[string]any{}; return true }),
		grade.Replied(list+"/oldest first", list, func(_ *grade.Passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			slices.Reverse(all)
			return len(all) > 1
		}),
		grade.Replied(list+"/always empty", list, func(_ *grade.Passing, body map[string]any) bool {
			was := len(items(body))
			body["data"] = []any{}
			return was > 0
		}),
		grade.Asked(list+"/page is ignored", list, func(q url.Values) bool { had := len(q["page"]) > 0; delete(q, "page"); return had }, nil),
		grade.Asked(list+"/pageSize is ignored", list, func(q url.Values) bool { had := len(q["pageSize"]) > 0; delete(q, "pageSize"); return had }, nil),
		grade.Asked(list+"/twenty a page", list, func(q url.Values) bool {
			if len(q["pageSize"]) > 0 {
				return false
			}
			q["pageSize"] = []string{"20"}
			return true
		}, nil),
		grade.Replied("getWebhookHistory/another attempt", "getWebhookHistory", func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, strings.Repeat("0", 24), "data", "id")
		}),
		{Name: event + "/told twice", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) { return []grade.Pushed{one, one}, true }},
		{Name: event + "/signed", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Header = one.Header.Clone()
			one.Header.Set("X-Signature", "0")
			return []grade.Pushed{one}, true
		}},
		{Name: event + "/sent by PUT", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Method = "PUT"
			return []grade.Pushed{one}, true
		}},
		{Name: event + "/a failure is not told", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			return nil, grade.At(one.Body, "data", "status") == json.Number("3")
		}},
		grade.Told(event+"/an earlier state", event, func(body map[string]any) bool { return grade.Put(body, json.Number("1"), "data", "status") }),
		grade.Told(event+"/no end", event, func(body map[string]any) bool { return grade.Put(body, nil, "data", "endedAt") }),
	}
}
