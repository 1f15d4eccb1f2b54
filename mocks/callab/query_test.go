package callab_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestASearchReadsFourTexts(t *testing.T) {
	c := start(t, taken)
	for part, found := range map[string]bool{
		"+9876543210":               true, // call_to
		"PREMIUM plan":              true, // notes
		"great CONV":                true, // call_feedback
		"inquire about":             true, // transcript
		"+1234567890":               false,
		"Successfully handled":      false,
		"CALL_abc123def456":         false,
		"twilio":                    false,
		"Agent: Hello, how can I H": true,
	} {
		want := []string{}
		if found {
			want = []string{shown}
		}
		assert.Equal(t, want, c.find("search="+url.QueryEscape(part)), part)
	}
}

func TestEveryColumnSortsBothWays(t *testing.T) {
	c := start(t, taken)
	ids := []string{shown}
	for _, number := range []string{answers, busy, "+9876000480"} {
		c.advance(time.Second)
		ids = append(ids, c.place(number)["id"].(string))
	}
	c.advance(10 * time.Minute)
	running := c.place(answers)["id"].(string)
	all := append(ids, running)
	for _, column := range []string{
		"name", "created_at", "updated_at", "started_at", "ended_at", "retry_at", "call_duration", "call_sid", "call_from",
		"call_to", "call_provider", "call_status", "call_direction", "call_rating", "call_feedback", "record_url", "transcript",
		"transcript_language", "is_test", "cost", "price_unit", "latency", "disconnect_reason", "analysis_sentiment",
		"agent_task_status", "agent_task_feedback", "metadata", "notes", "agent_dynamic_variables", "agent_post_call_outcomes",
	} {
		up, down := c.find("order=asc&sort_column="+column), c.find("order=desc&sort_column="+column)
		assert.ElementsMatch(t, all, up, column)
		assert.ElementsMatch(t, all, down, column)
		switch column {
		case "started_at", "ended_at", "call_feedback", "transcript", "record_url", "transcript_language":
			assert.Contains(t, []string{running, ids[2], ids[3]}, up[len(up)-1], "null comes last in %s", column)
			assert.Contains(t, []string{running, ids[2], ids[3]}, down[0], "and first the other way in %s", column)
		case "created_at", "call_sid", "latency":
		case "is_test":
			assert.Equal(t, shown, up[0])
			assert.Equal(t, shown, down[len(down)-1])
		case "notes", "metadata":
			assert.Equal(t, shown, up[0])
			assert.Equal(t, shown, down[len(down)-1])
		case "call_duration":
			assert.Equal(t, running, up[0])
			assert.Equal(t, shown, down[0], "125 is more than 52, and than 9")
		}
	}
}

func TestPagesPartTheSameListAnySort(t *testing.T) {
	c := start(t, taken)
	for range 12 {
		c.place(answers)
		c.advance(time.Second)
	}
	for _, sort := range []string{"", "&sort_column=created_at&order=asc", "&sort_column=call_sid", "&sort_column=call_sid&order=asc"} {
		whole := c.find("per_page=100" + sort)
		assert.Len(t, whole, 13)
		var parts []string
		for _, page := range []string{"0", "1", "2", "3"} {
			parts = append(parts, c.find("per_page=5&page="+page+sort)...)
		}
		assert.Equal(t, whole, parts, sort)
		assert.Empty(t, c.find("per_page=9223372036854775807&page=9223372036854775807"+sort))
		assert.Len(t, c.find("per_page=9223372036854775807"+sort), 13)
	}
}

func TestDaysAreThoseOnWhichCallsStarted(t *testing.T) {
	c := start(t, taken)
	today := c.place(answers)["id"].(string)
	assert.Empty(t, c.find("start_date=2026-01-15"), "it has not started yet")
	assert.Equal(t, []string{shown}, c.find("end_date=2026-01-15"))
	c.advance(time.Minute)
	assert.Equal(t, []string{today}, c.find("start_date=2026-01-15&end_date=2026-01-15"))
	assert.Equal(t, []string{shown}, c.find("start_date=2026-01-14&end_date=2026-01-14"))
	assert.Equal(t, []string{today, shown}, c.find("start_date=2026-01-14&end_date=2026-01-15"))
	assert.Empty(t, c.find("start_date=2026-01-15&end_date=2026-01-14"))
}

func TestConditionsCompareByColumn(t *testing.T) {
	c := start(t, taken)
	failed := c.place(busy)["id"].(string)
	c.advance(time.Minute)
	for condition, want := range map[string][]string{
		"call_duration greater_than 9":                  {shown}, // as numbers: as texts 125 is less than 9
		"call_duration less_than 100":                   {failed},
		"call_duration equals 125.0":                    {shown},
		"call_duration equals long":                     {},
		"call_duration greater_than long":               {},
		"cost equals 0.85":                              {shown},
		"call_duration contains 12":                     {shown},
		"call_status equals failed":                     {failed},
		"call_status equals FAILED":                     {},
		"call_status contains FAIL":                     {failed},
		"call_status not_equals failed":                 {shown},
		"is_test equals true":                           {failed},
		"campaign_id not_equals " + agent:               {failed, shown}, // null is not equal to anything
		"campaign_id equals null":                       {},
		"notes contains premium":                        {shown},
		"notes less_than zzz":                           {shown},
		"started_at less_than 2026-01-15":               {shown},
		"started_at greater_than 2026-01-15":            {failed},
		"metadata contains session_123":                 {shown},
		"agent_dynamic_variables contains account":      {shown},
		"workspace_id equals production":                {shown},
		"id equals " + shown:                            {shown},
		"call_status not_equals x,cost greater_than 0":  {shown},
		"cost greater_than 0,call_status equals failed": {},
	} {
		query := ""
		for _, one := range strings.Split(condition, ",") {
			words := strings.SplitN(one, " ", 3)
			query += "&filter_columns[]=" + words[0] + "&filter_operator[]=" + words[1] + "&filter_values[]=" + url.QueryEscape(words[2])
		}
		assert.Equal(t, want, c.find(query[1:]), condition)
		slices.Reverse(want)
		assert.Equal(t, want, c.find(query[1:]+"&order=asc"), condition)
	}
}
