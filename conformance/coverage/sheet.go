package coverage

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// kind is what a point of the sheet is about.
type kind int

const (
	status kind = iota
	event
	word
	member
)

// point is one thing that a document names.
type point struct {
	kind      kind
	operation string // or the event's name
	sent      bool   // in a request
	name      string // for people
}

// Sheet has a point for each thing that a document names, and ticks off what was seen. It is not safe for concurrent use.
type Sheet struct {
	provider     *specs.Provider
	points       []point
	index        map[string]int
	ticked       map[int]bool
	deliveries   map[string]*EventCoverage
	states       map[string]map[string]bool // subject and fact: words
	walked       map[string]map[string]bool
	undocumented map[string]*unnamed
}

// New makes the sheet of a provider's document, without what lacks says to be missing.
func New(provider *specs.Provider, lacks func(word string) bool) *Sheet {
	s := &Sheet{
		provider: provider, index: map[string]int{}, ticked: map[int]bool{}, deliveries: map[string]*EventCoverage{},
		states: map[string]map[string]bool{}, walked: map[string]map[string]bool{}, undocumented: map[string]*unnamed{},
	}
	for _, op := range provider.Operations() {
		if lacks(op.ID) {
			continue
		}
		for _, param := range op.Params {
			if !param.Required {
				s.add(point{member, op.ID, true, op.ID + " " + param.In + " " + param.Name})
			}
			if param.Schema != nil {
				s.list(op.ID, true, op.ID+" "+param.In+" "+param.Name, param.Schema.Value)
			}
		}
		if body := op.Body(); body != nil {
			s.list(op.ID, true, op.ID+" body", body)
		}
		for _, code := range op.Statuses() {
			at := fmt.Sprintf("%s %d", op.ID, code)
			s.add(point{status, op.ID, false, at})
			if response, ok := op.Response(code); ok {
				if body := jsonSchema(response.Content); body != nil {
					s.list(op.ID, false, at, body)
				}
			}
		}
	}
	for _, e := range provider.Events() {
		s.deliveries[e.Name] = &EventCoverage{Event: e.Name}
		if lacks(e.Name) || lacks(e.Operation) {
			continue
		}
		s.add(point{event, e.Name, false, e.Name})
		if body := e.Body(); body != nil {
			s.list(e.Name, false, e.Name, body)
		}
	}
	return s
}

func (s *Sheet) add(p point) {
	if _, known := s.index[p.name]; !known {
		s.index[p.name] = len(s.points)
		s.points = append(s.points, p)
	}
}

func (s *Sheet) tick(name string) {
	if i, known := s.index[name]; known {
		s.ticked[i] = true
	}
}

// Sum is what was seen so far. Claims are the caller's to count.
func (s *Sheet) Sum(wanted float64) *Coverage {
	c := &Coverage{
		Wanted: wanted, Statuses: s.share(func(p point) bool { return p.kind == status }), Events: s.share(func(p point) bool { return p.kind == event }),
		Words: s.share(func(p point) bool { return p.kind == word }), Members: s.share(func(p point) bool { return p.kind == member }),
	}
	whole := s.share(func(point) bool { return true })
	c.Seen, c.Documented, c.Percent = whole.Seen, whole.Documented, 100
	if c.Documented > 0 {
		c.Percent = math.Floor(1000*float64(c.Seen)/float64(c.Documented)) / 10 // 100 is all of it, and nothing less
	}
	for _, op := range s.provider.Operations() {
		of := func(kind kind, sent bool) Share {
			return s.share(func(p point) bool { return p.operation == op.ID && p.kind == kind && p.sent == sent })
		}
		c.Operations = append(c.Operations, OperationCoverage{op.ID, of(status, false), of(member, true), of(member, false)})
	}
	for _, e := range s.provider.Events() {
		c.Deliveries = append(c.Deliveries, *s.deliveries[e.Name])
	}
	for _, subject := range s.provider.Subjects() {
		for _, fact := range subject.Facts {
			if fact.Moves != nil {
				c.States = append(c.States, s.state(subject.Name, fact))
			}
		}
	}
	c.Undocumented = slices.Sorted(maps.Keys(s.undocumented))
	c.Proposed = s.proposal()
	return c
}

func (s *Sheet) share(of func(point) bool) (share Share) {
	for i, p := range s.points {
		if !of(p) {
			continue
		}
		if share.Documented++; s.ticked[i] {
			share.Seen++
		} else {
			share.Missing = append(share.Missing, p.name)
		}
	}
	return share
}

func (s *Sheet) state(subject string, fact specs.Fact) StateCoverage {
	key := subject + " " + fact.Name
	state := StateCoverage{Subject: subject, Fact: fact.Name, Walked: slices.Sorted(maps.Keys(s.walked[key]))}
	for _, w := range slices.Sorted(maps.Keys(fact.Moves)) {
		if state.Words.Documented++; s.states[key][w] {
			state.Words.Seen++
		} else {
			state.Words.Missing = append(state.Words.Missing, w)
		}
	}
	return state
}

// Request takes in what was sent: parameters by their names, and the body.
func (s *Sheet) Request(op *specs.Operation, params map[string]any, body any) {
	for _, param := range op.Params {
		value, sent := params[param.Name]
		if !sent {
			continue
		}
		at := op.ID + " " + param.In + " " + param.Name
		s.tick(at)
		if param.Schema != nil {
			s.see(sight{at: at}, param.Schema.Value, value)
		}
	}
	if schema := op.Body(); schema != nil && body != nil {
		s.see(sight{at: op.ID + " body"}, schema, body)
	}
}

// Answer takes in what was answered; body is nil where it is no JSON.
func (s *Sheet) Answer(op *specs.Operation, code int, body any) {
	at := fmt.Sprintf("%s %d", op.ID, code)
	here := []string{"paths", op.Path, strings.ToLower(op.Method), "responses", strconv.Itoa(code)}
	if !slices.Contains(op.Statuses(), code) {
		s.undocument(at, here, false, nil)
		return
	}
	s.tick(at)
	ref := op.Spec.Responses.Value(strconv.Itoa(code))
	if ref.Ref != "" {
		here = referred(ref.Ref)
	}
	if media := ref.Value.Content.Get("application/json"); media != nil && media.Schema != nil && body != nil {
		s.saw(at, append(here, "content", "application/json", "schema"), media.Schema, body)
	}
}
