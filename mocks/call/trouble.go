package call

import "time"

// Trouble is what was arranged to go wrong with a story, by the parts of it. It is shared by the plans that have it and
// never changed; nil is no trouble at all.
type Trouble struct {
	Parts [Parts]Hitch

	Empty    bool   // the transcript has nothing in it
	Language string // of the transcript; "": as usual

	// Of a recording that was made: what its address answers with (0: the recording), and for how long it opens (0: as
	// long as usual).
	Status int
	Opens  time.Duration
}

// A Hitch is what goes wrong with one part of a story. The zero Hitch is nothing.
type Hitch struct {
	Delay  time.Duration // it lasts so much longer
	Never  bool          // it does not end
	Cause  Cause         // of a part up to the end of a call: the call fails there
	Status int           // of a later part: it fails with what upstream answered; of a job's too
	Fault  int           // which of the arranged faults it was, from 1
}

// A Part is a stretch of a story, from one event to the next.
type Part uint8

// The parts, in the order of a story.
const (
	InQueue      Part = iota // until somebody is dialled, or a job is started
	InDial                   // until it rings
	InRing                   // until somebody answers
	InAnswer                 // until the call ends
	InRecording              // until the recording is ready
	InTranscript             // until the transcript is ready, or a job is done
	InAnalysis               // until the analysis is ready
	Parts        = iota
)

var parts = words{"queue", "dial", "ring", "answer", "recording", "transcript", "analysis"}

// String is the part's word, such as "queue".
func (p Part) String() string { return parts.of(uint8(p)) }

// PartNamed finds a part by its word.
func PartNamed(word string) (Part, bool) {
	i, ok := parts.find(word)
	return Part(i), ok
}

// In is the hitch of a part; of no trouble the zero one.
func (t *Trouble) In(p Part) Hitch {
	if t == nil {
		return Hitch{}
	}
	return t.Parts[p]
}

// orNone is nil for what is no trouble at all.
func (t Trouble) orNone() *Trouble {
	if t == (Trouble{}) {
		return nil
	}
	return &t
}

// over is the hitch of a part that is over: how late it was.
func (h Hitch) over() Hitch { return Hitch{Delay: h.Delay} }

// Faults are the arranged faults that it comes from, each once, by the order of the parts.
func (t *Trouble) Faults() []int {
	var list []int
	if t == nil {
		return list
	}
	seen := map[int]bool{0: true}
	for _, hitch := range t.Parts {
		if !seen[hitch.Fault] {
			seen[hitch.Fault] = true
			list = append(list, hitch.Fault)
		}
	}
	return list
}

// Has says whether a story comes to this part.
func (s *Script) Has(p Part) bool {
	began := func(kind Kind, legs ...uint8) bool {
		for _, leg := range legs {
			if find(s.steps, kind, leg) != nil {
				return true
			}
		}
		return false
	}
	ended := find(s.steps, Ended, 0)
	completed := ended != nil && !ended.cause.fails()
	switch p {
	case InQueue:
		return began(Queued, 0)
	case InDial:
		return began(Dialing, 0, legCustomer)
	case InRing:
		return began(Ringing, 0, legCustomer)
	case InAnswer:
		return !s.plan.Job && began(s.plan.answer(), 0)
	case InRecording:
		return completed && s.plan.Recording
	case InTranscript:
		return began(TranscriptStarted, 0) || began(JobStarted, 0)
	case InAnalysis:
		return completed && s.plan.Analysis
	}
	return false
}

// answer is what begins the conversation.
func (p *Plan) answer() Kind {
	if p.TwoLegs {
		return Bridged
	}
	return Answered
}

// Trouble is what was arranged to go wrong with the call, nil for nothing.
func (t Timeline) Trouble() *Trouble { return t.story().plan.Trouble }

// Disturb lets one part of the call meet this hitch, and returns false if that part is over.
func (t Timeline) Disturb(now time.Time, part Part, change func(*Trouble)) (Timeline, bool) {
	w := t.rest(now)
	if len(w.steps) == 0 || part < InRecording && t.over(now) || w.passed(part) {
		return t, false
	}
	plan := *w.plan
	trouble := Trouble{}
	if plan.Trouble != nil {
		trouble = *plan.Trouble
	}
	change(&trouble)
	plan.Trouble = trouble.orNone()
	return t.retell(w, &plan), true
}

// passed says whether a part is over by what has happened.
func (w *writer) passed(part Part) bool {
	leg := uint8(0)
	switch {
	case w.plan.TwoLegs && part == InQueue:
		leg = legAgent
	case w.plan.TwoLegs && (part == InDial || part == InRing):
		leg = legCustomer
	}
	for _, kind := range ends[part] {
		if find(w.steps, kind, leg) != nil {
			return true
		}
	}
	return false
}

// ends are the events after which each part is over.
var ends = [Parts][]Kind{
	InQueue:      {Dialing, Answered, JobStarted},
	InDial:       {Ringing, Answered},
	InRing:       {Answered},
	InAnswer:     {Ended},
	InRecording:  {RecordingReady, RecordingFailed},
	InTranscript: {TranscriptReady, TranscriptFailed, TranscriptDisabled, JobDone, JobFailed},
	InAnalysis:   {AnalysisReady, AnalysisFailed},
}
