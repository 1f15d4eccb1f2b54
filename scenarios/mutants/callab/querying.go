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

// querying are mutants of filters, pages and orders.
func (c written) querying() []grade.Tampering {
	const op = "queryCalls"
	ignored := func(names ...string) grade.Tampering {
		return grade.Asked(op+"/"+names[0]+" is ignored", op, func(q url.Values) bool {
			had := q.Has(names[0])
			for _, name := range names {
				q.Del(name)
			}
			return had
		}, nil)
	}
	shown := func(name, param string, keep func(call map[string]any, given string) bool) grade.Tampering {
		return grade.Tampering{Name: op + "/" + name, After: func(x *grade.Passing) bool {
			given := x.Request.URL.Query().Get(param)
			list, ok := grade.At(x.Body, "data").([]any)
			if !x.Is(op) || !ok || given == "" {
				return false
			}
			left := slices.DeleteFunc(slices.Clone(list), func(one any) bool { return !keep(one.(map[string]any), given) })
			return len(left) < len(list) && grade.Put(x.Body, left, "data")
		}}
	}
	day := func(call map[string]any) string { return grade.Text(call["started_at"])[:10] }
	turned := func(name, param string, change func(given string) string) grade.Tampering {
		return grade.Asked(op+"/"+name, op, func(q url.Values) bool {
			was := q.Get(param)
			now := change(was)
			q.Set(param, now)
			return now != was
		}, nil)
	}
	list := []grade.Tampering{
		ignored("campaign_id"), ignored("ai_agent_id"), ignored("status"), ignored("search"), ignored("start_date"), ignored("end_date"),
		ignored("page"), ignored("per_page"), ignored("order"), ignored("sort_column"),
		ignored("filter_columns[]", "filter_values[]", "filter_operator[]"),
		shown("status minds letter case", "status", func(call map[string]any, given string) bool {
			return strings.Contains(grade.Text(call["call_status"]), given)
		}),
		shown("status wants the whole word", "status", func(call map[string]any, given string) bool {
			return strings.EqualFold(grade.Text(call["call_status"]), given)
		}),
		shown("status wants the beginning", "status", func(call map[string]any, given string) bool {
			return strings.HasPrefix(grade.Text(call["call_status"]), strings.ToLower(given))
		}),
		shown("search does not read the number", "search", func(call map[string]any, given string) bool {
			return !strings.Contains(grade.Text(call["call_to"]), given)
		}),
		shown("search does not read the transcript", "search", func(call map[string]any, given string) bool {
			return !strings.Contains(grade.Text(call["transcript"]), given)
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
		grade.Replied(op+"/there is a total", op, func(_ *grade.Passing, body map[string]any) bool { body["total"] = json.Number("3"); return true }),
		grade.Replied(op+"/there is more", op, func(_ *grade.Passing, body map[string]any) bool { body["has_more"] = false; return true }),
		grade.Replied(op+"/calls are wrapped", op, func(_ *grade.Passing, body map[string]any) bool {
			list, ok := body["data"].([]any)
			body["data"] = map[string]any{"calls": list}
			return ok
		}),
		{Name: op + "/nothing found is an error", After: func(x *grade.Passing) bool {
			if list, ok := grade.At(x.Body, "data").([]any); !x.Is(op) || !ok || len(list) > 0 {
				return false
			}
			x.Body = c.failed()
			return true
		}},
		{Name: op + "/nonsense finds nothing", After: func(x *grade.Passing) bool {
			if !x.Is(op) || grade.At(x.Body, "data") != "" || x.Status != http.StatusOK {
				return false
			}
			x.Body = map[string]any{"status": "ok", "message": "ok", "data": []any{}}
			return true
		}},
		grade.Replied(op+"/calls are shown short", op, func(_ *grade.Passing, body map[string]any) bool {
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
		list = append(list, c.refused("sorts by no "+column, op, http.StatusOK, func(x *grade.Passing) bool {
			return x.Request.URL.Query().Get("sort_column") == column
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
