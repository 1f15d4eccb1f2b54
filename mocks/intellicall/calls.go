package intellicall

import (
	"slices"
	"strings"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// An order is what an initiate request asks for beyond its numbers.
type order struct {
	UUID      string // the caller's own id
	Softphone bool   // the agent was named by crm_username
	File      string // the name of the recording of a record of the world; "": made from the seed
	Untold    bool   // a record of the world: its result is not pushed
}

const kindCall = "call"

func initiateCall(r *engine.Request) (engine.Reply, error) {
	customer := r.Sandbox.Persona(r.Text("to_number"))
	for _, problem := range []*engine.Failure{foreignOrigin(r), checkAgent(r), checkCallerID(r), unqueued(customer)} {
		if problem != nil {
			return engine.Reply{}, problem
		}
	}
	softphone := r.Has("crm_username")
	agent := r.Text("agent_number")
	if softphone {
		agent = r.Text("crm_username")
	}
	var placed engine.Subject
	err := r.Do(func(tx *engine.Tx) error {
		placed = tx.Place(engine.Placing{
			Kind: kindCall,
			ID:   callID,
			Order: &engine.Order{
				Account: r.Account.Name,
				Base:    r.Base,
				From:    r.Text("from_number"),
				To:      r.Text("to_number"),
				Agent:   agent,
				Details: &order{UUID: r.Text("uuid"), Softphone: softphone},
			},
			Plan: call.Plan{
				TwoLegs:   true,
				Agent:     r.Sandbox.Persona(agent),
				Customer:  customer,
				Recording: r.Flag("recording"),
				RingLimit: ringLimit(r),
			},
		})
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	return ok(accepted{Status: success, CallID: placed.ID, Message: "Call initiated"}), nil
}

// checkAgent holds the rules that the document cannot express: an agent has
// one name, not two (AVY-011, AVY-074), and a crm_username is registered for
// the account (AVY-020, AVY-072) or ends in a code of the phone book.
func checkAgent(r *engine.Request) *engine.Failure {
	if r.Has("crm_username") == r.Has("agent_number") {
		return refused("exactly one of crm_username and agent_number is required")
	}
	name := r.Text("crm_username")
	if name == "" || listed(r, "agents", name) || r.Sandbox.Persona(name).Name != call.Plain {
		return nil
	}
	return refused("the agent is not known")
}

// checkCallerID wants one of the account's own numbers (AVY-005, AVY-019).
func checkCallerID(r *engine.Request) *engine.Failure {
	if listed(r, "caller_ids", r.Text("from_number")) {
		return nil
	}
	return refused("from_number is not assigned to this account")
}

// listed tells whether a field of the account, a list of words, has this one.
func listed(r *engine.Request, field, word string) bool {
	return slices.Contains(strings.Fields(r.Account.Fields[field]), word)
}

// unqueued is for numbers whose call the platform does not take (AVY-023).
func unqueued(customer call.Persona) *engine.Failure {
	if customer.Stage != call.AtAPI {
		return nil
	}
	return &engine.Failure{Kind: engine.Broken, Status: customer.Status}
}

// ringLimit is how long each party is rung, a day at most: nobody lets a
// telephone ring for longer, and no number of seconds overflows.
func ringLimit(r *engine.Request) time.Duration {
	const day = 24 * 60 * 60
	return time.Duration(min(r.Int("max_ring_time"), day)) * time.Second
}

// callID is a UUID in lower case (AVY-068).
func callID(f *gofakeit.Faker) string { return f.UUID() }

func getCallStatus(r *engine.Request) (engine.Reply, error) {
	found, known := r.Find(kindCall, r.Text("call_id"))
	if !known || found.Order.Account != r.Account.Name {
		return engine.Reply{}, noCall()
	}
	v := viewOf(r.Sandbox, found, r.Now())
	if v.base == "" { // of a record of the world, which no request has placed
		v.base = r.Base
	}
	legs, err := v.legs(r)
	if err != nil {
		return engine.Reply{}, err
	}
	return ok(v.report(legs)), nil
}

func health(*engine.Request) (engine.Reply, error) { return ok(alive{Status: success}), nil }
