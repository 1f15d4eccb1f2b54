package callab

import (
	"net/http"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// An order is what a request says of a call beyond its numbers.
type order struct {
	Company   string
	Session   string // the telephony provider's id of the call; "": made from the seed
	Campaign  *string
	Agent     string
	Contact   *string
	Direction string
	Workspace string
	Variables map[string]any // nil: none were given
	Test      bool
	Word      string // the raw word that the carrier reports for the end; "": none
	Stored    bool   // a record of somebody else's call, in which nothing happens
	Past      *past  // of a record of the world; nil: made from the seed
}

const kindCall = "call"

func makeCall(r *engine.Request) (engine.Reply, error) {
	persona := r.Sandbox.Persona(digits(r.Text("call_to")))
	if persona.Stage == call.AtAPI {
		return engine.Reply{}, &engine.Failure{Kind: engine.CannotQueue}
	}
	return placed(r, engine.Placing{
		Order: &engine.Order{
			Agent: r.Text("ai_agent_id"),
			Details: &order{
				Agent:     r.Text("ai_agent_id"),
				Direction: "outbound",
				Workspace: r.Text("workspace"),
				Variables: variables(r.Items("dynamic_variables")),
				Test:      true,
				Word:      persona.Word,
			},
		},
		Plan: call.Plan{Customer: persona, Recording: true, Transcript: true, Analysis: true},
	})
}

// createCall stores what somebody else did: nobody is dialled (CLB-046).
func createCall(r *engine.Request) (engine.Reply, error) {
	campaign := r.Text("campaign_id")
	return placed(r, engine.Placing{
		Order: &engine.Order{Details: &order{
			Session:   r.Text("call_sid"),
			Campaign:  &campaign,
			Agent:     r.Text("ai_agent_id"),
			Contact:   r.TextOrNil("contact_id"),
			Direction: r.Text("call_direction"),
			Workspace: r.Text("workspace"),
			Variables: r.Object("agent_dynamic_variables"),
			Stored:    true,
		}},
		Plan: uneventful,
	})
}

// placed fills in what all calls have, and answers with the call as it begins.
func placed(r *engine.Request, p engine.Placing) (engine.Reply, error) {
	details := p.Order.Details.(*order)
	details.Company = r.Account.Fields["company_id"]
	p.Kind, p.ID = kindCall, (*gofakeit.Faker).UUID
	p.Order.Account, p.Order.Base = r.Account.Name, r.Base
	p.Order.From, p.Order.To = r.Text("call_from"), r.Text("call_to")
	var told record
	err := r.Do(func(tx *engine.Tx) error {
		if details.Test && !employs(tx, r.Account.Name, details.Agent) {
			return &engine.Failure{Kind: engine.CannotQueue, Reason: "the agent does not exist"}
		}
		c := tx.Place(p)
		if c.Order != nil {
			told = viewOf(tx.Sandbox(), c, tx.Now()).record()
		}
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	return ok(told), nil
}

func getCall(r *engine.Request) (engine.Reply, error) {
	found, known := r.Find(kindCall, r.Text("id"))
	if !known || found.Order.Account != r.Account.Name {
		return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
	}
	return ok(viewOf(r.Sandbox, found, r.Now()).record()), nil
}

func ok(data any) engine.Reply {
	return engine.Reply{Status: http.StatusOK, Body: envelope{Status: "ok", Message: "ok", Data: data}}
}
