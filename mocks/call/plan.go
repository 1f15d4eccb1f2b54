package call

import "time"

// Plan is what decides a story: who is called, what was ordered, and how long it takes. It is comparable: equal plans
// have equal scripts. The zero Plan calls one party, who answers; nothing is recorded or transcribed.
type Plan struct {
	Customer Persona // who is called; decides recording, transcript and outcome too
	Agent    Persona // with TwoLegs: who is called first

	// The form of the story, at most one of them; none: one party is dialled.
	TwoLegs bool // the agent is dialled, then the customer, then both are bridged
	Web     bool // connects without dialling
	Job     bool // no call but a piece of work: queued, processing, done. Fails or hangs as Customer's transcript would

	// What was ordered.
	Recording  bool
	Transcript bool
	Analysis   bool

	Disposition string // outcome of an answered call whose persona has none; "": none is set
	Missed      string // outcome of a call that failed and whose persona has none; "": none is set

	// Zero durations mean the default story.
	RingLimit          time.Duration // who has not answered after ringing so long is given up
	AnsweredAfter      time.Duration // from dialing the customer to the answer; of a job, from queued to started
	AgentAnsweredAfter time.Duration
	TalksFor           time.Duration // from the answer to the end; of a job, from start to finish

	// Trouble is what was arranged to go wrong; nil: nothing. Take it from a Library, so that equal ones are one.
	Trouble *Trouble `json:",omitempty"`
}

// Leg is one more party for a running call.
type Leg struct {
	Persona       Persona
	RingLimit     time.Duration // as in Plan
	AnsweredAfter time.Duration // as in Plan
	TalksFor      time.Duration // 0: stays until the call ends
}

// The default story, from the example that the providers' documentation gives: 52 seconds, 48 of them answered.
const (
	dialsAfter       = 1 * time.Second // from queued, or from the request for one more leg
	ringsAfter       = 1 * time.Second // from dialing
	answersAfter     = 4 * time.Second // from dialing
	talksFor         = 48 * time.Second
	transcribesFor   = 20 * time.Second
	ringLimit        = 30 * time.Second // of who never answers
	networkSaysAfter = 2 * time.Second  // from dialing, where nothing rings
	jobStartsAfter   = 2 * time.Second
	jobTakes         = 28 * time.Second
)

// What upstream answers to a later stage, in HTTP's codes.
const (
	statusProcessing = 202 // accepted, and never finished
	statusFailure    = 400 // this and more: failed
)

// longest is where waits are cut, so that no instant overflows.
const longest = 366 * 24 * time.Hour

// or is the wait that was asked for, else the default one.
func or(asked, fallback time.Duration) time.Duration {
	if asked <= 0 {
		return fallback
	}
	return min(asked, longest)
}

// fate is what becomes of an attempt to reach a party.
type fate struct {
	rings bool
	after time.Duration // from dialing to the answer, or to the end
	cause Cause         // NoCause: answered
}

// fateOf says what becomes of dialing this party. Whoever rings longer than the limit has not answered. Whoever is late
// is so by this much.
func fateOf(who Persona, limit, answers, late time.Duration) fate {
	f := fate{cause: who.Cause}
	switch who.Cause {
	case NoCause, Completed, HungUp:
		f = fate{rings: true, after: or(answers, or(who.AnsweredAfter, answersAfter)) + late}
	case NoAnswer:
		f.rings, f.after = true, ringsAfter+or(limit, ringLimit)
	case Declined:
		f.rings, f.after = true, 4*time.Second
	case Cancelled:
		f.rings, f.after = true, 8*time.Second
	default: // the network says so before anything rings
		f.after = 2 * time.Second
	}
	if given := ringsAfter + or(limit, longest); f.rings && f.after > given {
		f.after, f.cause = given, NoAnswer
	}
	return f
}
