package indigenius

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// items are the items of a list.
func items(body any) []map[string]any {
	items, _ := grade.At(body, "data").([]any)
	var list []map[string]any
	for _, item := range items {
		if c, ok := item.(map[string]any); ok {
			list = append(list, c)
		}
	}
	return list
}

func knowing() []grade.Tampering {
	list := []grade.Tampering{
		grade.Replied("listCalls/a meta", "listCalls", func(_ *grade.Passing, body map[string]any) bool {
			body["meta"] = map[string]any{"page": json.Number("1")}
			return true
		}),
		grade.Replied("listCalls/ten at most", "listCalls", func(_ *grade.Passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			if len(all) <= 10 {
				return false
			}
			body["data"] = all[:10]
			return true
		}),
		grade.Replied("listCalls/a web call is a phone call", "listCalls", func(_ *grade.Passing, body map[string]any) bool {
			for _, c := range items(body) {
				c["type"] = "phone"
			}
			return true
		}),
		grade.Replied("listCalls/new calls are missing", "listCalls", func(_ *grade.Passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			body["data"] = slices.DeleteFunc(slices.Clone(all), func(c any) bool { return grade.At(c, "id") != "665e4a34c65bb95f2f2d72e1" })
			return len(all) > 1
		}),
		grade.Replied("getCallAnalysis/before the end", "getCallAnalysis", func(_ *grade.Passing, body map[string]any) bool {
			if body["data"] != nil {
				return false
			}
			body["data"] = map[string]any{"summary": "", "sentiment": "", "outcome": ""}
			return true
		}),
		grade.Replied("getCallAnalysis/never", "getCallAnalysis", func(_ *grade.Passing, body map[string]any) bool {
			was := body["data"]
			body["data"] = nil
			return was != nil
		}),
		grade.Replied("getCallTranscripts/never", "getCallTranscripts", func(_ *grade.Passing, body map[string]any) bool {
			was := len(items(body))
			body["data"] = []any{}
			return was > 0
		}),
		grade.Replied("getCallTranscripts/backwards", "getCallTranscripts", func(_ *grade.Passing, body map[string]any) bool {
			all, _ := body["data"].([]any)
			slices.Reverse(all)
			return len(all) > 1
		}),
		grade.Replied("getCall/milliseconds", "getCall", func(_ *grade.Passing, body map[string]any) bool {
			return grade.At(body, "data", "duration") != nil && grade.Put(body, json.Number("48000"), "data", "duration")
		}),
		grade.Replied("getCall/another call", "getCall", func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, strings.Repeat("0", 24), "data", "id")
		}),
		denied("getCall/web calls are not known", http.StatusNotFound, func(x *grade.Passing) bool { return x.Is("getCall") && grade.At(x.Body, "data", "type") == "web" }),
		denied("getCallTranscripts/none of new calls", http.StatusNotFound, func(x *grade.Passing) bool { return x.Is("getCallTranscripts") && len(items(x.Body)) == 0 }),
		denied("getCallAnalysis/none of new calls", http.StatusNotFound, func(x *grade.Passing) bool { return x.Is("getCallAnalysis") && grade.At(x.Body, "data") == nil }),
	}
	for _, op := range []string{"listCalls", "getCall"} {
		for _, one := range []struct{ is, becomes string }{{"0", "1"}, {"1", "2"}, {"2", "3"}, {"3", "2"}} {
			list = append(list, grade.Replied(op+"/status "+one.is+" becomes "+one.becomes, op, func(_ *grade.Passing, body map[string]any) bool {
				changed := false
				items := items(body)
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
		list = append(list, grade.Tampering{Name: op + "/everything exists", After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Status != http.StatusNotFound {
				return false
			}
			x.Status, x.Body = http.StatusOK, map[string]any{"status": true, "message": "Call fetched", "data": nil}
			return true
		}}, grade.Tampering{Name: op + "/another form of id is refused", After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Status != http.StatusNotFound || !strings.Contains(x.Request.URL.Path, "no-such") {
				return false
			}
			x.Status = http.StatusBadRequest
			return true
		}}, grade.Tampering{Name: op + "/another's is forbidden", After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Status != http.StatusNotFound || key(x) != "OTHER_API_KEY" {
				return false
			}
			x.Status = http.StatusForbidden
			return true
		}})
	}
	return list
}
