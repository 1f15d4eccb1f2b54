package vinfer

import (
	"net/http"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const kindCall = "call"

// An order is what a call was asked for beyond its number.
type order struct {
	CampaignID *string // nil: placed by createCall (VIN-010)
	Name       string
	ScriptID   string
	Language   string
	Variables  map[string]any
}

// createCall places one call, on record and with a transcript (VIN-022, VIN-094).
func createCall(r *engine.Request) (engine.Reply, error) {
	persona := r.Sandbox.Persona(r.Text("phone"))
	return creating(r, http.StatusCreated, func(tx *engine.Tx) (any, error) {
		if !callable(tx, workspace(r), r.Text("script_id")) {
			return nil, invalid("script_id", "must be a script that is set up for single calls")
		}
		if problem := refusal(persona); problem != nil {
			return nil, problem
		}
		placed := tx.Place(engine.Placing{
			Kind: kindCall,
			ID:   callID,
			Order: &engine.Order{
				Account: workspace(r),
				Base:    r.Base,
				To:      r.Text("phone"),
				Details: &order{
					Name:      r.Text("name"),
					ScriptID:  r.Text("script_id"),
					Language:  r.Text("language"),
					Variables: r.Object("variables"),
				},
			},
			Plan: planFor(persona),
		})
		if placed.ID == "" {
			return nil, nil // the sandbox is full
		}
		return viewOf(tx.Sandbox(), placed, tx.Now()).record(), nil
	})
}

// planFor is the story of every call: it has an outcome in any case (VIN-013, VIN-095).
func planFor(persona call.Persona) call.Plan {
	return call.Plan{
		Customer:    persona,
		Recording:   true,
		Transcript:  true,
		Disposition: "interested",
		Missed:      "not_reachable",
	}
}

// refusal is for numbers whose call the platform does not take.
func refusal(p call.Persona) *engine.Failure {
	if p.Stage != call.AtAPI {
		return nil
	}
	return &engine.Failure{Kind: engine.Broken, Status: p.Status}
}

// callID is cal_ and twelve lower-case letters and digits (VIN-037).
func callID(f *gofakeit.Faker) string { return "cal_" + engine.Letters(f, alphabet, 12) }

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"

func getCall(r *engine.Request) (engine.Reply, error) {
	v, err := find(r, r.Text("id"))
	if err != nil {
		return engine.Reply{}, err
	}
	return good(v.record()), nil
}

// getCallTranscript says that the transcript is being made until it is there
// (VIN-030). Where there will be none, there is nothing to find (VIN-101, VIN-115).
func getCallTranscript(r *engine.Request) (engine.Reply, error) {
	v, err := find(r, r.Text("id"))
	if err != nil {
		return engine.Reply{}, err
	}
	switch {
	case !v.state.Ended() || v.jobStatus() == "processing":
		return good(processing{Status: "processing"}), nil
	case v.jobStatus() == "completed":
		return good(transcript{
			Status:     "completed",
			JobID:      jobOf(v.call.ID),
			CallID:     v.call.ID,
			Transcript: segments(v.box, v.call, v.state.Answered()),
		}), nil
	default:
		return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
	}
}

// find looks a call up in the workspace of the key.
func find(r *engine.Request, id string) (view, error) {
	found, known := r.Find(kindCall, id)
	if !known || found.Order.Account != workspace(r) {
		return view{}, &engine.Failure{Kind: engine.NotFound}
	}
	return viewOf(r.Sandbox, found, r.Now()), nil
}
