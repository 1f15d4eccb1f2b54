package call

import "time"

// State is what is true of a call at one instant. Instants that have not come are zero.
type State struct {
	Phase Phase
	Cause Cause // why it ended; NoCause before that

	QueuedAt   time.Time
	DialedAt   time.Time // of two legs, the agent's
	RangAt     time.Time // of two legs, the customer's
	AnsweredAt time.Time // of two legs, when they were bridged; of a job, when it started
	EndedAt    time.Time
	UpdatedAt  time.Time // the last event so far

	Recording        Stage // Pending until answered, Processing while it runs
	Transcript       Stage // Off: not ordered. Pending until the end. A call that failed fails a transcript that was ordered
	TranscriptStatus int   // what upstream answered when the transcript, or a job, failed; else 0
	TranscriptAt     time.Time
	Analysis         Stage

	Disposition string // empty until it is set
	Escalated   bool
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
	script := t.story()
	s := State{
		Recording:  ordered(script.plan.Recording),
		Transcript: ordered(script.plan.Transcript),
		Analysis:   ordered(script.plan.Analysis),
	}
	past := script.steps[:t.Past(now)]
	for i := range past {
		s.apply(&past[i], t.start, script)
	}
	if n := len(past); n > 0 {
		s.UpdatedAt = instant(t.start + past[n-1].after)
	}
	return s
}

// Connected says whether the call has been answered.
func (s State) Connected() bool { return !s.AnsweredAt.IsZero() }

// Ended says whether the call is over.
func (s State) Ended() bool { return s.Phase == PhaseEnded }

// Completed says whether the call is over and went well: somebody answered, and nothing broke it.
func (s State) Completed() bool { return s.Ended() && s.Connected() && !s.Cause.fails() }

// Failed says whether the call is over and did not go well.
func (s State) Failed() bool { return s.Ended() && !s.Completed() }

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

func ordered(wanted bool) Stage {
	if wanted {
		return Pending
	}
	return Off
}

// apply lets one event happen.
func (s *State) apply(e *step, start int64, script *Script) {
	at := instant(start + e.after)
	switch e.kind {
	case Queued:
		s.QueuedAt = at
	case Dialing:
		if e.leg <= legAgent {
			s.Phase, s.DialedAt = PhaseDialing, at
		}
	case Ringing:
		if e.leg == 0 || e.leg == legCustomer {
			s.Phase, s.RangAt = PhaseRinging, at
		}
	case Answered, Bridged, JobStarted:
		if e.leg == 0 {
			s.Phase, s.AnsweredAt = PhaseInProgress, at
			s.Recording = s.Recording.on(Processing)
		}
	case Escalated:
		s.Escalated = true
	case Ended, JobDone, JobFailed:
		if e.leg == 0 {
			s.Phase, s.EndedAt, s.Cause = PhaseEnded, at, e.cause
			if e.kind == JobFailed {
				s.TranscriptStatus = int(e.status)
			}
			if s.Failed() {
				s.Recording, s.Transcript, s.Analysis = s.Recording.on(Failed), s.Transcript.on(Failed), s.Analysis.on(Failed)
			}
		}
	case RecordingReady:
		s.Recording = Ready
	case RecordingFailed:
		s.Recording = Failed
	case DispositionSet:
		s.Disposition = script.disposition
	case AnalysisReady:
		s.Analysis = Ready
	case TranscriptStarted:
		s.Transcript = Processing
	case TranscriptReady:
		s.Transcript, s.TranscriptAt = Ready, at
	case TranscriptFailed:
		s.Transcript, s.TranscriptAt, s.TranscriptStatus = Failed, at, int(e.status)
	case TranscriptDisabled:
		s.TranscriptAt = at
	}
}

// on moves a thing that was ordered to its next stage.
func (s Stage) on(next Stage) Stage {
	if s == Off {
		return Off
	}
	return next
}
