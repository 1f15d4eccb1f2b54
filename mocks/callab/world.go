package callab

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

const kindAgent = "agent"

// An agent is who speaks in a call.
type agent struct {
	ID    string `yaml:"id"`
	Owner string `yaml:"owner"`
}

// employs tells whether an agent is one of the account's.
func employs(tx *engine.Tx, account, id string) bool {
	found, known := tx.Get(kindAgent, id)
	return known && found.(*agent).Owner == account
}

// A past is a call of world.yaml: one that the page shows.
type past struct {
	ID               string         `yaml:"id"`
	Owner            string         `yaml:"owner"`
	Age              time.Duration  `yaml:"age"` // how long before the sandbox began it was created
	StartedAfter     time.Duration  `yaml:"started_after"`
	UpdatedAfter     time.Duration  `yaml:"updated_after"`
	Lasts            time.Duration  `yaml:"lasts"`
	Session          string         `yaml:"call_sid"`
	Campaign         *string        `yaml:"campaign_id"`
	Agent            string         `yaml:"ai_agent_id"`
	Contact          *string        `yaml:"contact_id"`
	From             string         `yaml:"call_from"`
	To               string         `yaml:"call_to"`
	Direction        string         `yaml:"call_direction"`
	Rating           int            `yaml:"call_rating"`
	Feedback         string         `yaml:"call_feedback"`
	Transcript       string         `yaml:"transcript"`
	Segments         []saying       `yaml:"segments"`
	Latency          int            `yaml:"latency"`
	DisconnectReason string         `yaml:"disconnect_reason"`
	Sentiment        string         `yaml:"analysis_sentiment"`
	TaskFeedback     string         `yaml:"agent_task_feedback"`
	Metadata         map[string]any `yaml:"metadata"`
	Variables        map[string]any `yaml:"agent_dynamic_variables"`
	Outcomes         map[string]any `yaml:"agent_post_call_outcomes"`
	Notes            string         `yaml:"notes"`
	Workspace        string         `yaml:"workspace"`

	Created time.Time `yaml:"-"`
	Updated time.Time `yaml:"-"`
}

type saying struct {
	Speaker string        `yaml:"speaker"`
	Text    string        `yaml:"text"`
	At      time.Duration `yaml:"at"`
}

func (p *past) conversation() *conversation {
	told := &conversation{}
	for _, s := range p.Segments {
		told.Segments = append(told.Segments, segment{Speaker: s.Speaker, Text: s.Text, Timestamp: s.At.Seconds()})
	}
	return told
}

// seed puts the agents, webhooks and calls of the world into a fresh sandbox.
func seed(spec *specs.Provider) func(*engine.Tx) error {
	return func(tx *engine.Tx) error {
		for _, r := range spec.World.Records {
			if err := put(tx, spec, r); err != nil {
				return err
			}
		}
		return nil
	}
}

func put(tx *engine.Tx, spec *specs.Provider, r specs.Record) error {
	began := tx.Sandbox().Began()
	switch r.Kind {
	case kindAgent:
		a := &agent{}
		if err := r.Value.Decode(a); err != nil {
			return fmt.Errorf("world: %w", err)
		}
		tx.Put(kindAgent, a.ID, a)
	case kindWebhook:
		w := &webhook{}
		if err := r.Value.Decode(w); err != nil {
			return fmt.Errorf("world: %w", err)
		}
		w.CreatedAt = began.Add(-w.Age)
		tx.Put(kindWebhook, w.ID, w)
		return w.check()
	case kindCall:
		p := &past{}
		if err := r.Value.Decode(p); err != nil {
			return fmt.Errorf("world: %w", err)
		}
		p.Created = began.Add(-p.Age)
		p.Updated = p.Created.Add(p.UpdatedAfter)
		owner, _ := spec.World.Account(p.Owner)
		tx.Place(p.placing(tx, owner.Fields["company_id"]))
	default:
		return fmt.Errorf("world: a record of kind %q: want %s, %s or %s", r.Kind, kindAgent, kindWebhook, kindCall)
	}
	return nil
}

// Where a call that is placed now would be dialled and answered.
const (
	dialledAfter  = time.Second
	answeredAfter = 4 * time.Second
)

func (p *past) placing(tx *engine.Tx, company string) engine.Placing {
	return engine.Placing{
		Kind: kindCall,
		ID:   func(*gofakeit.Faker) string { return p.ID },
		At:   p.Created.Add(p.StartedAfter - dialledAfter),
		Order: &engine.Order{
			Account: p.Owner,
			From:    p.From,
			To:      p.To,
			Agent:   p.Agent,
			Details: &order{
				Company:   company,
				Session:   p.Session,
				Campaign:  p.Campaign,
				Agent:     p.Agent,
				Contact:   p.Contact,
				Direction: p.Direction,
				Workspace: p.Workspace,
				Variables: p.Variables,
				Past:      p,
			},
		},
		Plan: call.Plan{
			Customer:      tx.Sandbox().Persona(p.To),
			Recording:     true,
			Transcript:    true,
			Analysis:      true,
			AnsweredAfter: answeredAfter,
			TalksFor:      p.Lasts - answeredAfter,
		},
	}
}
