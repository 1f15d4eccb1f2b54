package engine

import "strconv"

// request tells of a request that has been answered.
func (f *feed) request(e *Entry) {
	f.tell(Telling{
		At: e.At, Sandbox: e.Sandbox, Kind: "request", Provider: e.Provider, Account: e.Account, Operation: e.Operation, Call: e.Subject,
		Method: e.Method, URL: e.URL(), Status: e.Status, Reason: e.Note, Seq: e.Seq,
	})
}

// happened tells of an event of a call, or of the end of an attempt.
func (s *Sandbox) happened(h Happening) {
	kind := "call"
	if h.Delivery != "" {
		kind = "attempt"
	}
	s.fake.feed.tell(Telling{
		At: h.At, Sandbox: s.name, Kind: kind, Call: h.Subject, Event: h.Event, Delivery: h.Delivery, Attempt: h.Attempt,
		Status: h.Status, Reason: h.Error,
	})
}

// tellDelivery tells of a delivery that is filed, or has become final.
func (s *Sandbox) tellDelivery(d *delivery) {
	if !s.fake.feed.on() {
		return
	}
	s.fake.feed.tell(Telling{
		At: s.clock.now(), Sandbox: s.name, Kind: "delivery", Provider: d.provider.Spec.Name, Account: d.account, Call: d.subject,
		Delivery: d.id(), Event: d.callback.Event, URL: s.fake.sites[d.provider.Spec.Name].redact.address(d.callback.URL), State: string(d.state), Reason: d.reason,
	})
}

// tellClock tells that a clock was set or moved.
func (s *Sandbox) tellClock() {
	if s.fake.feed.on() {
		mode, now := s.Clock()
		s.fake.feed.tell(Telling{At: now, Sandbox: s.name, Kind: "clock", Mode: mode.String()})
	}
}

// moveClock sets a frozen clock to an instant that is not in its past.
func (s *Sandbox) moveClock(to int64) {
	moves := to > s.clock.nano()
	s.clock.move(to)
	if moves {
		s.tellClock()
	}
}

// tellFault tells that a fault has fired. The faults' lock is held.
func (s *Sandbox) tellFault(fault Fault) {
	if !s.fake.feed.on() {
		return
	}
	fault.source = faultSource{}
	t := Telling{At: s.clock.now(), Sandbox: s.name, Kind: "fault", Fault: fault.N, Reason: fault.String(), Provider: fault.On.Provider}
	t.Operation, t.Event = fault.On.Operation, fault.On.Event
	s.fake.feed.tell(t)
}

// tellState tells that a sandbox was made, reset or removed.
func (s *Sandbox) tellState(state string) {
	if s.fake.feed.on() {
		s.fake.feed.tell(Telling{At: s.clock.now(), Sandbox: s.name, Kind: "sandbox", State: state, Reason: "seed " + strconv.FormatUint(s.Seed(), 10)})
	}
}
