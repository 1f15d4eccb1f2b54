package indigenius

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// The kinds of records that calls need.
const (
	kindAssistant = "assistant"
	kindPurchase  = "phone_purchase"
)

// A record of world.yaml.
type record struct {
	ID        string        `yaml:"id"`
	Owner     string        `yaml:"owner"`
	Age       time.Duration `yaml:"age"` // of a call, how long before the sandbox began
	TalksFor  time.Duration `yaml:"talks_for"`
	Type      string        `yaml:"type"`
	Assistant *string       `yaml:"assistant"`
	Number    *string       `yaml:"number"`
}

// seed puts the world into a fresh sandbox, its calls as calls of the past.
func seed(spec *specs.Provider) func(*engine.Tx) error {
	return func(tx *engine.Tx) error {
		for _, r := range spec.World.Records {
			var known record
			if err := r.Value.Decode(&known); err != nil {
				return fmt.Errorf("world: %w", err)
			}
			switch r.Kind {
			case kindCall:
				tx.Place(known.placing(tx))
			case kindAssistant, kindPurchase:
				tx.Put(r.Kind, known.ID, known.Owner)
			default:
				return fmt.Errorf("world: a record of kind %q: want %s, %s or %s", r.Kind, kindCall, kindAssistant, kindPurchase)
			}
		}
		return nil
	}
}

func (c record) placing(tx *engine.Tx) engine.Placing {
	party := deref(c.Number) + deref(c.Assistant) // it has one of the two
	return engine.Placing{
		Kind: kindCall,
		ID:   func(*gofakeit.Faker) string { return c.ID },
		At:   tx.Sandbox().Began().Add(-c.Age),
		Order: &engine.Order{
			Account: c.Owner,
			To:      deref(c.Number),
			Agent:   deref(c.Assistant),
			Details: &order{Type: c.Type, Assistant: c.Assistant, Number: c.Number},
		},
		Plan: call.Plan{
			Customer:   tx.Sandbox().Persona(party),
			Web:        c.Assistant != nil,
			Transcript: true,
			TalksFor:   c.TalksFor,
		},
	}
}

// owns tells whether an organization has such a thing. Those whose id ends in a
// code of the phone book are everybody's.
func owns(tx *engine.Tx, organization, kind, id string) bool {
	if owner, known := tx.Get(kind, id); known {
		return owner == organization
	}
	return tx.Sandbox().Persona(id).Name != call.Plain
}
