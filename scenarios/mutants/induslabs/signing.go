package induslabs

import (
	"slices"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func signingIn() []grade.Tampering {
	as := func(name string, fits func(email, password string) bool) grade.Tampering {
		return grade.Sent(name, "login", func(body map[string]any) bool {
			email, _ := body["email"].(string)
			password, _ := body["password"].(string)
			if body["email"] == nil || body["password"] == nil || !fits(email, password) {
				return false
			}
			body["email"], body["password"] = "user@example.com", "your_password"
			return true
		}, nil)
	}
	return []grade.Tampering{
		as("login/any password does", func(e, p string) bool { return e == "user@example.com" && p != "your_password" }),
		as("login/an unknown email does", func(e, _ string) bool {
			return !slices.Contains([]string{"user@example.com", "other@example.com", "inactive@example.com", "unverified@example.com", "lapsed@example.com"}, e)
		}),
		as("login/an inactive user may", func(e, _ string) bool { return e == "inactive@example.com" }),
		as("login/an unverified user may", func(e, _ string) bool { return e == "unverified@example.com" }),
		{Name: "login/a header is needed", After: func(x *grade.Passing) bool {
			if !x.Is("login") || x.Request.Header.Get("Authorization") != "" {
				return false
			}
			x.Status, x.Body = 401, map[string]any{"detail": "Not authenticated"}
			return true
		}},
		grade.Replied("login/tokens are opaque", "login", func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, "opaque", "data", "refresh_token")
		}),
		grade.Sent("login/the email is not needed", "login", func(body map[string]any) bool {
			if body["email"] != nil {
				return false
			}
			body["email"] = "user@example.com"
			return true
		}, nil),
		grade.Sent("login/the password is not needed", "login", func(body map[string]any) bool {
			if body["password"] != nil {
				return false
			}
			body["password"] = "your_password"
			return true
		}, nil),
		{Name: "everything/served elsewhere", After: func(x *grade.Passing) bool {
			if x.Operation == nil {
				return false
			}
			x.Status, x.Body = 404, map[string]any{"detail": "Not Found"}
			return true
		}},
		{Name: "everything/sent as text", After: func(x *grade.Passing) bool {
			if x.Operation == nil {
				return false
			}
			x.Header.Set("Content-Type", "text/plain")
			return true
		}},
		tokened("createClick2Call/no token is needed", "createClick2Call", func(s string) bool { return s == "" }),
		tokened("listRecentCalls/no token is needed", "listRecentCalls", func(s string) bool { return s == "" }),
		tokened("getCallTranscript/no token is needed", "getCallTranscript", func(s string) bool { return s == "" }),
		stranger("createClick2Call"), stranger("listRecentCalls"), stranger("getCallTranscript"),
		{Name: "everything/another scheme than Bearer", After: func(x *grade.Passing) bool {
			if x.Operation == nil || x.Operation.ID == "login" || !bearer(x.Request.Header.Get("Authorization")) {
				return false
			}
			x.Status, x.Body = 401, map[string]any{"detail": "Not authenticated"}
			return true
		}},
	}
}
