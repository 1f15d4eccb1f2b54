// Package compare says in what two implementations differ, by what each exchanged with the same scenarios. A fake beside
// the real thing: that is how faithful the fake is.
//
// Runs is the way in; it takes two recorded runs. Ids and times that differ by their nature are no difference: an id may
// be another one of the same length as long as it is the same one everywhere, and times are compared only where both
// runs moved the clock themselves. Where one run did not get so far as the other, the rest is not compared. The package
// does not say who is right.
package compare

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// Report is what was compared and what differs.
type Report struct {
	Provider string
	A, B     string // the names of the targets
	// Scenarios, Answers and Callbacks count what was compared.
	Scenarios, Answers, Callbacks int
	Differences                   []Difference
	// Alone are the scenarios that only one of the runs played, in order.
	Alone []string
}

// Difference is one way in which the two differ, however often.
type Difference struct {
	// About is the operation with the status, or the event: "getCall 200", "callback call.ended".
	About string
	// Path is where: "status", "headers.Content-Type", "body.data.calls[].id"; empty: the whole.
	Path string
	// A and B are the values of the first place.
	A, B string
	// Times is in how many places it was seen; Scenario and Step are the first.
	Times    int
	Scenario string
	Step     int
}

// kind is what makes two differences one: the same place, and of what is there or not.
func (d Difference) kind() Difference {
	kind := Difference{About: d.About, Path: d.Path}
	if d.A == absent {
		kind.A = absent
	}
	if d.B == absent {
		kind.B = absent
	}
	return kind
}

// absent is what is not there.
const absent = "absent"

// Runs compares two runs. The error is one of reading.
func Runs(a, b *trace.Recorded) (*Report, error) {
	if a.Provider != b.Provider {
		return nil, fmt.Errorf("cannot compare a run of %s with one of %s", a.Provider, b.Provider)
	}
	r := &Report{Provider: a.Provider, A: a.Target.Name, B: b.Target.Name}
	for _, address := range a.Scenarios() {
		if !b.Has(address) {
			r.Alone = append(r.Alone, address)
		}
	}
	for _, address := range b.Scenarios() {
		if !a.Has(address) {
			r.Alone = append(r.Alone, address)
		}
	}
	slices.Sort(r.Alone)
	found := map[Difference]int{}
	for _, address := range slices.Sorted(slices.Values(a.Scenarios())) {
		if !b.Has(address) {
			continue
		}
		left, err := read(a, address)
		if err != nil {
			return nil, err
		}
		right, err := read(b, address)
		if err != nil {
			return nil, err
		}
		r.Scenarios++
		p := pair{report: r, a: left, b: right, virtual: a.Virtual && b.Virtual, scenario: address, ids: map[string]string{}, back: map[string]string{}}
		p.compare()
		for _, d := range p.found {
			key := d.kind()
			if at, known := found[key]; known {
				r.Differences[at].Times++
				continue
			}
			found[key] = len(r.Differences)
			d.Times = 1
			r.Differences = append(r.Differences, d)
		}
	}
	return r, nil
}

// side is one scenario of one run.
type side struct {
	answers   map[string]*trace.Record // by step, operation and how many of them came before
	order     []string
	callbacks []*trace.Record
	step      int // the furthest
	at        time.Duration
	verdict   string
	known     map[string]string // what the run and the target gave, by value
	base      string
	host      string // of base
	inbox     string
}

func read(run *trace.Recorded, address string) (*side, error) {
	s := &side{answers: map[string]*trace.Record{}, known: names(run), base: strings.TrimRight(run.Target.BaseURL, "/")}
	if parsed, err := url.Parse(s.base); err != nil || parsed.Host == "" {
		s.host = s.base
	} else {
		s.host = parsed.Host
	}
	count := map[string]int{}
	for record, err := range run.Records(address) {
		if err != nil {
			return nil, err
		}
		s.step = max(s.step, record.Step)
		switch {
		case record.Begin != nil:
			s.known[record.Begin.RunID], s.known[record.Begin.RunUUID] = "$run.id", "$run.uuid"
			if record.Begin.Sandbox != "" {
				s.known[record.Begin.Sandbox] = "$sandbox"
			}
			s.known[record.Begin.Key], s.inbox = "$inbox.key", record.Begin.Inbox
		case record.Request != nil:
			key := fmt.Sprintf("%d %s %s", record.Step, cmp.Or(record.Request.Operation, record.Request.Method), record.Request.As)
			if !record.Request.Poll { // of polls the last one counts
				key += " " + strconv.Itoa(count[key])
				count[fmt.Sprintf("%d %s %s", record.Step, cmp.Or(record.Request.Operation, record.Request.Method), record.Request.As)]++
			}
			if s.answers[key] == nil {
				s.order = append(s.order, key)
			}
			s.answers[key] = &record
		case record.Callback != nil:
			s.callbacks = append(s.callbacks, &record)
		case record.End != nil:
			s.verdict = record.End.Verdict
		case record.Skipped != nil:
			s.verdict = record.Skipped.Verdict
		}
		if record.Callback == nil {
			s.at = max(s.at, time.Duration(record.At))
		}
	}
	return s, nil
}

// names are the values that a target has a name for.
func names(run *trace.Recorded) map[string]string {
	known := map[string]string{}
	add := func(prefix string, values map[string]string) {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if value := values[name]; len(value) >= 3 && known[value] == "" {
				known[value] = prefix + name
			}
		}
	}
	add("$numbers.", run.Target.Numbers)
	add("$ids.", run.Target.IDs)
	for _, account := range run.Target.Accounts {
		add("$"+account.Name+".", account.Fields)
	}
	return known
}
