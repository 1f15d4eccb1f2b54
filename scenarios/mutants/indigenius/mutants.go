package indigenius

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// mutants are of what no member of the document shows: each quirk, scope and rule, one at a time.
func mutants() []grade.Tampering {
	return slices.Concat(opening(), starting(), knowing(), counting(), remembering())
}

// keyed sends a request of these operations with main's key where the runner
// sent another one.
func keyed(name string, fits func(x *grade.Passing) bool) grade.Tampering {
	return grade.Tampering{Name: name, Before: func(x *grade.Passing) {
		if x.Operation != nil && fits(x) {
			x.Request.Header.Set("X-Api-Key", "YOUR_API_KEY")
			x.Altered = true
		}
	}}
}

// denied answers good requests with a failure.
func denied(name string, status int, fits func(x *grade.Passing) bool) grade.Tampering {
	return grade.Tampering{Name: name, After: func(x *grade.Passing) bool {
		if x.Operation == nil || x.Status >= 300 || !fits(x) {
			return false
		}
		x.Status, x.Body = status, map[string]any{"status": false, "message": "No", "data": nil}
		return true
	}}
}

func key(x *grade.Passing) string { return x.Request.Header.Get("X-Api-Key") }

func opening() []grade.Tampering {
	shown := func(x *grade.Passing, keys ...string) bool { return slices.Contains(keys, key(x)) }
	list := []grade.Tampering{
		denied("everything/served elsewhere", http.StatusNotFound, func(x *grade.Passing) bool { return true }),
		denied("everything/another header than X-API-Key", http.StatusUnauthorized, func(x *grade.Passing) bool { return key(x) != "" }),
		keyed("everything/any key does", func(x *grade.Passing) bool { return !strings.HasSuffix(key(x), "_API_KEY") && key(x) != "" }),
		keyed("everything/no key is needed", func(x *grade.Passing) bool { return key(x) == "" }),
		keyed("everything/a revoked key does", func(x *grade.Passing) bool { return shown(x, "REVOKED_API_KEY") }),
		keyed("everything/an expired key does", func(x *grade.Passing) bool { return shown(x, "EXPIRED_API_KEY") }),
		keyed("everything/any address does", func(x *grade.Passing) bool { return shown(x, "RESTRICTED_API_KEY") }),
		keyed("everything/no limits", func(x *grade.Passing) bool { return shown(x, "LIMITED_API_KEY") }),
		denied("everything/writing is needed to read", http.StatusForbidden, func(x *grade.Passing) bool { return shown(x, "READ_ONLY_API_KEY") }),
		denied("everything/reading is needed to write", http.StatusForbidden, func(x *grade.Passing) bool { return shown(x, "WRITE_ONLY_API_KEY") }),
		{Name: "everything/limited for good", After: func(x *grade.Passing) bool {
			if shown(x, "LIMITED_API_KEY") {
				if x.Status == http.StatusTooManyRequests {
					x.Proxy.Remember("limited "+x.Sandbox(), true)
				} else if x.Proxy.Recall("limited "+x.Sandbox()) != nil {
					x.Status, x.Body = http.StatusTooManyRequests, map[string]any{"status": false, "message": "No", "data": nil}
					x.Header.Set("Retry-After", "1")
					return true
				}
			}
			return false
		}},
	}
	for _, op := range []string{"listCalls", "getCall", "getCallTranscripts", "getCallAnalysis", "initiateCall", "initiatePhoneCall", "listWebhookHistory", "getWebhookHistory"} {
		list = append(list,
			keyed(op+"/needs no scope", func(x *grade.Passing) bool { return x.Is(op) && shown(x, "READ_ONLY_API_KEY", "WRITE_ONLY_API_KEY") }),
			keyed(op+"/shows what is another's", func(x *grade.Passing) bool { return x.Is(op) && shown(x, "OTHER_API_KEY") }),
			keyed(op+"/any key does", func(x *grade.Passing) bool {
				return x.Is(op) && !strings.HasSuffix(key(x), "_API_KEY") && key(x) != ""
			}),
		)
	}
	return slices.DeleteFunc(list, func(f grade.Tampering) bool { return f.Name == "initiatePhoneCall/shows what is another's" })
}

// counting is about limits.
func counting() []grade.Tampering {
	return []grade.Tampering{
		{Name: "everything/a limit without Retry-After", After: func(x *grade.Passing) bool {
			x.Header.Del("Retry-After")
			return x.Status == http.StatusTooManyRequests
		}},
		keyed("everything/no limit per hour", func(x *grade.Passing) bool {
			if key(x) != "LIMITED_API_KEY" {
				return false
			}
			seen, _ := x.Proxy.Recall("uses " + x.Sandbox()).(int)
			x.Proxy.Remember("uses "+x.Sandbox(), seen+1)
			return seen >= 6
		}),
	}
}
