package call

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
		at, cause := w.dial(0, dialsAfter.Nanoseconds(), Leg{p.Customer, p.RingLimit, p.AnsweredAfter, 0})
		w.talk(at, cause)
	}
}

// dial tells how one party is reached: when they answered, or when and why the attempt was over.
func (w *writer) dial(leg uint8, at int64, who Leg) (int64, Cause) {
	dialed := w.reach(at, step{kind: Dialing, leg: leg})
	fate := fateOf(who.Persona, who.RingLimit, who.AnsweredAfter)
	if fate.rings {
		w.reach(dialed+int64(min(ringsAfter, fate.after)), step{kind: Ringing, leg: leg})
	}
	over := dialed + int64(fate.after)
	if fate.cause != NoCause && find(w.steps, Answered, leg) == nil {
		return over, fate.cause
	}
	return w.reach(over, step{kind: Answered, leg: leg}), NoCause
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
	at, cause := w.leg(legAgent, dialsAfter.Nanoseconds(), Leg{p.Agent, p.RingLimit, p.AgentAnsweredAfter, 0})
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
	fate := fateOf(w.plan.Customer, 0, 0)
	if fate.cause != NoCause && !w.has(Answered) {
		w.end(int64(fate.after), fate.cause)
		return
	}
	w.talk(w.reach(int64(or(w.plan.AnsweredAfter, 0)), step{kind: Answered}), NoCause)
}

// talk tells the conversation that begins here, or ends the call that nobody answered.
func (w *writer) talk(at int64, cause Cause) {
	if cause != NoCause {
		w.end(at, cause)
		return
	}
	length := int64(or(w.plan.TalksFor, or(w.plan.Customer.TalksFor, talksFor)))
	if w.plan.Customer.Disposition == Escalated.String() {
		w.reach(at+length/2, step{kind: Escalated})
	}
	w.end(at+length, Completed)
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

// aftermath tells what follows from the end. Nothing but a disposition follows a call that failed.
func (w *writer) aftermath() {
	p, ended := w.plan, find(w.steps, Ended, 0)
	at, completed := ended.after, !ended.cause.fails()
	if completed && p.Recording && !w.has(RecordingReady) && !w.has(RecordingFailed) {
		made := step{kind: RecordingReady}
		if status := p.Customer.statusAt(AtRecording); status >= statusFailure {
			made = step{kind: RecordingFailed, status: status}
		}
		w.reach(at, made)
	}
	if disposition(p, w.steps) != "" {
		w.reach(at, step{kind: DispositionSet})
	}
	if !completed {
		return
	}
	if p.Analysis {
		w.reach(at, step{kind: AnalysisReady})
	}
	w.transcript(at)
}

// transcript tells how the call is transcribed. One without its recording fails for the recording's reason.
func (w *writer) transcript(ended int64) {
	if !w.plan.Transcript {
		w.reach(ended, step{kind: TranscriptDisabled})
		return
	}
	if w.has(TranscriptReady) || w.has(TranscriptFailed) {
		return
	}
	at := w.reach(ended, step{kind: TranscriptStarted}) + transcribesFor.Nanoseconds()
	status := w.plan.Customer.statusAt(AtTranscript)
	if lost := find(w.steps, RecordingFailed, 0); lost != nil {
		status = lost.status
	}
	switch {
	case status >= statusFailure:
		w.reach(at, step{kind: TranscriptFailed, status: status})
	case status != statusProcessing:
		w.reach(at, step{kind: TranscriptReady})
	}
}

// work tells the story of a job.
func (w *writer) work() {
	if w.has(JobDone) || w.has(JobFailed) {
		return
	}
	at := w.reach(int64(or(w.plan.AnsweredAfter, jobStartsAfter)), step{kind: JobStarted})
	at += int64(or(w.plan.TalksFor, jobTakes))
	switch status := w.plan.Customer.statusAt(AtTranscript); {
	case status >= statusFailure:
		w.reach(at, step{kind: JobFailed, cause: CallFailed, status: status})
	case status != statusProcessing:
		w.reach(at, step{kind: JobDone, cause: Completed})
	}
}

// reach lets a step happen at this instant, or now if that is past, and tells when it happens. A step that has happened
// does not happen again.
func (w *writer) reach(at int64, s step) int64 {
	if done := find(w.steps, s.kind, s.leg); done != nil {
		return done.after
	}
	s.after = max(at, w.now)
	w.steps = append(w.steps, s)
	return s.after
}

// has says whether this has happened to the call itself.
func (w *writer) has(kind Kind) bool { return find(w.steps, kind, 0) != nil }

func (w *writer) script() *Script { return newScript(w.plan, w.steps) }

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
