package induslabs

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// A record is a call of world.yaml: one that the documents show.
type record struct {
	CallID         string        `yaml:"call_id"`
	Owner          string        `yaml:"owner"`
	Age            time.Duration `yaml:"age"` // how long before the sandbox began
	CustomerNumber string        `yaml:"customer_number"`
	AgentNumber    string        `yaml:"agent_number"`
	DID            string        `yaml:"did"`
	Transcript     bool          `yaml:"transcript"`
	Language       *string       `yaml:"transcript_language"`
	TranscriptID   string        `yaml:"transcript_id"`
	Summary        string        `yaml:"summary"`
	CallOutcome    string        `yaml:"call_outcome"`
	History        []turn        `yaml:"history"`
}

// seed places the calls of the world in a fresh sandbox, as calls of the past.
func seed(spec *specs.Provider) func(*engine.Tx) error {
	return func(tx *engine.Tx) error {
		for _, r := range spec.World.Records {
			if r.Kind != kindCall {
				return fmt.Errorf("world: a record of kind %q: want %s", r.Kind, kindCall)
			}
			var c record
			if err := r.Value.Decode(&c); err != nil {
				return fmt.Errorf("world: %w", err)
			}
			tx.Place(c.placing(tx))
		}
		return nil
	}
}

func (c record) placing(tx *engine.Tx) engine.Placing {
	customer := tx.Sandbox().Persona(c.CustomerNumber)
	return engine.Placing{
		Kind: kindCall,
		ID:   func(*gofakeit.Faker) string { return c.CallID },
		At:   tx.Sandbox().Began().Add(-c.Age),
		Order: &engine.Order{
			Account: c.Owner,
			From:    c.DID,
			To:      c.CustomerNumber,
			Agent:   c.AgentNumber,
			Details: &order{
				DID:          text(c.DID),
				Transcript:   c.Transcript,
				Language:     c.Language,
				Word:         customer.Word,
				TranscriptID: c.TranscriptID,
				Summary:      &summary{Summary: c.Summary, CallOutcome: c.CallOutcome, History: c.History},
			},
		},
		Plan: call.Plan{Customer: customer, Transcript: c.Transcript, Recording: true},
	}
}
