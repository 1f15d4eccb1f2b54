package vinfer

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func listing() []grade.Tampering {
	const op = "listCalls"
	param := func(name, param string, change func(value string) (string, bool)) grade.Tampering {
		return grade.Asked(op+"/"+param+" "+name, op, func(q url.Values) bool {
			was := q.Get(param)
			now, ok := change(was)
			if now == "" {
				q.Del(param)
			} else {
				q.Set(param, now)
			}
			return ok && now != was
		}, func(x *grade.Passing, was url.Values) {
			if n := was.Get(param); n != "" && (param == "limit" || param == "offset") && x.Status < 300 {
				grade.Put(x.Body, json.Number(n), param)
			}
		})
	}
	shifted := func(by time.Duration) func(string) (string, bool) {
		return func(value string) (string, bool) { return grade.Later(value, by) }
	}
	instead := func(bad, good string) func(string) (string, bool) {
		return func(value string) (string, bool) { return good, value == bad }
	}
	var list []grade.Tampering
	for _, name := range []string{"campaign_id", "from", "to", "disposition", "language", "offset"} {
		list = append(list, param("is ignored", name, func(value string) (string, bool) {
			return "", value != "" && value != "yesterday" && value != "undecided" && value != "-1"
		}))
	}
	return append(list,
		param("leaves its moment out", "from", shifted(time.Second)),
		param("leaves its moment out", "to", shifted(-time.Second)),
		param("is fifty at most", "limit", instead("100", "50")),
		param("is cut to its bound", "limit", instead("101", "100")),
		param("may be nothing", "limit", instead("0", "1")),
		param("may be negative", "offset", instead("-1", "0")),
		param("is ten by default", "limit", instead("", "10")),
		param("may be any word", "disposition", instead("undecided", "interested")),
		param("may be any text", "from", instead("yesterday", "2020-01-01T00:00:00Z")),
		param("may be no day", "to", instead("2026-02-31T00:00:00Z", "2026-03-01T00:00:00Z")),
		param("counts pages", "offset", func(value string) (string, bool) { return "0", value == "1" }),
		grade.Replied(op+"/total counts the page", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			was := grade.Number(body["total"])
			body["total"] = json.Number(fmt.Sprint(len(calls)))
			return was != int64(len(calls))
		}),
		grade.Replied(op+"/the oldest first", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			slices.Reverse(calls)
			return len(calls) > 1
		}),
		grade.Replied(op+"/one call too few", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			if len(calls) == 0 {
				return false
			}
			body["data"] = calls[1:]
			return true
		}),
		grade.Replied(op+"/running calls are not listed", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			left := slices.DeleteFunc(slices.Clone(calls), func(c any) bool { return grade.At(c, "status") == "in_progress" })
			body["data"] = left
			return len(left) != len(calls)
		}),
		grade.Replied(op+"/calls of campaigns are not listed", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			left := slices.DeleteFunc(slices.Clone(calls), func(c any) bool { return grade.At(c, "campaign_id") != nil })
			body["data"] = left
			return len(left) != len(calls)
		}),
		grade.Replied(op+"/durations with a fraction", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			for _, c := range calls {
				grade.Put(c, json.Number(fmt.Sprint(grade.Number(grade.At(c, "duration_seconds")))+".5"), "duration_seconds")
			}
			return len(calls) > 0
		}),
		grade.Replied(op+"/ids of another kind", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			for _, c := range calls {
				grade.Put(c, "x"+grade.Text(grade.At(c, "id")), "id")
			}
			return len(calls) > 0
		}),
	)
}
