package inbox

import (
	"net/http"
	"time"
)

// Answer is how a Box answers one delivery.
type Answer struct {
	// Status is the HTTP status, 200 if zero.
	Status int
	// After is how long the receiver takes: said in the header Ringer-Took, and really waited for where
	// Options.Sleep is given.
	After   time.Duration
	Headers map[string]string
	Body    string
	// Reset ends the connection instead of answering, as a receiver that crashes does: its sender is told that the
	// peer reset it.
	Reset bool
}

// Script arranges the answers to come: pick names the key of a delivery (an event, say), and each key has its own
// list, of which the last repeats. A key without a list is answered by the list of "", and that missing with 200.
// Counting starts anew with each Script. pick must not call the Box.
func (b *Box) Script(pick func(Delivery) string, answers map[string][]Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.script = script{pick: pick, answers: answers, used: map[string]int{}}
}

type script struct {
	pick    func(Delivery) string
	answers map[string][]Answer
	used    map[string]int
}

func (s *script) next(d Delivery) Answer {
	answer := s.choose(d)
	if answer.Status == 0 && !answer.Reset {
		answer.Status = http.StatusOK
	}
	return answer
}

func (s *script) choose(d Delivery) Answer {
	if len(s.answers) == 0 {
		return Answer{}
	}
	key := ""
	if s.pick != nil {
		key = s.pick(d)
	}
	list := s.answers[key]
	if len(list) == 0 {
		key, list = "", s.answers[""]
	}
	if len(list) == 0 {
		return Answer{}
	}
	n := min(s.used[key], len(list)-1)
	s.used[key]++
	return list[n]
}
