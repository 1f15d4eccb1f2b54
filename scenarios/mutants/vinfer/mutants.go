package vinfer

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// mutants are of what no member of the document shows: each filter, scope, boundary and promise, one at a time.
func mutants() []grade.Tampering {
	return slices.Concat(
		keys(), listing(), creating(), calls(), transcripts(), jobs(),
		webhooks(), events(), promises(),
	)
}

func operations() (reading, writing []string) {
	return []string{"listCalls", "getCall", "getCallTranscript", "getTranscription", "listWebhooks"},
		[]string{"createCall", "createTranscription", "createWebhook", "deleteWebhook"}
}

// keyed lets a request through with another key than the one it came with.
func keyed(name string, operations []string, from func(key string) bool, to string) grade.Tampering {
	f := grade.Tampering{Name: name}
	f.Before = func(x *grade.Passing) {
		key := strings.TrimPrefix(x.Request.Header.Get("Authorization"), "Bearer ")
		if x.Operation != nil && slices.Contains(operations, x.Operation.ID) && from(key) {
			x.Request.Header.Set("Authorization", "Bearer "+to)
			x.Altered = true
		}
	}
	return f
}

func isKey(want string) func(string) bool { return func(key string) bool { return key == want } }

// answeredWith gives a good request another status.
func answeredWith(name string, status int, fits func(x *grade.Passing) bool) grade.Tampering {
	return grade.Tampering{Name: name, After: func(x *grade.Passing) bool {
		if x.Operation == nil || x.Status >= 300 || !fits(x) {
			return false
		}
		x.Status, x.Body = status, map[string]any{"error": map[string]any{"code": "forbidden", "message": "no"}}
		return true
	}}
}

func keys() []grade.Tampering {
	reading, writing := operations()
	known := []string{"YOUR_API_KEY", "OTHER_API_KEY", "READ_ONLY_API_KEY", "ADMIN_API_KEY", "REVOKED_API_KEY", "LIMITED_API_KEY"}
	var list []grade.Tampering
	for _, op := range slices.Concat(reading, writing) {
		list = append(list,
			keyed(op+"/no key is needed", []string{op}, isKey(""), "YOUR_API_KEY"),
			keyed(op+"/any key does", []string{op}, func(key string) bool { return key != "" && !slices.Contains(known, key) }, "YOUR_API_KEY"),
		)
	}
	for _, op := range []string{"listCalls", "createCall"} {
		list = append(list, keyed(op+"/a revoked key does", []string{op}, isKey("REVOKED_API_KEY"), "YOUR_API_KEY"))
	}
	for _, op := range writing {
		list = append(list, keyed(op+"/a reading key does", []string{op}, isKey("READ_ONLY_API_KEY"), "YOUR_API_KEY"))
	}
	for _, op := range reading {
		list = append(list, answeredWith(op+"/a reading key may not", http.StatusForbidden, func(x *grade.Passing) bool {
			return x.Is(op) && strings.HasSuffix(x.Request.Header.Get("Authorization"), "READ_ONLY_API_KEY")
		}))
	}
	for _, op := range []string{"getCall", "getCallTranscript", "getTranscription", "listCalls", "listWebhooks", "deleteWebhook"} {
		list = append(list, keyed(op+"/another workspace's key does", []string{op}, isKey("OTHER_API_KEY"), "YOUR_API_KEY"))
	}
	return append(list,
		answeredWith("createCall/an admin may not", http.StatusForbidden, func(x *grade.Passing) bool {
			return x.Is("createCall") && strings.HasSuffix(x.Request.Header.Get("Authorization"), "ADMIN_API_KEY")
		}),
		answeredWith("everything/another scheme than Bearer", http.StatusUnauthorized, func(x *grade.Passing) bool {
			return bearer(x.Request.Header.Get("Authorization"))
		}),
		answeredWith("everything/served elsewhere", http.StatusNotFound, func(*grade.Passing) bool { return true }),
		keyed("everything/one limit for all workspaces is never reached", slices.Concat(reading, writing), isKey("LIMITED_API_KEY"), "YOUR_API_KEY"),
		grade.Tampering{Name: "everything/the limit holds for one operation only", After: func(x *grade.Passing) bool {
			if x.Status != http.StatusTooManyRequests || x.Is("listCalls") {
				return false
			}
			x.Request.Header.Set("Authorization", "Bearer YOUR_API_KEY")
			return x.Again()
		}},
		grade.Tampering{Name: "everything/no headers of the limit", After: func(x *grade.Passing) bool {
			had := x.Header.Get("X-RateLimit-Limit") != ""
			for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
				x.Header.Del(name)
			}
			return had
		}},
		grade.Tampering{Name: "everything/the limit ends at a date", After: func(x *grade.Passing) bool {
			had := x.Header.Get("X-RateLimit-Reset") != ""
			if had {
				x.Header.Set("X-RateLimit-Reset", "Thu, 15 Jan 2026 12:01:00 GMT")
			}
			return had
		}},
	)
}

// bearer tells a request that sends a token from one that does not.
func bearer(sent string) bool { return strings.HasPrefix(sent, "Bearer ") }
