package intellicall

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
	CallID      string        `yaml:"call_id"`
	Owner       string        `yaml:"owner"`
	Age         time.Duration `yaml:"age"` // how long before the sandbox began
	TalksFor    time.Duration `yaml:"talks_for"`
	UUID        string        `yaml:"uuid"`
	FromNumber  string        `yaml:"from_number"`
	ToNumber    string        `yaml:"to_number"`
	CRMUsername string        `yaml:"crm_username"`
	Recording   string        `yaml:"recording"` // the name of its file
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
	return engine.Placing{
		Kind: kindCall,
		ID:   func(*gofakeit.Faker) string { return c.CallID },
		At:   tx.Sandbox().Began().Add(-c.Age),
		Order: &engine.Order{
			Account: c.Owner,
			From:    c.FromNumber,
			To:      c.ToNumber,
			Agent:   c.CRMUsername,
			Details: &order{UUID: c.UUID, Softphone: true, File: c.Recording, Untold: true},
		},
		Plan: call.Plan{
			TwoLegs:   true,
			Agent:     tx.Sandbox().Persona(c.CRMUsername),
			Customer:  tx.Sandbox().Persona(c.ToNumber),
			Recording: true,
			TalksFor:  c.TalksFor,
		},
	}
}
