package call

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// End ends the call now: the same past, and then the end, for this cause, with all that follows from it. A call that
// has ended stays as it is, and one that nobody has answered cannot complete: it is cancelled. NoCause is Completed.
func (t Timeline) End(now time.Time, cause Cause) Timeline {
	if t.over(now) {
		return t
	}
	w := t.rest(now)
	switch {
	case !w.plan.Job:
		w.end(w.now, cause)
	case cause.fails():
		w.reach(w.now, step{kind: JobFailed, cause: cause})
	default:
		w.reach(w.now, step{kind: JobStarted})
		w.reach(w.now, step{kind: JobDone, cause: Completed})
	}
	return Timeline{start: t.start, script: w.script()}
}

// Replan lets the rest of the call go by other personas and durations, as far as they still matter. What was ordered
// and the form of the story stay as they are, and so do legs added before.
func (t Timeline) Replan(now time.Time, with Plan) Timeline {
	w := t.rest(now)
	if len(w.steps) == 0 {
		return t
	}
	plan := *w.plan
	if !t.over(now) {
		plan.Customer, plan.Agent = with.Customer, with.Agent
	} else { // how the call went is past; what comes of it may change
		plan.Customer.Stage, plan.Customer.Status = with.Customer.Stage, with.Customer.Status
	}
	plan.RingLimit, plan.TalksFor = with.RingLimit, with.TalksFor
	plan.AnsweredAfter, plan.AgentAnsweredAfter = with.AnsweredAfter, with.AgentAnsweredAfter
	return t.retell(w, &plan)
}

// retell tells the rest by another plan. Legs that were added keep their story.
func (t Timeline) retell(w writer, by *Plan) Timeline {
	w.plan = by
	known := len(w.steps)
	w.tell()
	var added []step
	for _, s := range t.story().steps[known:] {
		if s.leg > legCustomer {
			added = append(added, s)
		}
	}
	return Timeline{start: t.start, script: newScript(by, join(w.steps, added))}
}

// AddLeg dials one more party into the call, and tells the number of its leg, from 3 on. What becomes of it changes
// nothing else, and the end of the call ends it. A call that has ended takes no leg, nor does a job: the number is 0.
func (t Timeline) AddLeg(now time.Time, leg Leg) (Timeline, int) {
	number := legCustomer + 1
	for _, s := range t.story().steps {
		number = max(number, int(s.leg)+1)
	}
	if t.over(now) || t.story().plan.Job || number > math.MaxUint8 {
		return t, 0
	}
	w := writer{now: max(0, t.offset(now))}
	at := w.reach(w.now, step{kind: LegAdded, leg: uint8(number)})
	w.leg(uint8(number), at+dialsAfter.Nanoseconds(), leg)
	return Timeline{start: t.start, script: newScript(t.story().plan, join(t.story().steps, w.steps))}, number
}

// over says whether the story has ended by now. What is no call has always ended.
func (t Timeline) over(now time.Time) bool {
	past := t.past(now)
	return len(past) == 0 || find(past, Ended, 0) != nil || find(past, JobDone, 0) != nil || find(past, JobFailed, 0) != nil
}

// rest is a writer that knows what has happened by now, and nothing else.
func (t Timeline) rest(now time.Time) writer {
	return writer{plan: t.story().plan, now: max(0, t.offset(now)), steps: slices.Clip(t.past(now))}
}

// past is what an input can no longer change. One that comes before the start counts as coming with it.
func (t Timeline) past(now time.Time) []step {
	if now.Before(t.Start()) {
		now = t.Start()
	}
	return t.story().steps[:t.Past(now)]
}

// join puts the steps of added legs where they belong in a story, up to the end of the call. Of one instant, the
// story's own come first.
func join(story, added []step) []step {
	ended := int64(math.MaxInt64)
	if s := find(story, Ended, 0); s != nil {
		ended = s.after
	}
	all := slices.Clone(story)
	for _, s := range added {
		if s.after < ended {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b step) int { return cmp.Compare(a.after, b.after) })
	return all
}
