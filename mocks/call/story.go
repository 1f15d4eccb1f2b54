package call

import (
	"cmp"
	"slices"
	"time"
)

// The legs that every call of two has. Further ones follow.
const (
	legAgent    = 1
	legCustomer = 2
)

// writer writes what is still to come of a story: all of it for a new call, the rest of it for one whose past is given.
type writer struct {
	plan  *Plan
	now   int64  // nothing new happens before this
	steps []step // begins with the past
	stuck bool   // nothing happens any more
}

// tell writes the story to its end. What has happened already stays as it was.
func (w *writer) tell() {
	p := w.plan
	w.reach(0, step{kind: Queued})
	switch {
	case p.Job:
		w.work()
	case w.has(Ended):
		w.aftermath()
	case p.TwoLegs:
		w.twoLegs()
	case p.Web:
		w.connect()
	default:
		at, cause := w.queue(dialsAfter, Dialing)
		if cause == NoCause {
			at, cause = w.dial(0, at, Leg{p.Customer, p.RingLimit, p.AnsweredAfter, 0})
		}
		w.talk(at, cause)
	}
}

// queue tells when the wait is over that ends with this event, or was to end so, and why it did not.
func (w *writer) queue(after time.Duration, next Kind) (int64, Cause) {
	hitch := w.plan.Trouble.In(InQueue)
	if w.has(next) || find(w.steps, next, legAgent) != nil {
		hitch = hitch.over()
	}
	w.stuck = w.stuck || hitch.Never
	return int64(after + or(hitch.Delay, 0)), hitch.Cause
}

// dial tells how one party is reached: when they answered, or when and why the attempt was over.
func (w *writer) dial(leg uint8, at int64, who Leg) (int64, Cause) {
	dialing, ringing := w.hitches(leg)
	dialed := w.reach(at, step{kind: Dialing, leg: leg})
	from := dialed + int64(or(dialing.Delay, 0))
	if dialing.Cause != NoCause {
		return from + int64(networkSaysAfter), dialing.Cause
	}
	w.stuck = w.stuck || dialing.Never
	if ringing.Cause != NoCause {
		who.Persona.Cause = ringing.Cause
	}
	fate := fateOf(who.Persona, who.RingLimit, who.AnsweredAfter, or(ringing.Delay, 0))
	if fate.rings || ringing.Cause != NoCause {
		w.reach(from+int64(min(ringsAfter, fate.after)), step{kind: Ringing, leg: leg})
		w.stuck = w.stuck || ringing.Never
	}
	over := from + int64(fate.after)
	if fate.cause != NoCause && find(w.steps, Answered, leg) == nil {
		return over, fate.cause
	}
	return w.reach(over, step{kind: Answered, leg: leg}), NoCause
}

// hitches are what the called party meets while it is dialled, and while it rings. Nobody else meets any.
func (w *writer) hitches(leg uint8) (dialing, ringing Hitch) {
	if leg != 0 && leg != legCustomer {
		return dialing, ringing
	}
	dialing, ringing = w.plan.Trouble.In(InDial), w.plan.Trouble.In(InRing)
	answered := find(w.steps, Answered, leg) != nil
	if answered {
		ringing = ringing.over()
	}
	if answered || find(w.steps, Ringing, leg) != nil {
		dialing = dialing.over()
	}
	return dialing, ringing
}

// leg dials a party that has a leg of its own.
func (w *writer) leg(leg uint8, at int64, who Leg) (int64, Cause) {
	over, cause := w.dial(leg, at, who)
	switch {
	case cause != NoCause:
		w.reach(over, step{kind: Ended, leg: leg, cause: cause})
	case who.TalksFor > 0:
		w.reach(over+int64(or(who.TalksFor, 0)), step{kind: Ended, leg: leg, cause: Completed})
	}
	return over, cause
}

