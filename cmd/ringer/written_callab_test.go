package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// writtenCallab are mutants of what no member of a document shows: each quirk,
// boundary and filter, one at a time.
func writtenCallab() []tampering {
	c := callabMutants{
		key:    "Bearer YOUR_API_KEY",
		others: "Bearer OTHER_API_KEY",
		agent:  "550e8400-e29b-41d4-a716-446655440002",
	}
	return slices.Concat(c.addressed(), c.reading(), c.querying(), c.making(), c.storing(), c.webhooks())
}

type callabMutants struct{ key, others, agent string }

func (callabMutants) failed() map[string]any {
	return map[string]any{"status": "error", "message": "error", "data": ""}
}

// refused answers with an error what the fake takes.
func (c callabMutants) refused(name, operation string, status int, fits func(x *passing) bool) tampering {
	return tampering{name: operation + "/" + name, after: func(x *passing) bool {
		if !x.is(operation) || at(x.body, "status") != "ok" || !fits(x) {
			return false
		}
		x.status, x.body = status, c.failed()
		return true
	}}
}

func (c callabMutants) addressed() []tampering {
	gone := func(name string, fits func(path string) bool) tampering {
		return tampering{name: "everything/" + name, after: func(x *passing) bool {
			if x.operation == nil || !fits(x.request.URL.Path) {
				return false
			}
			x.status, x.body = http.StatusNotFound, c.failed()
			return true
		}}
	}
	keyed := func(name string, from func(key string) bool, to string) tampering {
		return tampering{name: "everything/" + name, before: func(x *passing) {
			if x.operation != nil && from(x.request.Header.Get("Authorization")) {
				x.request.Header.Set("Authorization", to)
				x.altered = true
			}
		}}
	}
	return []tampering{
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

// reading are mutants of what getCall says.
func (c callabMutants) reading() []tampering {
	const op = "getCall"
	shows := func(name string, change func(call map[string]any) bool) tampering {
		return replied(op+"/"+name, op, func(_ *passing, body map[string]any) bool {
			call, found := at(body, "data").(map[string]any)
			return found && change(call)
		})
	}
	set := func(name, member string, value any) tampering {
		return shows(name, func(call map[string]any) bool {
			if call[member] == nil || call["ended_at"] == nil {
				return false
			}
			call[member] = value
			return true
		})
	}
	segments := func(name string, change func(i int, segment map[string]any)) tampering {
		return shows(name, func(call map[string]any) bool {
			list, _ := at(call, "transcript_object", "segments").([]any)
			for i, s := range list {
				change(i, s.(map[string]any))
			}
			return len(list) > 0
		})
	}
	timed := func(name, form, becomes string) tampering {
		return shows(name, func(call map[string]any) bool {
			for _, member := range []string{"created_at", "updated_at", "started_at", "ended_at"} {
				if s, ok := call[member].(string); ok {
					call[member] = strings.Replace(s, form, becomes, 1)
				}
			}
			return true
		})
	}
	missing := func(name string, change func(x *passing)) tampering {
		return tampering{name: op + "/" + name, after: func(x *passing) bool {
			if !x.is(op) || at(x.body, "data") != "" || x.status != http.StatusOK {
				return false
			}
			change(x)
			return true
		}}
	}
	return []tampering{
		missing("a missing call is a 404", func(x *passing) { x.status = http.StatusNotFound }),
		missing("a missing call has null", func(x *passing) { put(x.body, nil, "data") }),
		missing("a missing call says why", func(x *passing) { put(x.body, "Call not found", "message") }),
		missing("a missing call is ok", func(x *passing) { put(x.body, "ok", "status") }),
		timed("timestamps have an offset", "Z", "+00:00"),
		timed("timestamps have no zone", "Z", ""),
		timed("timestamps have a space", "T", " "),
		set("the id is another one", "id", "00000000-0000-4000-8000-000000000000"),
		set("the company is a name", "company_id", "Acme"),
		set("the agent is a name", "ai_agent_id", "Sales"),
		set("numbers are masked", "call_to", "xxxxx3210"),
		set("the caller is masked", "call_from", "xxxxx7890"),
		set("the length is in milliseconds", "call_duration", json.Number("52000")),
		set("the length is off by two", "call_duration", json.Number("50")),
		set("the length has a fraction", "call_duration", json.Number("52.5")),
		set("a completed call is done", "call_status", "done"),
		set("a rating of six", "call_rating", json.Number("6")),
		set("half a rating", "call_rating", json.Number("4.5")),
		set("half a millisecond", "latency", json.Number("150.5")),
		set("a negative price", "cost", json.Number("-1")),
		set("the currency is spelt out", "price_unit", "dollars"),
		set("no reason is given", "disconnect_reason", ""),
		set("the recording has no host", "record_url", "/recordings/1.wav"),
		set("the recording is nowhere", "record_url", "http://127.0.0.1:1/recordings/1.wav"),
		set("the transcript has names", "transcript", "Rahul: Good morning.\nMeera: Good morning."),
		set("the transcript is another one", "transcript", "Agent: Hello.\nCustomer: Goodbye."),
		set("the language is spelt out", "transcript_language", "English"),
		set("the workspace is none", "workspace_id", ""),
		set("variables are a list", "agent_dynamic_variables", []any{}),
		shows("it ended before it started", func(call map[string]any) bool {
			call["started_at"], call["ended_at"] = call["ended_at"], call["started_at"]
			return call["ended_at"] != nil
		}),
		shows("it was changed before it was created", func(call map[string]any) bool {
			earlier, ok := later(call["created_at"], -3600e9)
			call["updated_at"] = earlier
			return ok && call["ended_at"] != nil
		}),
		shows("started when it was created, and before", func(call map[string]any) bool {
			earlier, ok := later(call["created_at"], -60e9)
			call["started_at"] = earlier
			return ok && call["ended_at"] != nil
		}),
		segments("segments count milliseconds", func(_ int, s map[string]any) {
			n, _ := s["timestamp"].(json.Number).Float64()
			s["timestamp"] = json.Number(strconv.Itoa(int(n * 1000)))
		}),
		segments("segments begin with one", func(_ int, s map[string]any) {
			n, _ := s["timestamp"].(json.Number).Float64()
			s["timestamp"] = json.Number(fmt.Sprint(n + 1))
		}),
		segments("segments go backwards", func(i int, s map[string]any) { s["timestamp"] = json.Number(strconv.Itoa(max(0, 9-i))) }),
		segments("segments say something else", func(_ int, s map[string]any) { s["text"] = "Hm" }),
	}
}

// querying are mutants of filters, pages and orders.
func (c callabMutants) querying() []tampering {
	const op = "queryCalls"
	ignored := func(names ...string) tampering {
		return asked(op+"/"+names[0]+" is ignored", op, func(q url.Values) bool {
			had := q.Has(names[0])
			for _, name := range names {
				q.Del(name)
			}
			return had
		}, nil)
	}
	shown := func(name, param string, keep func(call map[string]any, given string) bool) tampering {
		return tampering{name: op + "/" + name, after: func(x *passing) bool {
			given := x.request.URL.Query().Get(param)
			list, ok := at(x.body, "data").([]any)
			if !x.is(op) || !ok || given == "" {
				return false
			}
			left := slices.DeleteFunc(slices.Clone(list), func(one any) bool { return !keep(one.(map[string]any), given) })
			return len(left) < len(list) && put(x.body, left, "data")
		}}
	}
	day := func(call map[string]any) string { return text(call["started_at"])[:10] }
	turned := func(name, param string, change func(given string) string) tampering {
		return asked(op+"/"+name, op, func(q url.Values) bool {
			was := q.Get(param)
			now := change(was)
			q.Set(param, now)
			return now != was
		}, nil)
	}
	list := []tampering{
		ignored("campaign_id"), ignored("ai_agent_id"), ignored("status"), ignored("search"), ignored("start_date"), ignored("end_date"),
		ignored("page"), ignored("per_page"), ignored("order"), ignored("sort_column"),
		ignored("filter_columns[]", "filter_values[]", "filter_operator[]"),
		shown("status minds letter case", "status", func(call map[string]any, given string) bool {
			return strings.Contains(text(call["call_status"]), given)
		}),
		shown("status wants the whole word", "status", func(call map[string]any, given string) bool {
			return strings.EqualFold(text(call["call_status"]), given)
		}),
		shown("status wants the beginning", "status", func(call map[string]any, given string) bool {
			return strings.HasPrefix(text(call["call_status"]), strings.ToLower(given))
		}),
		shown("search does not read the number", "search", func(call map[string]any, given string) bool { return !strings.Contains(text(call["call_to"]), given) }),
		shown("search does not read the transcript", "search", func(call map[string]any, given string) bool {
			return !strings.Contains(text(call["transcript"]), given)
		}),
		shown("start_date leaves its own day out", "start_date", func(call map[string]any, given string) bool { return day(call) > given }),
		shown("end_date leaves its own day out", "end_date", func(call map[string]any, given string) bool { return day(call) < given }),
		turned("pages count from 1", "page", func(given string) string {
			n, _ := strconv.Atoi(given)
			return strconv.Itoa(max(0, n-1))
		}),
		turned("a page holds twenty", "per_page", func(given string) string {
			if given == "" {
				return "20"
			}
			return given
		}),
		turned("a page holds five at most", "per_page", func(given string) string {
			if n, _ := strconv.Atoi(given); n > 5 {
				return "5"
			}
			return given
		}),
		turned("the oldest come first", "order", func(given string) string {
			if given == "" {
				return "asc"
			}
			return given
		}),
		turned("orders are swapped", "order", func(given string) string {
			return map[string]string{"asc": "desc", "desc": "asc", "": "desc"}[given]
		}),
		turned("sorted by call_sid unless told", "sort_column", func(given string) string {
			if given == "" {
				return "call_sid"
			}
			return given
		}),
		turned("name stands for the caller", "sort_column", func(given string) string {
			if given == "name" {
				return "call_from"
			}
			return given
		}),
		replied(op+"/there is a total", op, func(_ *passing, body map[string]any) bool { body["total"] = json.Number("3"); return true }),
		replied(op+"/there is more", op, func(_ *passing, body map[string]any) bool { body["has_more"] = false; return true }),
		replied(op+"/calls are wrapped", op, func(_ *passing, body map[string]any) bool {
			list, ok := body["data"].([]any)
			body["data"] = map[string]any{"calls": list}
			return ok
		}),
		{name: op + "/nothing found is an error", after: func(x *passing) bool {
			if list, ok := at(x.body, "data").([]any); !x.is(op) || !ok || len(list) > 0 {
				return false
			}
			x.body = c.failed()
			return true
		}},
		{name: op + "/nonsense finds nothing", after: func(x *passing) bool {
			if !x.is(op) || at(x.body, "data") != "" || x.status != http.StatusOK {
				return false
			}
			x.body = map[string]any{"status": "ok", "message": "ok", "data": []any{}}
			return true
		}},
		replied(op+"/calls are shown short", op, func(_ *passing, body map[string]any) bool {
			changed := false
			list, _ := body["data"].([]any)
			for _, one := range list {
				call := one.(map[string]any)
				changed = changed || call["transcript"] != nil
				call["transcript"], call["transcript_object"] = nil, nil
			}
			return changed
		}),
	}
	for _, column := range []string{
		"name", "created_at", "updated_at", "started_at", "ended_at", "retry_at", "call_duration", "call_sid", "call_from", "call_to",
		"call_provider", "call_status", "call_direction", "call_rating", "call_feedback", "record_url", "transcript", "transcript_language",
		"is_test", "cost", "price_unit", "latency", "disconnect_reason", "analysis_sentiment", "agent_task_status", "agent_task_feedback",
		"metadata", "notes", "agent_dynamic_variables", "agent_post_call_outcomes",
	} {
		list = append(list, c.refused("sorts by no "+column, op, http.StatusOK, func(x *passing) bool {
			return x.request.URL.Query().Get("sort_column") == column
		}))
	}
	// Not started_at: calls start in the order in which they are created.
	for _, column := range []string{"updated_at", "ended_at", "call_duration", "call_sid", "call_from", "call_to", "call_status", "call_direction", "call_rating", "cost", "latency", "analysis_sentiment", "agent_task_status"} {
		list = append(list, turned("sorts by created_at instead of "+column, "sort_column", func(given string) string {
			if given == column {
				return "created_at"
			}
			return given
		}))
	}
	return list
}

// making are mutants of makeCall.
func (c callabMutants) making() []tampering {
	const op = "makeCall"
	instead := func(name, member string, value any, fits func(body map[string]any) bool) tampering {
		return sent(op+"/"+name, op, func(body map[string]any) bool {
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
	first := func(body map[string]any) map[string]any {
		list, _ := body["dynamic_variables"].([]any)
		if len(list) == 0 {
			return map[string]any{}
		}
		return list[0].(map[string]any)
	}
	list := []tampering{
		instead("no agent is needed", "ai_agent_id", c.agent, func(b map[string]any) bool { return b["ai_agent_id"] == nil }),
		instead("an agent has a name", "ai_agent_id", c.agent, func(b map[string]any) bool { return b["ai_agent_id"] == "the-sales-agent" }),
		instead("any agent does", "ai_agent_id", c.agent, func(b map[string]any) bool { return len(text(b["ai_agent_id"])) == 36 && b["ai_agent_id"] != c.agent }),
		instead("no caller is needed", "call_from", "+1234567890", func(b map[string]any) bool { return b["call_from"] == nil }),
		instead("nobody need be called", "call_to", "+9876543210", func(b map[string]any) bool { return b["call_to"] == nil }),
		instead("anything may be called", "call_to", "+9876543210", func(b map[string]any) bool { return b["call_to"] == "my mother" }),
		instead("anything may call", "call_from", "+1234567890", func(b map[string]any) bool { return b["call_from"] == "the office" }),
		instead("variables are dropped", "dynamic_variables", nil, func(b map[string]any) bool { return text(first(b)["value"]) != "" && text(first(b)["name"]) != "" }),
		instead("a variable needs no value", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["value"] == nil && first(b)["name"] != nil }),
		instead("a variable needs no name", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["name"] == nil && first(b)["value"] != nil }),
		instead("a name may be empty", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["name"] == "" }),
		instead("a name may have a space", "dynamic_variables", nil, func(b map[string]any) bool { return strings.Contains(text(first(b)["name"]), " ") }),
		instead("a value may be empty", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["value"] == "" }),
		instead("a workspace may be empty", "workspace", nil, func(b map[string]any) bool { return b["workspace"] == "" }),
		instead("a workspace may have 101 characters", "workspace", "long", func(b map[string]any) bool { return len(text(b["workspace"])) == 101 }),
		instead("the workspace is ignored", "workspace", nil, func(b map[string]any) bool { return b["workspace"] == "staging" }),
		instead("the default workspace is main", "workspace", "main", func(b map[string]any) bool { return b["workspace"] == nil }),
		c.refused("a workspace has fewer than 100 characters", op, 400, func(x *passing) bool { return len(text(x.sentBody["workspace"])) == 100 }),
		c.refused("a workspace is needed", op, 400, func(x *passing) bool { return x.sentBody["workspace"] == nil }),
		c.refused("variables are refused", op, 400, func(x *passing) bool { return x.sentBody["dynamic_variables"] != nil }),
		{name: op + "/errors are a 422", after: func(x *passing) bool {
			did := x.is(op) && x.status == 400
			if did {
				x.status = 422
			}
			return did
		}},
		{name: op + "/errors are a 200", after: func(x *passing) bool {
			did := x.is(op) && x.status == 400
			if did {
				x.status = 200
			}
			return did
		}},
		replied(op+"/two calls have one id", op, func(x *passing, body map[string]any) bool {
			first := x.proxy.recall("first id " + x.sandbox())
			if first == nil {
				x.proxy.remember("first id "+x.sandbox(), at(body, "data", "id"))
				return false
			}
			return put(body, first, "data", "id")
		}),
		replied(op+"/only the id is told", op, func(_ *passing, body map[string]any) bool {
			body["data"] = map[string]any{"id": at(body, "data", "id")}
			return true
		}),
		told(op+"/variables are a list", "", func(body map[string]any) bool {
			return at(body, "data", "agent_dynamic_variables") != nil && put(body, []any{}, "data", "agent_dynamic_variables")
		}),
	}
	for name, form := range map[string]string{
		"a plus":           `^\+[0-9]+$`,
		"parentheses":      `^\([0-9]+\) `,
		"hyphens":          `^[0-9]+-[0-9]+-[0-9]+$`,
		"dots":             `\.`,
		"spaces":           `^[0-9]+ [0-9]+ [0-9]+$`,
		"an extension":     `ext`,
		"all there can be": `^\+1 \(`,
	} {
		written := regexp.MustCompile(form)
		list = append(list, c.refused("no number with "+name, op, 400, func(x *passing) bool { return written.MatchString(text(x.sentBody["call_to"])) }))
	}
	return list
}

// storing are mutants of createCall.
func (c callabMutants) storing() []tampering {
	const op = "createCall"
	list := []tampering{
		c.refused("a contact is needed", op, 400, func(x *passing) bool { return x.sentBody["contact_id"] == nil }),
		c.refused("variables are needed", op, 400, func(x *passing) bool { return x.sentBody["agent_dynamic_variables"] == nil }),
		{name: op + "/nothing is stored", after: func(x *passing) bool {
			if x.is(op) {
				x.proxy.remember(text(at(x.body, "data", "id")), true)
			}
			if !x.is("getCall") || x.proxy.recall(text(at(x.body, "data", "id"))) == nil {
				return false
			}
			x.body = c.failed()
			return true
		}},
		{name: op + "/somebody is called", after: func(x *passing) bool {
			if x.is(op) {
				x.proxy.remember(text(at(x.body, "data", "id")), true)
			}
			created := at(x.body, "data", "created_at")
			if !x.is("getCall") || x.proxy.recall(text(at(x.body, "data", "id"))) == nil {
				return false
			}
			return put(x.body, created, "data", "started_at")
		}},
	}
	for member, value := range map[string]any{
		"campaign_id": c.agent, "ai_agent_id": c.agent, "call_sid": "CALL_a", "call_from": "+1234567890", "call_to": "+9876543210",
		"call_direction": "outbound", "workspace": "default",
	} {
		list = append(list, sent(op+"/"+member+" is not needed", op, func(body map[string]any) bool {
			if body[member] != nil {
				return false
			}
			body[member] = value
			return true
		}, nil))
	}
	for member, shown := range map[string]string{
		"campaign_id": "campaign_id", "ai_agent_id": "ai_agent_id", "contact_id": "contact_id", "call_sid": "call_sid", "call_from": "call_from",
		"call_to": "call_to", "call_direction": "call_direction", "workspace": "workspace_id", "agent_dynamic_variables": "agent_dynamic_variables",
	} {
		list = append(list, replied(op+"/"+member+" is told back wrong", op, func(x *passing, body map[string]any) bool {
			var wrong any = "00000000-0000-4000-8000-000000000000"
			switch member {
			case "call_direction":
				wrong = map[string]string{"inbound": "outbound", "outbound": "inbound"}[text(at(body, "data", shown))]
			case "agent_dynamic_variables":
				wrong = map[string]any{}
			}
			return x.sentBody[member] != nil && put(body, wrong, "data", shown)
		}))
	}
	return list
}

// webhooks are mutants of listWebhooks and of what is sent.
func (c callabMutants) webhooks() []tampering {
	const op = "listWebhooks"
	flows := func(name string, change func(flow map[string]any) bool) tampering {
		return replied(op+"/"+name, op, func(_ *passing, body map[string]any) bool {
			changed := false
			list, _ := body["data"].([]any)
			for _, one := range list {
				changed = change(one.(map[string]any)) || changed
			}
			return changed
		})
	}
	set := func(name, member string, value any) tampering {
		return flows(name, func(flow map[string]any) bool { flow[member] = value; return true })
	}
	return []tampering{
		asked(op+"/workspace_id is ignored", op, func(q url.Values) bool { had := q.Has("workspace_id"); q.Del("workspace_id"); return had }, nil),
		set("units are in upper case", "retry_delay_unit", "SECONDS"),
		set("states are in upper case", "status", "SCHEDULED"),
		set("directions are in upper case", "flow_direction", "OUTBOUND"),
		set("there are no executions", "executions", []any{}),
		set("there are no steps", "steps", []any{}),
		set("there are no retries", "max_retries", json.Number("0")),
		flows("attempts count from 0", func(flow map[string]any) bool {
			list, _ := flow["executions"].([]any)
			for _, one := range list {
				n := number(at(one, "attempt_number"))
				put(one, json.Number(strconv.FormatInt(n-1, 10)), "attempt_number")
			}
			return len(list) > 0
		}),
		flows("every attempt went well", func(flow map[string]any) bool {
			list, _ := flow["executions"].([]any)
			for _, one := range list {
				put(one, "success", "status")
			}
			return len(list) > 0
		}),
		{name: "call.started/sent by PUT", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.method = http.MethodPut
			return []pushed{one}, one.event == "call.started"
		}},
		{name: "call.ended/sent by GET", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.method = http.MethodGet
			return []pushed{one}, one.event == "call.ended"
		}},
		{name: "call.transcribed/sent by PATCH", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.method = http.MethodPatch
			return []pushed{one}, one.event == "call.transcribed"
		}},
		told("call.transcribed/without the transcript", "call.transcribed", func(body map[string]any) bool { return put(body, nil, "data", "transcript") }),
		told("call.started/as it will end", "call.started", func(body map[string]any) bool { return put(body, "completed", "data", "call_status") }),
		told("call.ended/of another call", "call.ended", func(body map[string]any) bool {
			return put(body, "00000000-0000-4000-8000-000000000000", "data", "id")
		}),
		{name: "call.ended/sent once more after the last retry", push: func(p *proxy, one pushed) ([]pushed, bool) {
			n, _ := p.remember(one.path, nil).(int)
			if one.event == "call.ended" {
				n++
			}
			p.remember(one.path, n)
			return []pushed{one, one}, one.event == "call.ended" && n == 4
		}},
	}
}
