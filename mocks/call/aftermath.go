package call

// aftermath tells what follows from the end. Nothing but a disposition follows a call that failed.
func (w *writer) aftermath() {
	p, ended := w.plan, find(w.steps, Ended, 0)
	if ended == nil {
		return
	}
	at, completed := ended.after, !ended.cause.fails()
	made, lost := at, false
	if completed && p.Recording {
		made, lost = w.recording(at)
	}
	if disposition(p, w.steps) != "" {
		w.reach(at, step{kind: DispositionSet})
	}
	if !completed {
		return
	}
	if p.Analysis {
		w.analysis(at)
	}
	switch {
	case !p.Transcript:
		w.reach(at, step{kind: TranscriptDisabled})
	case !lost:
		w.transcript(made)
	}
}

// recording tells when the recording is made, well or not, or that it never is.
func (w *writer) recording(ended int64) (at int64, never bool) {
	for _, kind := range []Kind{RecordingReady, RecordingFailed} {
		if made := find(w.steps, kind, 0); made != nil {
			return made.after, false
		}
	}
	hitch := w.plan.Trouble.In(InRecording)
	if hitch.Never {
		return 0, true
	}
	made := step{kind: RecordingReady}
	if status := worse(hitch, w.plan.Customer.statusAt(AtRecording)); status >= statusFailure {
		made = step{kind: RecordingFailed, status: status}
	}
	return w.reach(ended+int64(or(hitch.Delay, 0)), made), false
}

// analysis tells when the call is analysed.
func (w *writer) analysis(ended int64) {
	hitch := w.plan.Trouble.In(InAnalysis)
	at := ended + int64(or(hitch.Delay, 0))
	switch {
	case hitch.Never || w.has(AnalysisReady) || w.has(AnalysisFailed):
	case hitch.Status >= statusFailure:
		w.reach(at, step{kind: AnalysisFailed, status: int32(hitch.Status)})
	default:
		w.reach(at, step{kind: AnalysisReady})
	}
}

// transcript tells how the call is transcribed, once its recording is made. One without its recording fails for the
// recording's reason.
func (w *writer) transcript(from int64) {
	if w.has(TranscriptReady) || w.has(TranscriptFailed) {
		return
	}
	hitch := w.plan.Trouble.In(InTranscript)
	at := w.reach(from, step{kind: TranscriptStarted}) + int64(transcribesFor+or(hitch.Delay, 0))
	status := worse(hitch, w.plan.Customer.statusAt(AtTranscript))
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
	from, cause := w.queue(or(w.plan.AnsweredAfter, jobStartsAfter), JobStarted)
	if cause != NoCause {
		w.reach(from, step{kind: JobFailed, cause: cause})
		return
	}
	hitch := w.plan.Trouble.In(InTranscript)
	at := w.reach(from, step{kind: JobStarted}) + int64(or(w.plan.TalksFor, jobTakes)+or(hitch.Delay, 0))
	switch status := worse(hitch, w.plan.Customer.statusAt(AtTranscript)); {
	case status >= statusFailure:
		w.reach(at, step{kind: JobFailed, cause: CallFailed, status: status})
	case status != statusProcessing:
		w.reach(at, step{kind: JobDone, cause: Completed})
	}
}

// worse is what upstream answers at a stage: what was arranged, else what the persona has it answer.
func worse(arranged Hitch, status int32) int32 {
	switch {
	case arranged.Never:
		return statusProcessing
	case arranged.Status != 0:
		return int32(arranged.Status)
	}
	return status
}
