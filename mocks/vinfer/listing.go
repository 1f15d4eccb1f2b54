package vinfer

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// listCalls shows the newest calls first (VIN-089).
func listCalls(r *engine.Request) (engine.Reply, error) {
	now := r.Now()
	found, total := r.List(engine.Query{
		Kind:    kindCall,
		Account: workspace(r),
		Match:   matching(r, now),
		Newest:  true,
		Offset:  r.Int("offset"),
		Limit:   r.Int("limit"),
	})
	p := page{Data: make([]listed, 0, len(found)), Total: total, Limit: r.Int("limit"), Offset: r.Int("offset")}
	for _, c := range found {
		p.Data = append(p.Data, viewOf(r.Sandbox, c, now).listed())
	}
	return good(p), nil
}

// matching is nil where nothing was asked, so that the page need not be searched for.
func matching(r *engine.Request, now time.Time) func(*engine.Subject) bool {
	var rules []func(*engine.Subject) bool
	exact := func(name string, of func(*engine.Subject) string) {
		if want := r.TextOrNil(name); want != nil {
			rules = append(rules, func(c *engine.Subject) bool { return of(c) == *want })
		}
	}
	window := func(name string, inside func(started, bound time.Time) bool) {
		if given := r.TextOrNil(name); given != nil {
			bound := parseDate(*given)
			rules = append(rules, func(c *engine.Subject) bool { return inside(startedAt(*c), bound) })
		}
	}
	exact("campaign_id", func(c *engine.Subject) string {
		if id := c.Order.Details.(*order).CampaignID; id != nil {
			return *id
		}
		return ""
	})
	exact("language", func(c *engine.Subject) string { return c.Order.Details.(*order).Language })
	exact("disposition", func(c *engine.Subject) string { return c.Timeline.Standing(now).Disposition })
	window("from", func(started, from time.Time) bool { return !started.Before(from) })
	window("to", func(started, to time.Time) bool { return !started.After(to) })
	if rules == nil {
		return nil
	}
	return func(c *engine.Subject) bool {
		for _, holds := range rules {
			if !holds(c) {
				return false
			}
		}
		return true
	}
}

// parseDate reads an ISO datetime that the document's rules have let through;
// one without a zone is UTC, like everything that is shown (VIN-042).
func parseDate(given string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, given); err == nil {
			return t
		}
	}
	return time.Time{}
}
