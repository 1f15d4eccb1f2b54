package engine

import (
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

// disturb lets the faults that wait at stages have their effect on a story that
// is about to be told: stage by stage, as far as the story comes with what it
// has met so far. A failure is why the request that places it is refused.
func (tx *Tx) disturb(of *Order, id string, plan call.Plan) (call.Plan, *Failure) {
	s := tx.sandbox
	faulty := s.desk.faults.waits(AtStage)
	if !faulty && s.unrest.Load() == nil {
		return plan, nil
	}
	if _, known := s.fake.options.Book.ByName(nameOf(plan.Customer)); !known { // who is not in the book is no party, and goes through no stages
		return plan, nil
	}
	var trouble call.Trouble
	tx.dawdle(id, plan, &trouble)
	plan.Trouble = s.fake.scripts.Trouble(trouble)
	if !faulty {
		return plan, nil
	}
	for part := range call.Part(call.Parts) {
		if !plan.Script().Has(part) {
			continue
		}
		for _, h := range s.desk.faults.reach(stageOccasion(tx.provider, part, of, id, nameOf(plan.Customer))) {
			how := h.strike(&trouble, part, s.fake.options.Book)
			if how.refuse != 0 {
				if tx.hold != nil {
					tx.hold.fault = h.n
				}
				return plan, refusedWith(how.refuse)
			}
		}
		plan.Trouble = s.fake.scripts.Trouble(trouble)
	}
	return plan, nil
}

func stageOccasion(p *Provider, part call.Part, of *Order, id, persona string) occasion {
	return occasion{
		kind: AtStage, name: part.String(), provider: p.Spec.Name, account: of.Account, early: true, late: true,
		about: []party{{call: id, number: digits(of.To), persona: persona}},
	}
}

// strike adds what a fault does at a stage to the trouble of a story.
func (h hit) strike(trouble *call.Trouble, part call.Part, book *call.Book) failing {
	do, hitch := h.do, &trouble.Parts[part]
	how, _ := failingAt(part, do.Fail, book)
	if do.Fail == "" {
		how = failing{}
	}
	if hitch.Fault == 0 {
		hitch.Fault = h.n
	}
	hitch.Delay += do.Delay
	hitch.Never = hitch.Never || do.Never
	if how != (failing{}) {
		hitch.Cause, hitch.Status = how.cause, how.status
	}
	if how.refuse != 0 {
		hitch.Cause = call.CallFailed // where it is too late to refuse
	}
	trouble.Empty = trouble.Empty || do.Empty
	if do.Language != "" {
		trouble.Language = do.Language
	}
	if do.Status != 0 {
		trouble.Status = do.Status
	}
	if do.Expire != "" {
		trouble.Opens = do.opens()
	}
	return how
}

// opens is how long a recording's address opens; 0: that is no duration.
func (e Effect) opens() time.Duration {
	d, err := time.ParseDuration(e.Expire)
	if err != nil {
		return 0
	}
	return d
}

// refusedWith is a platform that does not take a call, in the provider's words
// for that.
func refusedWith(status int) *Failure {
	failed := &Failure{Kind: kindOfStatus(status)}
	if status != http.StatusBadGateway && status != http.StatusInternalServerError {
		failed.Status = status
	}
	return failed
}

// overtake lets faults that wait for one call meet it, should it be placed
// already: what of it is still to come. So many faults stand before them.
func (s *Sandbox) overtake(before int, list []Fault) {
	s.mu.Lock()
	for i := range list {
		on := &list[i].On
		part, ok := call.PartNamed(on.Stage)
		if !ok || on.Call == "" {
			continue
		}
		slot, placed := s.anySlot(on.Call)
		if !placed {
			continue
		}
		r := s.records.at(int(slot))
		o := stageOccasion(s.classes[r.class].provider, part, r.order, r.id, nameOf(r.timeline.Plan().Customer))
		o.only = before + i + 1
		met, ok := r.timeline.Disturb(s.clock.now(), part, func(t *call.Trouble) {
			for _, h := range s.desk.faults.reach(o) {
				h.strike(t, part, s.fake.options.Book)
			}
		})
		if ok {
			r.timeline = met
			s.plan(slot)
		}
	}
	s.mu.Unlock()
	s.Pump()
}
