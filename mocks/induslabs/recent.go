package induslabs

import (
	"math"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func listRecentCalls(r *engine.Request) (engine.Reply, error) {
	now := r.Now()
	number, size := r.Int("page"), r.Int("limit")
	found, total := r.List(engine.Query{
		Kind:    kindCall,
		Account: r.Account.Name,
		Match:   matching(r, now),
		Newest:  true,
		Offset:  offset(number, size),
		Limit:   size,
	})
	calls := make([]listed, 0, len(found))
	for _, c := range found {
		calls = append(calls, viewOf(r.Sandbox, c, now).listed())
	}
	return ok("Recent call logs fetched", page{
		Total:   total,
		Page:    number,
		Limit:   size,
		HasMore: number < (total+size-1)/size,
		Filters: filters{
			Status:           r.TextOrNil("status"),
			CallType:         r.TextOrNil("call_type"),
			TranscriptStatus: r.TextOrNil("transcript_status"),
			CustomerNumber:   r.TextOrNil("customer_number"),
			AgentNumber:      r.TextOrNil("agent_number"),
			DID:              r.TextOrNil("did"),
			DateFrom:         r.TextOrNil("date_from"),
			DateTo:           r.TextOrNil("date_to"),
		},
		Calls: calls,
	}), nil
}

// matching is nil where nothing was asked, so that the page need not be searched for.
func matching(r *engine.Request, now time.Time) func(*engine.Subject) bool {
	var rules []func(view) bool
	exact := func(name string, of func(view) string) {
		if want := r.TextOrNil(name); want != nil {
			rules = append(rules, func(v view) bool { return of(v) == *want })
		}
	}
	partial := func(name string, of func(view) string) {
		if want := r.TextOrNil(name); want != nil {
			part := strings.ToLower(*want)
			rules = append(rules, func(v view) bool { return strings.Contains(strings.ToLower(of(v)), part) })
		}
	}
	window := func(name string, inside func(created, bound time.Time) bool) {
		if given := r.TextOrNil(name); given != nil {
			bound := parseDate(*given)
			rules = append(rules, func(v view) bool { return inside(createdAt(v.call), bound) })
		}
	}
	exact("status", view.status)
	exact("call_type", func(v view) string { return callType(v.call.Order.Agent) })
	exact("transcript_status", view.transcriptStatus)
	partial("customer_number", func(v view) string { return v.call.Order.To })
	partial("agent_number", func(v view) string { return v.call.Order.Agent })
	partial("did", func(v view) string { return v.call.Order.From })
	window("date_from", func(created, from time.Time) bool { return !created.Before(from) })
	window("date_to", func(created, to time.Time) bool { return !created.After(to) })
	if rules == nil {
		return nil
	}
	return func(c *engine.Subject) bool {
		v := viewOf(r.Sandbox, *c, now)
		for _, holds := range rules {
			if !holds(v) {
				return false
			}
		}
		return true
	}
}

// offset is where a page begins; a page that no store could hold begins at the
// end of all of them.
func offset(number, size int) int {
	if number-1 > math.MaxInt/size {
		return math.MaxInt
	}
	return (number - 1) * size
}

// parseDate reads an ISO datetime that the document's rules have let through;
// one without a zone is UTC (IND-133).
func parseDate(given string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, given); err == nil {
			return t
		}
	}
	return time.Time{}
}
