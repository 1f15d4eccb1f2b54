package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMetricsCountWhatWasDoneByOperationAndOutcome(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen", "--control-token", "sesame")
	id := s.create(s.login(), "919999000486", s.control+"/inbox/default/")
	s.ask("", "GET", "/api/calls/recent", "")
	s.ask("", "GET", "/nowhere", "")
	s.advance(`{"to": "idle"}`)

	assert.Equal(t, 401, fetch(t, "GET", s.control+"/metrics", "").status)
	got := s.tell("GET", "/metrics", "")
	assert.Equal(t, 200, got.status)
	assert.Contains(t, got.header.Get("Content-Type"), "text/plain")
	text := string(got.body)
	for _, line := range []string{
		`ringer_requests_total{operation="createClick2Call",outcome="2xx",provider="induslabs"} 1`,
		`ringer_requests_total{operation="listRecentCalls",outcome="4xx",provider="induslabs"} 1`,
		`ringer_requests_total{operation="",outcome="4xx",provider="induslabs"} 1`,
		`ringer_delivery_attempts_total{outcome="2xx",provider="induslabs"} 1`,
		"ringer_sandboxes 1", "ringer_calls 3", "ringer_deliveries_in_flight 0", "ringer_event_readers 0", "ringer_journal_dropped_total 0",
	} {
		assert.Contains(t, text, line+"\n")
	}
	assert.Regexp(t, `(?m)^go_goroutines \d+$`, text)
	assert.Regexp(t, `(?m)^go_gc_heap_live_bytes [0-9.e+]+$`, text)
	assert.NotContains(t, text, id)
	assert.NotContains(t, text, "default")
}
