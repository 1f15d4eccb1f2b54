package engine

import "sync/atomic"

// Totals are what a Fake has done and holds, at one moment.
type Totals struct {
	Requests []Count // by provider and operation, "" where none was found
	Attempts []Count // to deliver a callback, by provider

	InFlight, Queued int // attempts
	Sandboxes, Calls int
	JournalEntries   int
	JournalBytes     int
	JournalDropped   uint64 // entries that made room for later ones
	CapturedBytes    int    // of what arrived at capture addresses
	Listeners        int    // to GET /events
}

// A Count is how often something came to an outcome: the class of a status such
// as "2xx", or "none" where no answer came.
type Count struct {
	Provider, Operation, Outcome string
	N                            uint64
}

// A tally counts by class of status; the first are those without one.
type tally [6]atomic.Uint64

func (t *tally) count(status int) {
	class := status / 100
	if class < 0 || class >= len(t) {
		class = 0
	}
	t[class].Add(1)
}

func (t *tally) list(provider, operation string) []Count {
	var list []Count
	for class := range t {
		outcome := "none"
		if class > 0 {
			outcome = string(rune('0'+class)) + "xx"
		}
		if n := t[class].Load(); n > 0 {
			list = append(list, Count{provider, operation, outcome, n})
		}
	}
	return list
}

// Totals sums up. It takes each lock for a moment, one after another.
func (f *Fake) Totals() Totals {
	f.sandboxes.glance()
	var c Totals
	for _, p := range f.providers {
		s := f.sites[p.Spec.Name]
		for _, rt := range s.routes.all {
			c.Requests = append(c.Requests, rt.tally.list(p.Spec.Name, rt.operation.ID)...)
		}
		c.Requests = append(c.Requests, s.strays.list(p.Spec.Name, "")...)
		c.Attempts = append(c.Attempts, s.attempts.list(p.Spec.Name, "")...)
	}
	c.InFlight, c.Queued = f.courier.load()
	for _, s := range f.sandboxes.all() {
		c.Sandboxes++
		c.Calls += s.size()
	}
	c.JournalEntries, c.JournalBytes, c.JournalDropped = f.journal.size()
	c.CapturedBytes, c.Listeners = f.captured.Spent(), f.feed.listening()
	return c
}

func (s *Sandbox) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.records.len()
}

func (j *Journal) size() (entries, bytes int, dropped uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.entries) - j.first, j.bytes, j.dropped
}

func (c *courier) load() (flying, queued int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.receivers {
		queued += len(r.queue)
	}
	return c.flying, queued
}
