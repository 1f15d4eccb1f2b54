package indigenius

import (
	"math"
	"net/http"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// An order is what a request asks for, and with which key.
type order struct {
	Key       string // the account whose callback address is told of it; "": nobody is
	Type      string
	Assistant *string
	Number    *string
}

const kindCall = "call"

func initiateCall(r *engine.Request) (engine.Reply, error) {
	assistant := r.Text("assistantId")
	o := &order{Key: r.Account.Name, Type: r.Text("type"), Assistant: &assistant}
	placed, err := place(r, kindAssistant, assistant, &engine.Failure{
		Kind: engine.Invalid, Reason: "assistantId does not belong to an assistant of the organization",
	}, o, call.Plan{Customer: r.Sandbox.Persona(assistant), Web: true, Transcript: true, Analysis: true})
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Status: http.StatusCreated, Body: started{
		Status:  true,
		Message: "Call initiated with location data",
		CallID:  placed.ID,
		Gateway: gatewayOf(placed),
	}}, nil
}

func initiatePhoneCall(r *engine.Request) (engine.Reply, error) {
	number := r.Text("phoneNumber")
	o := &order{Key: r.Account.Name, Type: "phone", Number: &number}
	placed, err := place(r, kindPurchase, r.Text("phone_purchase_id"), &engine.Failure{
		Kind: engine.NotFound, Reason: "Phone purchase not found",
	}, o, call.Plan{Customer: r.Sandbox.Persona(number), Transcript: true, Analysis: true})
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Status: http.StatusCreated, Body: dialled{
		Status:  true,
		Message: "Phone call initiated",
		CallID:  placed.ID,
	}}, nil
}

// place begins a call, if the thing that it needs is the organization's, and
// the platform takes calls to that party.
func place(r *engine.Request, kind, id string, missing *engine.Failure, o *order, plan call.Plan) (placed engine.Subject, err error) {
	err = r.Do(func(tx *engine.Tx) error {
		if !owns(tx, organization(r.Account), kind, id) {
			return missing
		}
		if plan.Customer.Stage == call.AtAPI {
			return &engine.Failure{Kind: engine.Broken, Status: plan.Customer.Status}
		}
		placed = tx.Place(engine.Placing{
			Kind: kindCall,
			ID:   objectID,
			Order: &engine.Order{
				Account: organization(r.Account),
				Base:    r.Base,
				To:      deref(o.Number),
				Agent:   deref(o.Assistant),
				Details: o,
			},
			Plan: plan,
		})
		return nil
	})
	return placed, err
}

// listCalls lists all calls of the organization, the latest first (IGN-076).
func listCalls(r *engine.Request) (engine.Reply, error) {
	now := r.Now()
	// With something to match, the list lets others in between while it is long.
	found, _ := r.List(engine.Query{
		Kind:    kindCall,
		Account: organization(r.Account),
		Match:   func(*engine.Subject) bool { return true },
		Newest:  true,
		Limit:   math.MaxInt,
	})
	calls := make([]listed, 0, len(found))
	for _, c := range found {
		calls = append(calls, listed{ID: c.ID, Type: c.Order.Details.(*order).Type, Status: status(c.Timeline.Standing(now))})
	}
	return ok("Calls fetched", calls), nil
}

func getCall(r *engine.Request) (engine.Reply, error) {
	v, err := look(r)
	if err != nil {
		return engine.Reply{}, err
	}
	return ok("Call fetched", v.details()), nil
}

func getCallTranscripts(r *engine.Request) (engine.Reply, error) {
	v, err := look(r)
	if err != nil {
		return engine.Reply{}, err
	}
	return ok("Call transcripts fetched", v.transcript()), nil
}

func getCallAnalysis(r *engine.Request) (engine.Reply, error) {
	v, err := look(r)
	if err != nil {
		return engine.Reply{}, err
	}
	return ok("Call analysis fetched", v.analysis()), nil
}

// look finds the call in the path. One of another organization is not found,
// and neither is an id of another form (IGN-072, IGN-073).
func look(r *engine.Request) (view, error) {
	found, known := r.Find(kindCall, r.Text("id"))
	if !known || found.Order.Account != organization(r.Account) {
		return view{}, &engine.Failure{Kind: engine.NotFound}
	}
	return viewOf(r.Sandbox, found, r.Now()), nil
}

// objectID is 24 lower-case hexadecimal digits (IGN-094).
func objectID(f *gofakeit.Faker) string { return engine.Letters(f, "0123456789abcdef", 24) }

func ok(message string, data any) engine.Reply {
	return engine.Reply{Status: http.StatusOK, Body: envelope{Status: true, Message: message, Data: data}}
}
