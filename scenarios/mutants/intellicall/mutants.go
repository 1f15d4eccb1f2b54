package intellicall

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// mutants are of what no member of the document shows: each quirk, boundary and rhythm, one at a time.
func mutants() []grade.Tampering {
	return slices.Concat(dialling(), agents(), ringing(), standing(), adding(), fetching(), telling())
}

// keyed lets a request through with another key.
func keyed(name, operation, key string, wrong func(sent string) bool) grade.Tampering {
	return grade.Tampering{
		Name: name,
		Before: func(x *grade.Passing) {
			if x.Is(operation) && wrong(x.Request.Header.Get("Authorization")) {
				x.Request.Header.Set("Authorization", key)
				x.Altered = true
			}
		},
		After: func(x *grade.Passing) bool { return x.Altered },
	}
}

// refusedWith answers some requests of an operation with another status.
func refusedWith(name, operation string, status int, when func(*grade.Passing) bool) grade.Tampering {
	return grade.Tampering{Name: name, After: func(x *grade.Passing) bool {
		if !x.Is(operation) || !when(x) {
			return false
		}
		x.Status, x.Body = status, map[string]any{"status": "error", "message": "no"}
		return true
	}}
}

func dialling() []grade.Tampering {
	const main = "Bearer YOUR_API_KEY"
	foreign := func(sent string) bool { return sent != main && !strings.HasSuffix(sent, "_API_KEY") }
	missing := func(member, value string) grade.Tampering {
		return grade.Sent("initiateCall/"+member+" is not needed", "initiateCall", func(body map[string]any) bool {
			if body[member] != nil {
				return false
			}
			body[member] = value
			return true
		}, nil)
	}
	form := regexp.MustCompile(`^[0-9a-f-]{36}$`)
	return []grade.Tampering{
		keyed("initiateCall/no key is needed", "initiateCall", main, func(sent string) bool { return sent == "" }),
		keyed("initiateCall/any key does", "initiateCall", main, foreign),
		keyed("getCallStatus/any key does", "getCallStatus", main, foreign),
		keyed("addLeg/any key does", "addLeg", main, foreign),
		keyed("initiateCall/the word Bearer is one too many", "initiateCall", "YOUR_API_KEY", func(sent string) bool { return sent == main }),
		keyed("getCallStatus/all accounts are one", "getCallStatus", main, func(sent string) bool { return sent == "Bearer OTHER_API_KEY" }),
		keyed("addLeg/all accounts are one", "addLeg", main, func(sent string) bool { return sent == "Bearer OTHER_API_KEY" }),
		{Name: "initiateCall/any origin does", Before: func(x *grade.Passing) {
			if x.Is("initiateCall") && x.Request.Header.Get("Origin") != "" {
				x.Request.Header.Del("Origin")
				x.Altered = true
			}
		}},
		{Name: "getCallStatus/replies are texts", After: func(x *grade.Passing) bool {
			if x.Is("getCallStatus") {
				x.Header.Set("Content-Type", "text/plain")
			}
			return x.Is("getCallStatus")
		}},
		{Name: "initiateCall/accepted is 202", After: func(x *grade.Passing) bool {
			if !x.Is("initiateCall") || x.Status != 200 {
				return false
			}
			x.Status = 202
			return true
		}},
		missing("from_number", "919800000000"), missing("to_number", "9876543210"), missing("uuid", "none"),
		grade.Sent("initiateCall/any caller id does", "initiateCall", func(body map[string]any) bool {
			if body["from_number"] == "919800000000" {
				return false
			}
			body["from_number"] = "919800000000"
			return true
		}, nil),
		grade.Sent("initiateCall/no number has +91", "initiateCall", func(body map[string]any) bool {
			to, _ := body["to_number"].(string)
			if !strings.HasPrefix(to, "+91") {
				return false
			}
			body["to_number"] = to[1:]
			return true
		}, nil),
		grade.Sent("initiateCall/a uuid is a UUID", "initiateCall", func(body map[string]any) bool {
			if id, _ := body["uuid"].(string); form.MatchString(id) {
				return false
			}
			delete(body, "uuid")
			return true
		}, nil),
		grade.Replied("getCallStatus/uuid is the call_id", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, body["call_id"], "uuid")
		}),
		grade.Replied("initiateCall/one id for all", "initiateCall", func(x *grade.Passing, body map[string]any) bool {
			if was := x.Proxy.Remember("id "+x.Sandbox(), body["call_id"]); was != nil {
				x.Proxy.Remember("id "+x.Sandbox(), was)
				return grade.Put(body, was, "call_id")
			}
			return false
		}),
	}
}
