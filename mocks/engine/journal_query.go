package engine

import (
	"bytes"
	"context"
	"slices"
	"strconv"
)

// A Sought says which entries of a sandbox are asked for; what is empty does
// not matter.
type Sought struct {
	Operation string
	Event     string
	Call      string // the id of a subject
	Account   string
	Provider  string
	Status    int
	Since     uint64 // only entries with a higher number
}

// A NearMiss is an entry that was not what was sought, and why.
type NearMiss struct {
	Entry *Entry
	Why   []string
}

const nearMisses = 5

// Find returns what was sought, oldest first. Where that is nothing it waits
// for the first to come until ctx ends, and then explains the entries that
// came closest.
func (j *Journal) Find(ctx context.Context, sandbox string, q Sought) ([]*Entry, []NearMiss) {
	all, seen := j.since(sandbox, q.Since)
	for {
		if found := slices.DeleteFunc(slices.Clone(all), func(e *Entry) bool { return len(q.differs(e)) > 0 }); len(found) > 0 {
			return found, nil
		}
		select {
		case <-ctx.Done():
			return nil, q.nearest(all)
		case <-j.next(seen):
			var more []*Entry
			more, seen = j.since(sandbox, seen)
			all = append(all, more...)
		}
	}
}

// differs lists the ways in which an entry is not what is sought.
func (q *Sought) differs(e *Entry) []string {
	var why []string
	differ := func(what, got, want string) {
		if want == "" || got == want {
			return
		}
		if got == "" {
			got = "none"
		}
		why = append(why, what+" is "+got+", not "+want)
	}
	differ("provider", e.Provider, q.Provider)
	differ("operation", e.Operation, q.Operation)
	differ("event", e.Event, q.Event)
	differ("account", e.Account, q.Account)
	if q.Status != 0 {
		differ("status", strconv.Itoa(e.Status), strconv.Itoa(q.Status))
	}
	if q.Call != "" && !e.about(q.Call) {
		why = append(why, "it does not name call "+q.Call)
	}
	return why
}

// about tells whether an entry names a subject: as its own, in its address or
// in a body.
func (e *Entry) about(id string) bool {
	if e.Subject == id || bytes.Contains(e.part(0), []byte(id)) {
		return true
	}
	quoted := []byte(`"` + id + `"`)
	return bytes.Contains(e.part(2), quoted) || bytes.Contains(e.part(4), quoted)
}

// nearest returns the entries that differ in the fewest ways, the newest first
// among equals.
func (q *Sought) nearest(all []*Entry) []NearMiss {
	misses := make([]NearMiss, 0, len(all))
	for _, e := range slices.Backward(all) {
		misses = append(misses, NearMiss{e, q.differs(e)})
	}
	slices.SortStableFunc(misses, func(a, b NearMiss) int { return len(a.Why) - len(b.Why) })
	return misses[:min(nearMisses, len(misses))]
}
