package callab

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A rule tells whether a call is wanted.
type rule func(view) bool

// columns are what calls can be sorted and filtered by: the members of a call,
// and name, which stands for the number called (CLB-044).
var columns = map[string]func(view) any{
	"name":                     func(v view) any { return v.call.Order.To },
	"id":                       func(v view) any { return v.call.ID },
	"call_sid":                 func(v view) any { return v.session() },
	"company_id":               func(v view) any { return v.order.Company },
	"campaign_id":              func(v view) any { return v.order.Campaign },
	"ai_agent_id":              func(v view) any { return v.order.Agent },
	"contact_id":               func(v view) any { return v.order.Contact },
	"call_provider":            func(view) any { return carrier },
	"call_from":                func(v view) any { return v.call.Order.From },
	"call_to":                  func(v view) any { return v.call.Order.To },
	"call_duration":            func(v view) any { return v.duration() },
	"call_status":              func(v view) any { return v.status() },
	"call_direction":           func(v view) any { return v.order.Direction },
	"is_test":                  func(v view) any { return v.order.Test },
	"call_rating":              func(v view) any { return v.rating() },
	"call_feedback":            func(v view) any { return v.feedback() },
	"record_url":               func(v view) any { return v.recordURL() },
	"transcript":               func(v view) any { return v.transcript() },
	"transcript_language":      func(v view) any { return v.language() },
	"cost":                     func(v view) any { return v.cost() },
	"price_unit":               func(view) any { return currency },
	"latency":                  func(v view) any { return v.latency() },
	"disconnect_reason":        func(v view) any { return v.disconnectReason() },
	"analysis_sentiment":       func(v view) any { return v.sentiment() },
	"agent_task_status":        func(v view) any { return v.taskStatus() },
	"agent_task_feedback":      func(v view) any { return v.taskFeedback() },
	"metadata":                 func(v view) any { return v.metadata() },
	"agent_dynamic_variables":  func(v view) any { return v.order.Variables },
	"agent_post_call_outcomes": func(v view) any { return v.outcomes() },
	"notes":                    func(v view) any { return v.notes() },
	"created_at":               func(v view) any { return timestamp(v.createdAt()) },
	"updated_at":               func(v view) any { return timestamp(v.updatedAt()) },
	"deleted_at":               func(view) any { return nil },
	"started_at":               func(v view) any { return instant(v.state.DialedAt) },
	"ended_at":                 func(v view) any { return instant(v.state.EndedAt) },
	"retry_at":                 func(view) any { return nil },
	"workspace_id":             func(v view) any { return v.order.Workspace },
}

// conditions reads the three parallel arrays: the n-th column is compared with
// the n-th value by the n-th operator (CLB-045).
func conditions(r *engine.Request) ([]rule, *engine.Failure) {
	names, values, operators := r.Items("filter_columns[]"), r.Items("filter_values[]"), r.Items("filter_operator[]")
	if len(names) != len(values) || len(names) != len(operators) {
		return nil, &engine.Failure{Kind: engine.Invalid, Reason: "the filter arrays differ in length"}
	}
	var rules []rule
	for i, name := range names {
		column, known := columns[name.(string)]
		if !known {
			return nil, &engine.Failure{Kind: engine.Invalid, Reason: "a filter names no column"}
		}
		holds, value := comparisons[operators[i].(string)], values[i].(string)
		rules = append(rules, func(v view) bool { return holds(keyOf(column(v)), value) })
	}
	return rules, nil
}

// comparisons are the operators; the words are ours (CLB-084). What is null
// equals nothing.
var comparisons = map[string]func(is key, want string) bool{
	"equals":       func(is key, want string) bool { return is.equals(want) },
	"not_equals":   func(is key, want string) bool { return !is.equals(want) },
	"contains":     func(is key, want string) bool { return !is.null && contains(is.text, want) },
	"greater_than": func(is key, want string) bool { sign, ok := is.against(want); return ok && sign > 0 },
	"less_than":    func(is key, want string) bool { sign, ok := is.against(want); return ok && sign < 0 },
}

// A key is a value of a column in a form that can be compared: as a number
// where it is one, else as text. Timestamps are texts whose order is theirs.
type key struct {
	null    bool
	numeric bool
	number  float64
	text    string
}

func keyOf(value any) key {
	switch v := value.(type) {
	case nil:
		return key{null: true}
	case string:
		return key{text: v}
	case *string:
		if v == nil {
			return key{null: true}
		}
		return key{text: *v}
	case int:
		return key{numeric: true, number: float64(v), text: strconv.Itoa(v)}
	case float64:
		return key{numeric: true, number: v, text: strconv.FormatFloat(v, 'f', -1, 64)}
	case bool:
		return key{text: strconv.FormatBool(v)}
	case map[string]any:
		if v == nil {
			return key{null: true}
		}
	}
	text, err := json.Marshal(value)
	return key{null: err != nil, text: string(text)}
}

// compare puts null after everything, as the database behind the real service
// does.
func (k key) compare(other key) int {
	switch {
	case k.null && other.null:
		return 0
	case k.null:
		return 1
	case other.null:
		return -1
	case k.numeric && other.numeric:
		return cmp.Compare(k.number, other.number)
	}
	return strings.Compare(k.text, other.text)
}

// against compares with what a request says; it is not ok for null, and where
// a number is compared with none.
func (k key) against(want string) (sign int, ok bool) {
	if k.null {
		return 0, false
	}
	if !k.numeric {
		return strings.Compare(k.text, want), true
	}
	n, err := strconv.ParseFloat(want, 64)
	return cmp.Compare(k.number, n), err == nil
}

func (k key) equals(want string) bool {
	sign, ok := k.against(want)
	return ok && sign == 0
}
