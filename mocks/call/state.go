package call

import "time"

// State is what is true of a call at one instant. Instants that have not come are zero.
type State struct {
	Standing

	QueuedAt     time.Time
	DialedAt     time.Time // of two legs, the agent's
	RangAt       time.Time // of two legs, the customer's
	AnsweredAt   time.Time // of two legs, when they were bridged; of a job, when it started
	EndedAt      time.Time
	TranscriptAt time.Time // when it was ready, failed or disabled
	UpdatedAt    time.Time // the last event so far
}

// Standing is a State without its instants. It is what to ask where many calls are looked through.
type Standing struct {
	Phase            Phase
	Cause            Cause // why it ended; NoCause before that
	Recording        Stage // Pending until answered, Processing while it runs
	Transcript       Stage // Off: not ordered. Pending until the end. A call that failed fails a transcript that was ordered
	Analysis         Stage
	Escalated        bool
	TranscriptStatus int    // what upstream answered when the transcript, or a job, failed; else 0
	Disposition      string // empty until it is set
	answered         bool
}

// Phase is how far a call has come. Phases only ever grow.
type Phase uint8

// The phases.
const (
	PhaseQueued Phase = iota
	PhaseDialing
	PhaseRinging
	PhaseInProgress // somebody answered; a job is being worked on
	PhaseEnded
)

// String is the phase's word, such as "in-progress".
func (p Phase) String() string { return phases.of(uint8(p)) }

var phases = words{"queued", "dialing", "ringing", "in-progress", "ended"}

// Stage is how far a thing that follows from a call has come.
type Stage uint8

// The stages. Off, Ready and Failed are final.
const (
	Off Stage = iota
	Pending
	Processing
	Ready
	Failed
)

// String is the stage's word, such as "processing".
func (s Stage) String() string { return stages.of(uint8(s)) }

var stages = words{"off", "pending", "processing", "ready", "failed"}

// State says what is true at this instant. Before the start a call is queued.
func (t Timeline) State(now time.Time) State {
	s := State{Standing: t.Standing(now)}
	past := t.story().steps[:t.Past(now)]
	for i := range past {
		if at := s.place(past[i].kind, past[i].leg); at != nil {
			*at = instant(t.start + past[i].after)
		}
	}
	if n := len(past); n > 0 {
		s.UpdatedAt = instant(t.start + past[n-1].after)
	}
	return s
}

// Standing says how the call stands at this instant, many times faster than State.
func (t Timeline) Standing(now time.Time) Standing { return t.story().standings[t.Past(now)] }

// Connected says whether the call has been answered.
func (s Standing) Connected() bool { return s.answered }

// Ended says whether the call is over.
func (s Standing) Ended() bool { return s.Phase == PhaseEnded }

// Completed says whether the call is over and went well: somebody answered, and nothing broke it.
func (s Standing) Completed() bool { return s.Ended() && s.answered && !s.Cause.fails() }

// Failed says whether the call is over and did not go well.
func (s Standing) Failed() bool { return s.Ended() && !s.Completed() }

// Duration is the time from dialing to the end (from the answer, where nothing was dialled); 0 until the end.
func (s State) Duration() time.Duration {
	switch {
	case !s.Ended():
		return 0
	case s.DialedAt.IsZero():
		return s.Answered()
	}
	return s.EndedAt.Sub(s.DialedAt)
}

// Answered is the time from the answer to the end; 0 until the end, and for a call that nobody answered.
func (s State) Answered() time.Duration {
	if !s.Ended() || !s.Connected() {
		return 0
	}
	return s.EndedAt.Sub(s.AnsweredAt)
}

// standings are how a call stands before its first step, and after each.
func standings(p *Plan, steps []step) []Standing {
	all := make([]Standing, 1, len(steps)+1)
	s := Standing{Recording: ordered(p.Recording), Transcript: ordered(p.Transcript), Analysis: ordered(p.Analysis)}
	all[0] = s
	word := disposition(p, steps)
	for i := range steps {
		s.apply(&steps[i], word)
		all = append(all, s)
	}
	return all
}

func ordered(wanted bool) Stage {
	if wanted {
		return Pending
	}
	return Off
}

// apply lets one event happen.
func (s *Standing) apply(e *step, disposition string) {
	switch e.kind {
	case Dialing:
		if e.leg <= legAgent {
			s.Phase = PhaseDialing
		}
	case Ringing:
		if e.leg == 0 || e.leg == legCustomer {
			s.Phase = PhaseRinging
		}
	case Answered, Bridged, JobStarted:
		if e.leg == 0 {
			s.Phase, s.answered = PhaseInProgress, true
			s.Recording = s.Recording.on(Processing)
		}
	case Ended, JobDone, JobFailed:
		if e.leg == 0 {
			s.Phase, s.Cause, s.TranscriptStatus = PhaseEnded, e.cause, int(e.status)
			if s.Failed() {
				s.Recording, s.Transcript, s.Analysis = s.Recording.on(Failed), s.Transcript.on(Failed), s.Analysis.on(Failed)
			}
		}
	case Escalated:
		s.Escalated = true
	case RecordingReady:
		s.Recording = Ready
	case RecordingFailed:
		s.Recording = Failed
	case DispositionSet:
		s.Disposition = disposition
	case AnalysisReady:
		s.Analysis = Ready
	case AnalysisFailed:
		s.Analysis = Failed
	case TranscriptStarted:
		s.Transcript = Processing
	case TranscriptReady:
		s.Transcript = Ready
	case TranscriptFailed:
		s.Transcript, s.TranscriptStatus = Failed, int(e.status)
	}
}

// place is where the instant of such an event is kept, nil for those that have none.
func (s *State) place(kind Kind, leg uint8) *time.Time {
	switch {
	case kind == Dialing && leg <= legAgent:
		return &s.DialedAt
	case kind == Ringing && (leg == 0 || leg == legCustomer):
		return &s.RangAt
	case leg > 0:
		return nil
	}
	switch kind {
	case Queued:
		return &s.QueuedAt
	case Answered, Bridged, JobStarted:
		return &s.AnsweredAt
	case Ended, JobDone, JobFailed:
		return &s.EndedAt
	case TranscriptReady, TranscriptFailed, TranscriptDisabled:
		return &s.TranscriptAt
	}
	return nil
}

// on moves a thing that was ordered to its next stage.
func (s Stage) on(next Stage) Stage {
	if s == Off {
		return Off
	}
	return next
}
