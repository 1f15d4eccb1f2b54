package intellicall

import (
	"slices"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// kindLegs are the numbers of the parties that were added to a call, in the
// order of their legs.
const kindLegs = "legs"

// firstAdded is the number of the first leg beyond the agent's and the
// customer's (AVY-045).
const firstAdded = 3

// addLeg dials one more party into a call whose parties talk (AVY-042,
// AVY-083).
func addLeg(r *engine.Request) (engine.Reply, error) {
	id, number := r.Text("call_id"), r.Text("number")
	leg := call.Leg{Persona: r.Sandbox.Persona(number), RingLimit: ringLimit(r)}
	var added int
	err := r.Do(func(tx *engine.Tx) error {
		c, known := tx.Find(kindCall, id)
		if !known || c.Order.Account != r.Account.Name {
			return noCall()
		}
		if now := c.Timeline.Standing(tx.Now()); now.Ended() || !now.Connected() {
			return refused("the call is not running")
		}
		tx.Change(kindCall, id, func(t call.Timeline) (next call.Timeline) {
			next, added = t.AddLeg(tx.Now(), leg)
			return next
		})
		if added == 0 {
			return refused("the call has as many legs as it can have")
		}
		tx.Put(kindLegs, id, append(numbers(tx, id), number))
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	return ok(queued{Status: success, Message: "Leg queued", LegID: added}), nil
}

// participants are the numbers of the parties that were added to a call.
func participants(r *engine.Request, id string) (found []string, err error) {
	err = r.Do(func(tx *engine.Tx) error {
		found = numbers(tx, id)
		return nil
	})
	return found, err
}

func numbers(tx *engine.Tx, id string) []string {
	list, _ := tx.Get(kindLegs, id)
	known, _ := list.([]string)
	return slices.Clip(known)
}
