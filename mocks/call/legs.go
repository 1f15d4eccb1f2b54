package call

import "time"

// LegState is what is true of one leg at one instant. Instants that have not come are zero.
type LegState struct {
	Number     int // 1 the agent, 2 the destination, from 3 on the legs added later
	Phase      Phase
	Cause      Cause // why it ended; Cancelled, if the call ended before it was answered
	AddedAt    time.Time
	DialedAt   time.Time
	RangAt     time.Time
	AnsweredAt time.Time
	EndedAt    time.Time
}

// Joined says whether the leg has been answered, whether or not it is still there.
func (l LegState) Joined() bool { return !l.AnsweredAt.IsZero() }

// Ended says whether the leg is gone, or was never reached.
func (l LegState) Ended() bool { return l.Phase == PhaseEnded }

// Legs are the legs known by now, in order; none for a call of one party. The agent's is known from the start, the
// customer's once it is dialled.
func (t Timeline) Legs(now time.Time) []LegState {
	var legs []LegState
	for _, s := range t.story().steps[:t.Past(now)] {
		at := instant(t.start + s.after)
		switch {
		case s.kind == LegAdded:
			legs = append(legs, LegState{Number: int(s.leg), AddedAt: at})
		case s.leg > 0:
			for i := range legs {
				if legs[i].Number == int(s.leg) {
					legs[i].apply(s.kind, s.cause, at)
				}
			}
		case s.kind == Ended:
			for i := range legs {
				cause := s.cause
				if !legs[i].Joined() {
					cause = Cancelled
				}
				legs[i].apply(Ended, cause, at)
			}
		}
	}
	return legs
}

// apply lets one event happen to a leg. A leg ends once.
func (l *LegState) apply(kind Kind, cause Cause, at time.Time) {
	switch {
	case l.Ended():
	case kind == Dialing:
		l.Phase, l.DialedAt = PhaseDialing, at
	case kind == Ringing:
		l.Phase, l.RangAt = PhaseRinging, at
	case kind == Answered:
		l.Phase, l.AnsweredAt = PhaseInProgress, at
	case kind == Ended:
		l.Phase, l.Cause, l.EndedAt = PhaseEnded, cause, at
	}
}
