package main

import (
	"net/http"
	"regexp"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// metricsOf answers for Prometheus with what a fake has done and holds, and
// with what the process takes for it. Nothing is counted for it: each scrape
// asks the fake.
func metricsOf(fake *engine.Fake) http.Handler {
	live := collectors.GoRuntimeMetricsRule{Matcher: regexp.MustCompile("^/gc/heap/live:bytes$")} // what no collection could free
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(live)),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		totals{fake},
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// totals are those of a fake. Labels have few values: never ids, never the
// names of sandboxes.
type totals struct{ fake *engine.Fake }

// Describe says nothing, since what there is comes with what is done.
func (totals) Describe(chan<- *prometheus.Desc) {}

// Collect reads them.
func (t totals) Collect(into chan<- prometheus.Metric) {
	now := t.fake.Totals()
	count := func(name, help string, labels []string, n float64, values ...string) {
		into <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, labels, nil), prometheus.CounterValue, n, values...)
	}
	for _, c := range now.Requests {
		count("ringer_requests_total", "Requests answered, by class of status; operation is empty where none was found.",
			[]string{"provider", "operation", "outcome"}, float64(c.N), c.Provider, c.Operation, c.Outcome)
	}
	for _, c := range now.Attempts {
		count("ringer_delivery_attempts_total", "Attempts to deliver a callback, by class of the receiver's answer, or none.",
			[]string{"provider", "outcome"}, float64(c.N), c.Provider, c.Outcome)
	}
	count("ringer_journal_dropped_total", "Entries of the journal that made room for later ones.", nil, float64(now.JournalDropped))
	for _, g := range []struct {
		name, help string
		value      int
	}{
		{"ringer_deliveries_in_flight", "Attempts to deliver that are under way.", now.InFlight},
		{"ringer_deliveries_queued", "Attempts to deliver that wait for their receiver.", now.Queued},
		{"ringer_sandboxes", "Worlds.", now.Sandboxes},
		{"ringer_calls", "Calls and jobs in all worlds.", now.Calls},
		{"ringer_journal_entries", "Entries in the journal.", now.JournalEntries},
		{"ringer_journal_bytes", "What the journal holds, about.", now.JournalBytes},
		{"ringer_captured_bytes", "What arrived at capture addresses and is held, about.", now.CapturedBytes},
		{"ringer_event_readers", "Readers of the stream of events.", now.Listeners},
	} {
		into <- prometheus.MustNewConstMetric(prometheus.NewDesc(g.name, g.help, nil, nil), prometheus.GaugeValue, float64(g.value))
	}
}
