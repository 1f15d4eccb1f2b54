package vinfer

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

const kindScript = "script"

// A script is a voice script of world.yaml.
type script struct {
	ID         string `yaml:"id"`
	Owner      string `yaml:"owner"`
	SingleCall bool   `yaml:"single_call"`
}

// A past is a call of world.yaml: one that was placed before the world began.
type past struct {
	ID         string        `yaml:"id"`
	Owner      string        `yaml:"owner"`
	Age        time.Duration `yaml:"age"` // how long before the sandbox began
	CampaignID *string       `yaml:"campaign_id"`
	Phone      string        `yaml:"phone"`
	Name       string        `yaml:"name"`
	Language   string        `yaml:"language"`
	TalksFor   time.Duration `yaml:"talks_for"` // 0: the usual time
}

// seed furnishes a fresh sandbox.
func seed(spec *specs.Provider) func(*engine.Tx) error {
	return func(tx *engine.Tx) error {
		for _, r := range spec.World.Records {
			var err error
			switch r.Kind {
			case kindScript:
				s := &script{}
				err = r.Value.Decode(s)
				tx.Put(kindScript, s.Owner+"/"+s.ID, s)
			case kindCall:
				var c past
				err = r.Value.Decode(&c)
				tx.Place(c.placing(tx))
			default:
				err = fmt.Errorf("a record of kind %q: want %s or %s", r.Kind, kindScript, kindCall)
			}
			if err != nil {
				return fmt.Errorf("world: %w", err)
			}
		}
		return nil
	}
}

// callable tells whether a workspace has a script that is set up for single
// calls (VIN-025, VIN-097).
func callable(tx *engine.Tx, workspace, id string) bool {
	found, known := tx.Get(kindScript, workspace+"/"+id)
	return known && found.(*script).SingleCall
}

func (c past) placing(tx *engine.Tx) engine.Placing {
	plan := planFor(tx.Sandbox().Persona(c.Phone))
	plan.TalksFor = c.TalksFor
	return engine.Placing{
		Kind: kindCall,
		ID:   func(*gofakeit.Faker) string { return c.ID },
		At:   tx.Sandbox().Began().Add(-c.Age),
		Order: &engine.Order{
			Account: c.Owner,
			To:      c.Phone,
			Details: &order{CampaignID: c.CampaignID, Name: c.Name, Language: c.Language},
		},
		Plan: plan,
	}
}