// twoLegs dials the agent, then the customer, and bridges them.
func (w *writer) twoLegs() {
	p := w.plan
	w.reach(0, step{kind: LegAdded, leg: legAgent})
	at, cause := w.queue(dialsAfter, Dialing)
	if cause == NoCause {
		at, cause = w.leg(legAgent, at, Leg{p.Agent, p.RingLimit, p.AgentAnsweredAfter, 0})
	}
	if cause == NoCause {
		at = w.reach(at, step{kind: LegAdded, leg: legCustomer})
		at, cause = w.leg(legCustomer, at, Leg{p.Customer, p.RingLimit, p.AnsweredAfter, 0})
	}
	if cause == NoCause {
		at = w.reach(at, step{kind: Bridged})
	}
	w.talk(at, cause)
}

// connect begins the conversation without dialling anybody.
func (w *writer) connect() {
	at, cause := w.queue(or(w.plan.AnsweredAfter, 0), Answered)
	fate := fateOf(w.plan.Customer, 0, 0, 0)
	switch {
	case cause != NoCause:
		w.end(at, cause)
	case fate.cause != NoCause && !w.has(Answered):
		w.end(at+int64(fate.after), fate.cause)
	default:
		w.talk(w.reach(at, step{kind: Answered}), NoCause)
	}
}

// talk tells the conversation that begins here, or ends the call that nobody answered.
func (w *writer) talk(at int64, cause Cause) {
	if cause != NoCause {
		w.end(at, cause)
		return
	}
	hitch := w.plan.Trouble.In(InAnswer)
	length := int64(or(w.plan.TalksFor, or(w.plan.Customer.TalksFor, talksFor)))
	late := int64(or(hitch.Delay, 0))
	if hitch.Cause != NoCause {
		w.end(at+length/2+late, hitch.Cause)
		return
	}
	if w.plan.Customer.Disposition == Escalated.String() {
		w.reach(at+length/2, step{kind: Escalated})
	}
	w.stuck = w.stuck || hitch.Never
	w.end(at+length+late, Completed)
}

// end ends the call, and tells what follows from it.
func (w *writer) end(at int64, cause Cause) {
	switch {
	case !cause.fails() && !w.has(Answered) && !w.has(Bridged):
		cause = Cancelled
	case cause == NoCause:
		cause = Completed
	}
	w.reach(at, step{kind: Ended, cause: cause})
	w.aftermath()
}

// reach lets a step happen at this instant, or now if that is past, and tells when it happens. A step that has happened
// does not happen again, and where the story is stuck, none does.
func (w *writer) reach(at int64, s step) int64 {
	if done := find(w.steps, s.kind, s.leg); done != nil {
		return done.after
	}
	s.after = max(at, w.now)
	if !w.stuck {
		w.steps = append(w.steps, s)
	}
	return s.after
}

// has says whether this has happened to the call itself.
func (w *writer) has(kind Kind) bool { return find(w.steps, kind, 0) != nil }

// script is the story as it stands. What is late was told before what it lets pass.
func (w *writer) script() *Script {
	if w.plan.Trouble != nil {
		slices.SortStableFunc(w.steps, func(a, b step) int { return cmp.Compare(a.after, b.after) })
	}
	return newScript(w.plan, w.steps)
}

// statusAt is what upstream answers at this stage, 0 where the persona shows elsewhere.
func (p *Persona) statusAt(stage string) int32 {
	if p.Stage != stage {
		return 0
	}
	return int32(p.Status)
}

// disposition is the outcome of a call that ends as these steps say. A persona's own holds if the call went its way.
func disposition(p *Plan, steps []step) string {
	ended := find(steps, Ended, 0)
	if ended == nil {
		return ""
	}
	failed, own := ended.cause.fails(), p.Customer.Disposition
	itsWay := failed == p.Customer.Cause.fails() &&
		(own != Escalated.String() || find(steps, Escalated, 0) != nil)
	switch {
	case own != "" && itsWay:
		return own
	case failed:
		return p.Missed
	}
	return p.Disposition
}
