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

// legs are the parties that have been dialled so far: the agent, the customer,
// and those that were added (AVY-036, AVY-037, AVY-082).
func (v view) legs(r *engine.Request) ([]leg, error) {
	known := v.call.Timeline.Legs(v.now)
	parties := []leg{{Role: "agent", Number: v.call.Order.Agent}, {Role: "destination", Number: v.call.Order.To}}
	if len(known) >= firstAdded { // most calls have none, and need no look at the records
		err := r.Do(func(tx *engine.Tx) error {
			for _, number := range numbers(tx, v.call.ID) {
				parties = append(parties, leg{Role: "participant", Number: number})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	list := make([]leg, 0, len(known))
	for _, l := range known[:min(len(known), len(parties))] { // fewer, if the sandbox has been emptied since
		party := parties[l.Number-1]
		party.Status = legStatus(l)
		list = append(list, party)
	}
	return list, nil
}

// legStatus is the word for the state of one leg (AVY-038, AVY-095).
func legStatus(l call.LegState) string {
	switch {
	case l.Ended() && l.Joined():
		return "LEFT"
	case l.Ended():
		return "FAILED"
	case l.Joined():
		return "JOINED"
	default:
		return "DIALING"
	}
}

func numbers(tx *engine.Tx, id string) []string {
	list, _ := tx.Get(kindLegs, id)
	known, _ := list.([]string)
	return slices.Clip(known)
}
