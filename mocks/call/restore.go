package call

import (
	"fmt"
	"slices"
	"time"
)

// Rewritten tells whether a timeline goes by another story than its plan's. Of one that does not, plan and start are all
// there is to know.
func (l *Library) Rewritten(t Timeline) bool {
	script := l.Script(t.Plan())
	return script != t.story() && !slices.Equal(script.steps, t.story().steps)
}

// Restore makes the timeline again that had this plan, start and events, as Timeline.Plan, Start and Events told them.
// One that was never rewritten shares its script. It refuses events that no timeline could have.
func (l *Library) Restore(plan Plan, start time.Time, events []Event) (Timeline, error) {
	t := Timeline{start: start.UnixNano()}
	steps := make([]step, len(events))
	for i, e := range events {
		s := step{after: t.offset(e.At), kind: e.Kind, leg: e.Leg, cause: e.Cause, status: int32(e.Status)}
		switch {
		case s.kind == 0 || int(s.kind) >= len(kinds) || int(s.cause) >= len(causes):
			return Timeline{}, fmt.Errorf("restore a timeline: event %d has an unknown kind or cause: %v, %v", i, s.kind, s.cause)
		case find(steps[:i], s.kind, s.leg) != nil:
			return Timeline{}, fmt.Errorf("restore a timeline: event %d repeats %v of leg %d", i, s.kind, s.leg)
		case i > 0 && s.after < steps[i-1].after:
			return Timeline{}, fmt.Errorf("restore a timeline: event %d, %v, is earlier than the one before it", i, s.kind)
		}
		steps[i] = s
	}
	if len(steps) == 0 || steps[0] != (step{kind: Queued}) {
		return Timeline{}, fmt.Errorf("restore a timeline: it does not begin with %v at its start, %v", Queued, start)
	}
	if plan.Trouble != nil {
		plan.Trouble = l.Trouble(*plan.Trouble)
	}
	t.script = l.Script(plan)
	if !slices.Equal(t.script.steps, steps) {
		t.script = newScript(t.script.plan, steps)
	}
	return t, nil
}
