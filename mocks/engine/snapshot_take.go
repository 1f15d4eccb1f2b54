package engine

import (
	"cmp"
	"slices"

	"github.com/ringer-mock/ringer/mocks/call"
)

// takeAddresses lists the callback addresses, also those that hold since the
// process was told so: elsewhere it may be told other ones.
func (s *Sandbox) takeAddresses() []savedAddress {
	list := []savedAddress{}
	for _, p := range s.fake.providers {
		list = append(list, savedAddress{Provider: p.Spec.Name, URL: s.callback(p.Spec.Name, "")})
	}
	for of, url := range s.callbacks {
		if of[1] != "" {
			list = append(list, savedAddress{of[0], of[1], url})
		}
	}
	slices.SortFunc(list, func(a, b savedAddress) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Account, b.Account))
	})
	return list
}

// takeCalls lists the subjects, and the plans that they go by, each once.
func (s *Sandbox) takeCalls() ([]call.Plan, []savedCall) {
	plans, calls := []call.Plan{}, make([]savedCall, s.records.len())
	known := map[planKey]int{}
	for i := range calls {
		r := s.records.at(i)
		plan := r.timeline.Plan()
		number, ok := known[keyOf(plan)]
		if !ok {
			number = len(plans)
			known[keyOf(plan)] = number
			plans = append(plans, plan)
		}
		c, o := s.classes[r.class], r.order
		calls[i] = savedCall{
			Provider: c.provider.Spec.Name, Kind: c.kind, ID: r.id, Placed: r.timeline.Start(), Plan: number, Told: r.cursor,
			Account: o.Account, Base: o.Base, Callback: o.Callback, From: o.From, To: o.To, Agent: o.Agent, Details: opaque{value: o.Details},
		}
		if s.fake.scripts.Rewritten(r.timeline) {
			calls[i].Events = r.timeline.Events()
		}
	}
	return plans, calls
}

// planKey is the same for plans that tell the same story.
type planKey struct {
	plan    call.Plan
	trouble call.Trouble
}

func keyOf(plan call.Plan) (key planKey) {
	key.plan = plan
	if plan.Trouble != nil {
		key.plan.Trouble, key.trouble = nil, *plan.Trouble
	}
	return key
}

func (s *Sandbox) takeRecords() []savedRecord {
	list := []savedRecord{}
	for _, key := range sortedKeys(s.tables) {
		for _, r := range s.tables[key].rows {
			if !r.gone {
				list = append(list, savedRecord{key.provider.Spec.Name, key.kind, octets(r.id), opaque{value: r.value}})
			}
		}
	}
	return list
}

func (s *Sandbox) takeCounters() []savedCounter {
	list := []savedCounter{}
	for _, key := range sortedKeys(s.counters) {
		list = append(list, savedCounter{key.provider.Spec.Name, key.kind, s.counters[key]})
	}
	return list
}

// sortedKeys are in the order of names.
func sortedKeys[T any](of map[tableKey]T) []tableKey {
	keys := make([]tableKey, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b tableKey) int {
		return cmp.Or(cmp.Compare(a.provider.Spec.Name, b.provider.Spec.Name), cmp.Compare(a.kind, b.kind))
	})
	return keys
}
