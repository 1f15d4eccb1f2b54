package coverage

import (
	"fmt"

	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

// Story is what one scenario was told, one thing after another. Scenarios that run at once have one each.
type Story struct {
	last   map[string]string // subject, id and fact: its word
	pushed map[string]string // the same, as callbacks said
	bodies map[string]int    // event and body: what we answered
}

// NewStory begins one.
func NewStory() *Story {
	return &Story{last: map[string]string{}, pushed: map[string]string{}, bodies: map[string]int{}}
}

// Told takes in which states records are said to be in.
func (s *Sheet) Told(story *Story, told []shape.Told) {
	s.each(told, func(id, key string, fact *specs.Fact, w string) {
		if _, known := fact.Moves[w]; !known {
			return
		}
		if s.states[key] == nil {
			s.states[key], s.walked[key] = map[string]bool{}, map[string]bool{}
		}
		s.states[key][w] = true
		if before := story.last[id]; before != "" && before != w && fact.Leads(before, w) {
			s.walked[key][before+" to "+w] = true
		}
		story.last[id] = w
	})
}

// Callback takes in a callback, the status that it was answered with, and whether it fits the document.
func (s *Sheet) Callback(story *Story, name string, raw []byte, body any, answered int, valid bool, told []shape.Told) {
	count := s.deliveries[name]
	if count == nil {
		return
	}
	s.tick(name)
	count.Seen++
	if valid {
		count.Valid++
	}
	same := name + "\n" + string(raw)
	before, again := story.bodies[same]
	switch {
	case again && before/100 == 2:
		count.Doubled++
	case again:
		count.Retried++
	}
	story.bodies[same] = answered
	ordered := true
	s.each(told, func(id, _ string, fact *specs.Fact, w string) {
		if earlier := story.pushed[id]; earlier != "" && !fact.Leads(earlier, w) {
			ordered = false
			return
		}
		story.pushed[id] = w
	})
	if ordered {
		count.InOrder++
	}
	if e, ok := s.provider.Event(name); ok {
		if schema := e.Body(); schema != nil && body != nil {
			s.see(sight{at: name}, schema, body)
		}
	}
	s.Told(story, told)
}

// each visits the states that are told of.
func (s *Sheet) each(told []shape.Told, do func(id, key string, fact *specs.Fact, w string)) {
	for _, one := range told {
		for _, subject := range s.provider.Subjects() {
			if subject.Name != one.Subject {
				continue
			}
			for i := range subject.Facts {
				fact := &subject.Facts[i]
				if value := one.Facts[fact.Name]; fact.Moves != nil && value != nil {
					key := subject.Name + " " + fact.Name
					do(key+" "+one.ID, key, fact, fmt.Sprint(value))
				}
			}
		}
	}
}
