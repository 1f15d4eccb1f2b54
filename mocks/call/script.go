package call

import (
	"slices"
	"sync"
	"time"
)

// Script is a story told before it happens. It never changes and is shared by all calls of one plan.
type Script struct {
	plan      *Plan // shared with the scripts rewritten from this one
	steps     []step
	standings []Standing // before the first step, and after each
}

// step is an event whose instant is counted from the start of the call.
type step struct {
	after  int64 // nanoseconds
	kind   Kind
	leg    uint8
	cause  Cause
	status int32
}

// Script writes the plan's story. Take it from a Library where many calls share a plan.
func (p Plan) Script() *Script {
	w := writer{plan: &p}
	w.tell()
	return w.script()
}

func newScript(p *Plan, steps []step) *Script {
	return &Script{plan: p, steps: slices.Clip(steps), standings: standings(p, steps)}
}

// find is the step of this kind that happens to this leg, or nil. There is never a second one.
func find(steps []step, kind Kind, leg uint8) *step {
	for i := range steps {
		if steps[i].kind == kind && steps[i].leg == leg {
			return &steps[i]
		}
	}
	return nil
}

// Plan is what the script was written from: among other things the names of its personas.
func (s *Script) Plan() Plan { return *s.plan }

// Begin pins the story to an instant, at which the call is queued.
func (s *Script) Begin(at time.Time) Timeline {
	return Timeline{start: at.UnixNano(), script: s}
}

// Library keeps one script for each plan, so that a million calls of one plan share it. The zero Library is empty and
// ready; any number of goroutines may use it.
type Library struct {
	mu       sync.RWMutex
	scripts  map[Plan]*Script
	troubles map[Trouble]*Trouble
}

// most is how many scripts a library keeps. Durations are free for clients to choose, so plans have no natural end;
// further ones are written anew for each call.
const most = 4096

// Script is the script of this plan, the same one each time.
func (l *Library) Script(p Plan) *Script {
	l.mu.RLock()
	s := l.scripts[p]
	l.mu.RUnlock()
	if s != nil {
		return s
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.scripts[p]; s != nil {
		return s
	}
	s = p.Script()
	if l.scripts == nil {
		l.scripts = make(map[Plan]*Script)
	}
	if len(l.scripts) < most {
		l.scripts[p] = s
	}
	return s
}

// Trouble is one pointer for equal troubles, so that plans that have them are equal too; nil for none. Those beyond a
// bound are not shared.
func (l *Library) Trouble(t Trouble) *Trouble {
	if t == (Trouble{}) {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.troubles[t]; known != nil {
		return known
	}
	if l.troubles == nil {
		l.troubles = make(map[Trouble]*Trouble)
	}
	if len(l.troubles) < most {
		l.troubles[t] = &t
	}
	return &t
}
