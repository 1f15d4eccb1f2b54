package callab

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// mutants are of what no member of the document shows: each quirk, boundary and filter, one at a time.
func mutants() []grade.Tampering {
	c := written{
		key:    "Bearer YOUR_API_KEY",
		others: "Bearer OTHER_API_KEY",
		agent:  "550e8400-e29b-41d4-a716-446655440002",
	}
	return slices.Concat(c.addressed(), c.reading(), c.querying(), c.making(), c.storing(), c.webhooks())
}

type written struct{ key, others, agent string }

func (written) failed() map[string]any {
	return map[string]any{"status": "error", "message": "error", "data": ""}
}

// refused answers with an error what the fake takes.
func (c written) refused(name, operation string, status int, fits func(x *grade.Passing) bool) grade.Tampering {
	return grade.Tampering{Name: operation + "/" + name, After: func(x *grade.Passing) bool {
		if !x.Is(operation) || grade.At(x.Body, "status") != "ok" || !fits(x) {
			return false
		}
		x.Status, x.Body = status, c.failed()
		return true
	}}
}

func (c written) addressed() []grade.Tampering {
	gone := func(name string, fits func(path string) bool) grade.Tampering {
		return grade.Tampering{Name: "everything/" + name, After: func(x *grade.Passing) bool {
			if x.Operation == nil || !fits(x.Request.URL.Path) {
				return false
			}
			x.Status, x.Body = http.StatusNotFound, c.failed()
			return true
		}}
	}
	keyed := func(name string, from func(key string) bool, to string) grade.Tampering {
		return grade.Tampering{Name: "everything/" + name, Before: func(x *grade.Passing) {
			if x.Operation != nil && from(x.Request.Header.Get("Authorization")) {
				x.Request.Header.Set("Authorization", to)
				x.Altered = true
			}
		}}
	}
	return []grade.Tampering{
		gone("served without a version only", func(path string) bool { return strings.HasPrefix(path, "/v1/") }),
		gone("served under /v1 only", func(path string) bool { return !strings.HasPrefix(path, "/v1/") }),
		keyed("no key is needed", func(key string) bool { return key == "" }, c.key),
		keyed("any key does", func(key string) bool {
			return key != "" && key != c.key && key != c.others && !strings.Contains(key, "QUIET") && !strings.Contains(key, "REVOKED")
		}, c.key),
		keyed("a revoked key does", func(key string) bool { return strings.Contains(key, "REVOKED") }, c.key),
		keyed("all companies are one", func(key string) bool { return key == c.others }, c.key),
	}
}

// webhooks are mutants of listWebhooks and of what is sent.
func (c written) webhooks() []grade.Tampering {
	const op = "listWebhooks"
	flows := func(name string, change func(flow map[string]any) bool) grade.Tampering {
		return grade.Replied(op+"/"+name, op, func(_ *grade.Passing, body map[string]any) bool {
			changed := false
			list, _ := body["data"].([]any)
			for _, one := range list {
				changed = change(one.(map[string]any)) || changed
			}
			return changed
		})
	}
	set := func(name, member string, value any) grade.Tampering {
		return flows(name, func(flow map[string]any) bool { flow[member] = value; return true })
	}
	return []grade.Tampering{
		grade.Asked(op+"/workspace_id is ignored", op, func(q url.Values) bool { had := q.Has("workspace_id"); q.Del("workspace_id"); return had }, nil),
		set("units are in upper case", "retry_delay_unit", "SECONDS"),
		set("states are in upper case", "status", "SCHEDULED"),
		set("directions are in upper case", "flow_direction", "OUTBOUND"),
		set("there are no executions", "executions", []any{}),
		set("there are no steps", "steps", []any{}),
		set("there are no retries", "max_retries", json.Number("0")),
		flows("attempts count from 0", func(flow map[string]any) bool {
			list, _ := flow["executions"].([]any)
			for _, one := range list {
				n := grade.Number(grade.At(one, "attempt_number"))
				grade.Put(one, json.Number(strconv.FormatInt(n-1, 10)), "attempt_number")
			}
			return len(list) > 0
		}),
		flows("every attempt went well", func(flow map[string]any) bool {
			list, _ := flow["executions"].([]any)
			for _, one := range list {
				grade.Put(one, "success", "status")
			}
			return len(list) > 0
		}),
		{Name: "call.started/sent by PUT", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Method = http.MethodPut
			return []grade.Pushed{one}, one.Event == "call.started"
		}},
		{Name: "call.ended/sent by GET", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Method = http.MethodGet
			return []grade.Pushed{one}, one.Event == "call.ended"
		}},
		{Name: "call.transcribed/sent by PATCH", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Method = http.MethodPatch
			return []grade.Pushed{one}, one.Event == "call.transcribed"
		}},
		grade.Told("call.transcribed/without the transcript", "call.transcribed", func(body map[string]any) bool { return grade.Put(body, nil, "data", "transcript") }),
		grade.Told("call.started/as it will end", "call.started", func(body map[string]any) bool { return grade.Put(body, "completed", "data", "call_status") }),
		grade.Told("call.ended/of another call", "call.ended", func(body map[string]any) bool {
			return grade.Put(body, "00000000-0000-4000-8000-000000000000", "data", "id")
		}),
		{Name: "call.ended/sent once more after the last retry", Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			n, _ := p.Remember(one.Path, nil).(int)
			if one.Event == "call.ended" {
				n++
			}
			p.Remember(one.Path, n)
			return []grade.Pushed{one, one}, one.Event == "call.ended" && n == 4
		}},
	}
}
