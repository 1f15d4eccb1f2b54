package induslabs

import (
	"net/http"
	"net/url"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// An order is what a create request asks for beyond its numbers.
type order struct {
	DID          *string
	CallbackURL  *string
	Transcript   bool
	Language     *string
	Word         string   // the raw word a telephony provider reports for the end, "": none
	TranscriptID string   // of a record of the world; "": made from the seed
	Summary      *summary // of a record of the world; nil: made from the seed
}

const kindCall = "call"

func createClick2Call(r *engine.Request) (engine.Reply, error) {
	agent, customer := r.Text("agent_number"), r.Text("customer_number")
	if problem := checkCreate(r, agent); problem != nil {
		return engine.Reply{}, problem
	}
	persona := r.Sandbox.Persona(customer)
	if problem := refusal(persona); problem != nil {
		return engine.Reply{}, problem
	}
	o := &order{
		DID:         r.TextOrNil("did"),
		CallbackURL: r.TextOrNil("callback_url"),
		Transcript:  r.Flag("transcript"),
		Language:    r.TextOrNil("transcript_language"),
		Word:        persona.Word,
	}
	var placed engine.Subject
	err := r.Do(func(tx *engine.Tx) error {
		placed = tx.Place(engine.Placing{
			Kind: kindCall,
			ID:   callID,
			Order: &engine.Order{
				Account:  r.Account.Name,
				Base:     r.Base,
				Callback: r.Text("callback_url"),
				From:     r.Text("did"),
				To:       customer,
				Agent:    agent,
				Details:  o,
			},
			Plan: call.Plan{
				Customer:   decisive(r.Sandbox.Persona(agent), persona),
				Transcript: o.Transcript,
				Recording:  true,
			},
		})
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	return ok("Click2Call request created", accepted{
		CallID:             placed.ID,
		Status:             "queued",
		DID:                o.DID,
		CallbackURL:        o.CallbackURL,
		Transcript:         o.Transcript,
		TranscriptLanguage: o.Language,
	}), nil
}

// decisive is the persona that the call goes by: the agent's where the agent
// cannot be reached, else the customer's.
func decisive(agent, customer call.Persona) call.Persona {
	if agent.Cause != call.NoCause {
		return agent
	}
	return customer
}

// checkCreate holds the two rules that the document cannot express: did is
// required where the agent is a phone number (IND-033), and a callback_url is
// an absolute http or https URL (IND-034, IND-127).
func checkCreate(r *engine.Request, agent string) *engine.Failure {
	var details []engine.Detail
	if !isVoiceAgent(agent) && r.Text("did") == "" {
		details = append(details, missing("did"))
	}
	if address := r.TextOrNil("callback_url"); address != nil && !isWebAddress(*address) {
		details = append(details, engine.Detail{In: "body", Field: []string{"callback_url"}, Rule: "format", Want: "uri"})
	}
	if details == nil {
		return nil
	}
	return &engine.Failure{Kind: engine.Invalid, Details: details}
}

func isWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// refusal is for numbers whose call the platform does not take.
func refusal(p call.Persona) *engine.Failure {
	if p.Stage != call.AtAPI {
		return nil
	}
	return &engine.Failure{Kind: engine.Broken, Status: p.Status}
}

// callID is call_ and 16 lower-case letters and digits (IND-027, IND-146).
func callID(f *gofakeit.Faker) string {
	return "call_" + engine.Letters(f, "abcdefghijklmnopqrstuvwxyz0123456789", 16)
}

func getCallTranscript(r *engine.Request) (engine.Reply, error) {
	found, known := r.Find(kindCall, r.Text("call_id"))
	switch {
	case !known:
		return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
	case found.Order.Account != r.Account.Name:
		return engine.Reply{}, &engine.Failure{Kind: engine.Forbidden}
	}
	v := viewOf(r.Sandbox, found, r.Now())
	return ok(v.pollMessage(), v.report()), nil
}

func ok(message string, data any) engine.Reply {
	return engine.Reply{Status: http.StatusOK, Body: envelope{StatusCode: http.StatusOK, Message: message, Data: data}}
}
