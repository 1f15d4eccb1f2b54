package main

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filterNames are the query parameters that choose calls.
func filterNames() []string {
	return []string{"status", "call_type", "transcript_status", "customer_number", "agent_number", "did", "date_from", "date_to"}
}

func (g *gateway) recent(w http.ResponseWriter, r *http.Request, email string) {
	query := r.URL.Query()
	lowest, most := 1, 200
	if g.broken["limit-201-accepted"] {
		most = 201
	}
	limit, err := number(query, "limit", 20, 1, most)
	if err != nil {
		invalid(w, "limit", err.Error())
		return
	}
	if g.broken["page-0-accepted"] {
		lowest = 0
	}
	page, err := number(query, "page", 1, lowest, 1<<31-1)
	if err != nil {
		invalid(w, "page", err.Error())
		return
	}
	page = max(page, 1)
	window := [2]time.Time{}
	for i, name := range []string{"date_from", "date_to"} {
		if !query.Has(name) {
			continue
		}
		if window[i], err = moment(query.Get(name)); err != nil && !g.broken["bad-date-ignored"] {
			invalid(w, name, err.Error())
			return
		}
	}

	matching := g.find(email, query, window)
	total := int64(len(matching))
	first := min(int64(page-1)*int64(limit), total)
	last := min(first+int64(limit), total)
	more := int64(page)*int64(limit) < total
	if g.broken["has-more-off-by-one"] {
		more = int64(page)*int64(limit) <= total
	}
	filters := object{}
	for _, name := range filterNames() {
		if query.Has(name) {
			filters[name] = query.Get(name)
		} else if !g.broken["filters-without-nulls"] {
			filters[name] = nil
		}
	}
	envelope(w, http.StatusOK, "Recent call logs fetched", object{
		"total": total, "page": page, "limit": limit, "has_more": more, "filters": filters, "calls": matching[first:last],
	})
}

// find gives the rows that match, newest first.
func (g *gateway) find(email string, query url.Values, window [2]time.Time) []object {
	g.mu.Lock()
	calls := slices.Clone(g.calls)
	g.mu.Unlock()
	now := g.clock.now()
	rows := []object{}
	for _, c := range slices.Backward(calls) {
		if c.owner != email && !g.broken["other-users-calls-listed"] {
			continue
		}
		if row := g.row(c, now); g.inWindow(c.created, window) && g.matches(row, query) {
			rows = append(rows, row)
		}
	}
	return rows
}

// row is a call in the list, with the list's deviations.
func (g *gateway) row(c *call, now time.Time) object {
	if g.broken["completed-before-stored"] && c.over(now) && now.Before(c.ended.Add(35*time.Second)) {
		now = c.created
	}
	row := c.row(now)
	if g.broken["failed-transcript-fails-call"] && row["transcript_status"] == "failed" {
		row["status"] = "failed"
	}
	for _, name := range []string{"duration", "answer_duration"} {
		if text, ok := row[name].(string); ok && g.broken["duration-as-number"] {
			row[name], _ = strconv.Atoi(text)
		}
	}
	for _, name := range []string{"created_at", "updated_at"} {
		if g.broken["timestamps-with-fraction"] {
			row[name] = strings.Replace(row[name].(string), "Z", ".000Z", 1)
		}
	}
	return row
}

func (g *gateway) inWindow(created time.Time, window [2]time.Time) bool {
	from, to := window[0], window[1]
	switch {
	case !from.IsZero() && created.Before(from), !to.IsZero() && created.After(to):
		return false
	case created.Equal(from) && g.broken["date-from-exclusive"], created.Equal(to) && g.broken["date-to-exclusive"]:
		return false
	}
	return true
}

func (g *gateway) matches(row object, query url.Values) bool {
	for _, name := range filterNames()[:6] {
		if !query.Has(name) {
			continue
		}
		want := query.Get(name)
		have, _ := row[name].(string)
		var fits bool
		switch {
		case name == "status" && g.broken["status-filter-ignores-case"]:
			fits = strings.EqualFold(have, want)
		case name == "agent_number" && g.broken["agent-filter-minds-case"]:
			fits = strings.Contains(have, want)
		case strings.HasSuffix(name, "_number") || name == "did" && !g.broken["did-filter-exact"]:
			fits = strings.Contains(strings.ToLower(have), strings.ToLower(want))
		default:
			fits = have == want
		}
		if !fits {
			return false
		}
	}
	return true
}

func number(query url.Values, name string, otherwise, lowest, most int) (int, error) {
	if !query.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(query.Get(name))
	if err != nil || n < lowest || n > most {
		return 0, errors.New("must be a whole number from " + strconv.Itoa(lowest) + " to " + strconv.Itoa(most))
	}
	return n, nil
}

// moment reads an ISO datetime; one without a zone is UTC.
func moment(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("is no ISO datetime")
}
