package vinfer

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func creating() []grade.Tampering {
	const op = "createCall"
	member := func(name, member string, value any, fits func(body map[string]any) bool) grade.Tampering {
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
	lacks := func(member string) func(map[string]any) bool {
		return func(body map[string]any) bool { return body[member] == nil }
	}
	has := func(member string) func(map[string]any) bool {
		return func(body map[string]any) bool { return body[member] != nil }
	}
	is := func(member string, value any) func(map[string]any) bool {
		return func(body map[string]any) bool { return body[member] == value }
	}
	return []grade.Tampering{
		member("calls somebody without a number", "phone", "+919876543210", lacks("phone")),
		member("needs no script", "script_id", "scr_5k9m2x7q4wvt", lacks("script_id")),
		member("needs no language", "language", "en-IN", lacks("language")),
		member("takes any script", "script_id", "scr_5k9m2x7q4wvt", is("script_id", "scr_000000000000")),
		member("takes a campaign's script", "script_id", "scr_5k9m2x7q4wvt", is("script_id", "scr_2c8h4n6j9prs")),
		member("takes a number without plus", "phone", "+919876543210", is("phone", "919876543210")),
		member("calls another number", "phone", "+919876543211", is("phone", "+919876543210")),
		member("forgets the name", "name", nil, has("name")),
		member("speaks English", "language", "en-IN", func(body map[string]any) bool { return body["language"] != nil && body["language"] != "en-IN" }),
		member("takes a list of variables", "variables", nil, func(body map[string]any) bool { _, list := body["variables"].([]any); return list }),
		answeredWith(op+"/takes no variables", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(op) && x.SentBody["variables"] != nil }),
		answeredWith(op+"/needs variables", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(op) && x.SentBody["variables"] == nil }),
		grade.Replied(op+"/tells of a call that is none", op, func(_ *grade.Passing, body map[string]any) bool { body["id"] = "cal_111111111111"; return true }),
		grade.Replied(op+"/started a minute ago", op, func(_ *grade.Passing, body map[string]any) bool {
			body["started_at"], _ = grade.Later(body["started_at"], -time.Minute)
			return true
		}),
		{Name: op + "/takes no JSON", After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Request.Header.Get("Content-Type") != "application/json" {
				return false
			}
			x.Status, x.Body = http.StatusUnsupportedMediaType, map[string]any{"error": map[string]any{"code": "unsupported", "message": "form data only"}}
			return true
		}},
	}
}
