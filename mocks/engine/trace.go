package engine

import (
	"fmt"
	"time"
)

// A Happening is an event of a subject, or the end of an attempt to deliver.
type Happening struct {
	At       time.Time
	Subject  string
	Event    string // of the timeline, such as "transcript-ready"; of a delivery its name in the document
	Delivery string // "": an event
	Attempt  int
	Status   int
	Error    string
}

// Sent is an attempt that reached its receiver, when it left. A slow answer ends it later, and maybe in another advance.
type Sent struct {
	At       time.Time
	Delivery string
	Attempt  int
}

// happeningsKept bounds what one advance tells.
const happeningsKept = 1000

// trace gathers what happens in an advance.
type trace struct {
	Advanced
	begun    bool        // what was due before has happened
	spare    int         // events that may still happen at this instant
	latest   []Happening // a ring once it is full
	oldest   int
	happened int
}

func (t *trace) add(h Happening) {
	t.happened++
	switch {
	case h.Delivery == "":
		t.Events++
	case h.Attempt > 1:
		t.Retries++
	default:
		t.Deliveries++
	}
	if len(t.latest) < happeningsKept {
		t.latest = append(t.latest, h)
		return
	}
	t.latest[t.oldest] = h
	t.oldest = (t.oldest + 1) % happeningsKept
}

// tire counts an event of the present instant, and says when a world is busy
// without end.
func (t *trace) tire(present, idle bool) error {
	if present {
		t.spare--
	}
	switch {
	case idle && t.happened >= busyEvents:
		return fmt.Errorf("%d events happened", t.happened)
	case t.spare < 0:
		return fmt.Errorf("more than %d events happened at one instant", busyEvents)
	}
	return nil
}

// tell notes a happening where an advance wants to know.
func (s *Sandbox) tell(h Happening) {
	if s.fake.feed.on() {
		s.happened(h)
	}
	if s.trace != nil && s.trace.begun {
		s.trace.add(h)
	}
}

// left notes an attempt that reached its receiver.
func (s *Sandbox) left(d *delivery, a Attempt) {
	if t := s.trace; t != nil && t.begun {
		if len(t.Sent) == happeningsKept {
			t.Sent = t.Sent[1:]
		}
		t.Sent = append(t.Sent, Sent{a.At, d.id(), a.N})
	}
}
