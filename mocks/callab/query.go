package callab

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func queryCalls(r *engine.Request) (engine.Reply, error) {
	now := r.Now()
	rules, problem := conditions(r)
	if problem != nil {
		return engine.Reply{}, problem
	}
	page := sorted(r, now, matching(r, now, append(rules, filters(r)...)))
	calls := make([]record, 0, len(page))
	for _, c := range page {
		calls = append(calls, viewOf(r.Sandbox, c, now).record())
	}
	return ok(calls), nil
}

// filters are the published ones, which narrow the list together.
func filters(r *engine.Request) []rule {
	var rules []rule
	same := func(name string, of func(view) *string) {
		if want := r.TextOrNil(name); want != nil {
			rules = append(rules, func(v view) bool {
				is := of(v)
				return is != nil && strings.EqualFold(*is, *want)
			})
		}
	}
	same("campaign_id", func(v view) *string { return v.order.Campaign })
	same("ai_agent_id", func(v view) *string { return &v.order.Agent })
	if part := r.TextOrNil("status"); part != nil {
		rules = append(rules, func(v view) bool { return contains(v.status(), *part) })
	}
	if from := r.TextOrNil("start_date"); from != nil {
		rules = append(rules, func(v view) bool { return v.day() >= *from })
	}
	if to := r.TextOrNil("end_date"); to != nil {
		rules = append(rules, func(v view) bool { return v.day() != "" && v.day() <= *to })
	}
	if part := r.TextOrNil("search"); part != nil {
		rules = append(rules, func(v view) bool { return v.mentions(*part) })
	}
	return rules
}

// day is the one on which a call started, in UTC; "" until it has.
func (v view) day() string {
	if v.state.DialedAt.IsZero() {
		return ""
	}
	return v.state.DialedAt.UTC().Format(time.DateOnly)
}

// mentions tells whether one of the four texts that a search reads has a part (CLB-040).
func (v view) mentions(part string) bool {
	for _, said := range []*string{&v.call.Order.To, v.notes(), v.feedback(), v.transcript()} {
		if said != nil && contains(*said, part) {
			return true
		}
	}
	return false
}

// contains ignores the case of letters, as the status filter does (CLB-039).
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// matching is nil where nothing was asked, so that the page need not be searched for.
func matching(r *engine.Request, now time.Time, rules []rule) func(*engine.Subject) bool {
	if len(rules) == 0 {
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

// sorted is the page that was asked for. In the order of creation the engine
// finds it by itself; for any other all calls that fit have to be compared.
func sorted(r *engine.Request, now time.Time, match func(*engine.Subject) bool) []engine.Subject {
	from, size := offset(r.Int("page"), r.Int("per_page")), r.Int("per_page")
	query := engine.Query{Kind: kindCall, Account: r.Account.Name, Match: match, Newest: r.Text("order") == "desc", Offset: from, Limit: size}
	column := r.Text("sort_column")
	if column == "created_at" {
		page, _ := r.List(query)
		return page
	}
	query.Offset, query.Limit = 0, math.MaxInt
	all, _ := r.List(query)
	type ranked struct {
		call engine.Subject
		by   key
	}
	list := make([]ranked, len(all))
	for i, c := range all {
		list[i] = ranked{c, keyOf(columns[column](viewOf(r.Sandbox, c, now)))}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		if query.Newest {
			return b.by.compare(a.by)
		}
		return a.by.compare(b.by)
	})
	page := make([]engine.Subject, 0, min(size, len(list)))
	for i := from; i < len(list) && len(page) < size; i++ {
		page = append(page, list[i].call)
	}
	return page
}

// offset is where a page begins; pages count from 0 (CLB-042). One that no
// store could hold begins at the end of all of them.
func offset(number, size int) int {
	if number > math.MaxInt/size {
		return math.MaxInt
	}
	return number * size
}
