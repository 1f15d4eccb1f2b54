package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What a fault does about when and how often a callback goes out, and about
// its signature.
const (
	deliverEarly = "early"
	deliverTwice = "twice"
	deliverAgain = "again"
	deliverLast  = "last"
	deliverNever = "never"

	signWrong = "wrong"
	signNone  = "none"
)

// arranged is what faults have in store for a delivery, or for one attempt of
// it. It is data, so that a delivery can be written down with it.
type arranged struct {
	Faults  []int         `json:"faults"`            // which they are, from 1
	Deliver string        `json:"deliver,omitempty"` // "": once, when it is due
	Delay   time.Duration `json:"delay,omitempty"`   // after that, in nanoseconds
	Alter   []octets      `json:"alter,omitempty"`   // merge patches of the body, in order
	Sign    string        `json:"sign,omitempty"`
	Choices []Choice      `json:"choices,omitempty"` // of chaos
}

// arrangedBy sums up the faults that fire at one callback. No two of them say
// when it goes out.
func arrangedBy(hits []hit) (a arranged) {
	for _, h := range hits {
		a.Faults = append(a.Faults, h.n)
		a.Delay += h.do.Delay
		if h.do.Deliver != "" {
			a.Deliver = h.do.Deliver
		}
		if len(h.do.Alter) > 0 {
			a.Alter = append(a.Alter, octets(h.do.Alter))
		}
		if a.Sign == "" {
			a.Sign = h.do.Sign
		}
	}
	return a
}

// altered is a body after its patches.
func (a *arranged) altered(body []byte) ([]byte, error) {
	var err error
	for _, patch := range a.Alter {
		if body, err = mergePatch(body, patch); err != nil {
			return nil, err
		}
	}
	return body, nil
}

// name says which faults they were, for people: "fault 2".
func (a *arranged) name() string {
	if len(a.Faults) == 0 {
		return chosen(a.Choices)
	}
	return faultNames(a.Faults)
}

func faultNames(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	if len(words) == 1 {
		return "fault " + words[0]
	}
	return "faults " + strings.Join(words, ", ")
}

// noted is a note about an attempt that also names the faults that shaped it.
func noted(faults []int, note string) string {
	switch {
	case len(faults) == 0 || strings.HasPrefix(note, faultNames(faults)):
		return note
	case note == "":
		return faultNames(faults)
	}
	return faultNames(faults) + ": " + note
}

// reachCallback asks which faults wait for a callback, or for an attempt of it.
func (s *Sandbox) reachCallback(d *delivery, attempt int, ahead bool) []hit {
	if !s.desk.faults.waits(AtEvent) {
		return nil
	}
	r := s.records.at(int(d.slot))
	return s.desk.faults.reach(occasion{
		kind: AtEvent, name: d.callback.Event, provider: d.provider.Spec.Name, account: d.account, early: true, late: true,
		about:   []party{{call: d.subject, number: digits(r.order.To), persona: nameOf(r.timeline.Plan().Customer)}},
		address: d.callback.URL, attempt: attempt, ahead: ahead,
		signed: d.provider.Callbacks.Sign != nil && d.callback.Key != "",
	})
}

// deal sends a new delivery on its way, or on the one that faults have arranged.
func (s *Sandbox) deal(d *delivery, by arranged) {
	d.arranged = by
	body, err := written(d.callback.Body)
	if err == nil {
		body, err = by.altered(body)
	}
	unfit := ""
	if err == nil {
		body, unfit = s.rewrite(d, body)
	}
	d.body = body
	s.file(d)
	switch {
	case unfit != "":
		d.reason = unfit
		s.finish(d, Unfit)
		return
	case err != nil:
		d.reason = "its body cannot be written as JSON: " + err.Error()
		s.finish(d, Unfit)
		return
	case by.Deliver == deliverNever:
		s.withhold(d)
		return
	case by.Deliver == deliverTwice:
		d.twin = s.again(d, d.due)
	}
	key := laneKey{slot: d.slot, address: d.address()}
	if by.Deliver == deliverLast {
		s.park(d, key)
		return
	}
	s.line(d, key)
}

// again files a delivery of the same bytes that waits for nobody.
func (s *Sandbox) again(d *delivery, due int64) *delivery {
	same := &delivery{
		slot: d.slot, provider: d.provider, subject: d.subject, account: d.account, due: due,
		callback: d.callback, policy: d.policy, body: d.body, state: Waiting, arranged: d.arranged,
	}
	same.arranged.Deliver, same.arranged.Delay = "", 0
	s.file(same)
	return same
}

// withhold makes a delivery final that was never sent, for all to see.
func (s *Sandbox) withhold(d *delivery) {
	d.reason = d.arranged.name() + " withheld it"
	now := s.clock.nano()
	s.tell(Happening{At: instant(now), Subject: d.subject, Event: d.callback.Event, Delivery: d.id(), Error: d.reason})
	s.fake.noteAttempt(sent{box: s, delivery: d, body: d.body, faults: d.arranged.Faults, choices: d.arranged.Choices, echo: echo{began: now, problem: d.reason}})
	s.finish(d, Withheld)
}

// event: what it does about the callback can be done there.
func (j *faultJudge) event() (string, error) {
	if j.kind != AtEvent {
		return "", nil
	}
	do, on := j.fault.Do, j.fault.On
	signs := func(p *Provider) bool {
		_, has := p.Spec.Event(j.name)
		return has && p.Callbacks.Sign != nil
	}
	switch {
	case len(on.Attempt) > 0 && do.Deliver != "" && do.Deliver != deliverNever:
		return "do.deliver", fmt.Errorf("deliver: %s goes with the callback as a whole, not with an attempt; with that go deliver: never, delay, alter and sign", do.Deliver)
	case do.Sign != "" && !slices.ContainsFunc(j.providers, signs):
		return "do.sign", fmt.Errorf("nobody signs %s, so its signature cannot be wrong or left out", j.name)
	}
	return "", nil
}
