package sixth

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

const kindAssistant = "assistant"

// A record of world.yaml.
type record struct {
	ID        string        `yaml:"id"`
	Owner     string        `yaml:"owner"`
	From      string        `yaml:"from"`
	To        string        `yaml:"to"`
	Assistant string        `yaml:"assistant"`
	Age       time.Duration `yaml:"age"` // when the sandbox began
}

// seed puts the world into a fresh sandbox, its calls as calls of the past.
func seed(spec *specs.Provider) func(*engine.Tx) error {
	return func(tx *engine.Tx) error {
		for _, known := range spec.World.Records {
			var r record
			if err := known.Value.Decode(&r); err != nil {
				return fmt.Errorf("world: %w", err)
			}
			switch known.Kind {
			case kindAssistant:
				tx.Put(kindAssistant, r.ID, r.Owner)
			case kindCall:
				tx.Place(engine.Placing{
					Kind:  kindCall,
					ID:    func(*gofakeit.Faker) string { return r.ID },
					At:    tx.Sandbox().Began().Add(-r.Age),
					Order: &engine.Order{Account: r.Owner, From: r.From, To: r.To, Agent: r.Assistant, Details: &order{}},
					Plan:  call.Plan{Recording: true},
				})
			default:
				return fmt.Errorf("world: a record of the unknown kind %q", known.Kind)
			}
		}
		return nil
	}
}
