package vinfer

import (
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// chameleons are what Vinfer's pages leave free.
func chameleons() []grade.Tampering {
	const form = "01HZX"
	return []grade.Tampering{
		grade.Disguised("ids of another length", "cal_", func(id string) string { return "cal_" + form + strings.ToUpper(strings.TrimPrefix(id, "cal_")) + "Z" }),
		grade.Disguised("webhook ids of another length", "whk_", func(id string) string { return "whk_" + form + strings.ToUpper(strings.TrimPrefix(id, "whk_")) + "Z" }),
		grade.Disguised("job ids of another form", "job_", func(id string) string { return "job_" + form + "-" + strings.TrimPrefix(id, "job_") }),
		{Name: "error bodies of another form", After: func(x *grade.Passing) bool {
			if x.Operation == nil || x.Status < 400 {
				return false
			}
			x.Body = map[string]any{"message": "no", "errors": []any{"no"}}
			return true
		}},
		{Name: "headers of the limit where somebody asks for calls only", After: func(x *grade.Passing) bool {
			if x.Is("listCalls") || x.Header.Get("X-RateLimit-Limit") == "" {
				return false
			}
			for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
				x.Header.Del(name)
			}
			return true
		}},
		{Name: "another signature's encoding", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			signature, signed := strings.CutPrefix(one.Header.Get("X-VInfer-Signature"), "sha256=")
			one.Header = one.Header.Clone()
			if signed {
				one.Header.Set("X-VInfer-Signature", strings.ToUpper(signature))
			}
			return []grade.Pushed{one}, signed
		}},
		{Name: "a word about whom the call was handed to", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			return []grade.Pushed{one}, one.Event == "call.escalated" && grade.Put(one.Body, map[string]any{"name": "Deepa"}, "data", "agent")
		}},
		grade.Slower("answers", "25s", "5m"),
	}
}
