package callab

import (
	"fmt"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

const kindWebhook = "webhook"

// A webhook is a flow that tells of calls. There is no operation that makes
// one: those there are come with the world.
type webhook struct {
	ID         string        `yaml:"id"`
	Owner      string        `yaml:"owner"`
	Workspace  string        `yaml:"workspace"`
	Name       string        `yaml:"name"`
	Tag        string        `yaml:"tag_name"`
	Category   string        `yaml:"category_name"`
	CreatedBy  string        `yaml:"created_by"`
	Age        time.Duration `yaml:"age"` // how long before the sandbox began it was made
	URL        string        `yaml:"url"` // shown while the account has no callback address
	RetryDelay int           `yaml:"retry_delay"`
	Unit       string        `yaml:"retry_delay_unit"`
	MaxRetries int           `yaml:"max_retries"`
	Timeout    int           `yaml:"timeout"` // in seconds
	CreatedAt  time.Time     `yaml:"-"`
}

// units are those in which a delay may be given.
var units = map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour}

// check refuses what could not be carried out.
func (w *webhook) check() error {
	if units[w.Unit] == 0 {
		return fmt.Errorf("world: webhook %s has the unknown retry_delay_unit %q", w.ID, w.Unit)
	}
	return nil
}

// policy is what this webhook does about a delivery: retries, their delay and
// the timeout are its own (CLB-067), and any 2xx will do (CLB-095).
func (w *webhook) policy() engine.Policy {
	return engine.Policy{
		Attempts: 1 + w.MaxRetries,
		Pauses:   []time.Duration{time.Duration(w.RetryDelay) * units[w.Unit]},
		Timeout:  time.Duration(w.Timeout) * time.Second,
	}
}

func listWebhooks(r *engine.Request) (engine.Reply, error) {
	var mine []*webhook
	workspace := r.TextOrNil("workspace_id")
	err := r.Do(func(tx *engine.Tx) error {
		tx.Each(kindWebhook, func(_ string, value any) bool {
			if w := value.(*webhook); w.Owner == r.Account.Name && (workspace == nil || w.Workspace == *workspace) {
				mine = append(mine, w)
			}
			return true
		})
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	address := r.Sandbox.Callback(r.Provider.Spec.Name, r.Account.Name)
	list := make([]flow, 0, len(mine))
	for _, w := range mine {
		list = append(list, w.flow(r, address))
	}
	return ok(list), nil
}

// A flow is a webhook as it is listed.
type flow struct {
	ID                  string      `json:"id"`
	CreatedBy           string      `json:"created_by"`
	CompanyID           string      `json:"company_id"`
	WorkspaceID         string      `json:"workspace_id"`
	Name                string      `json:"name"`
	Logo                *string     `json:"logo"`
	RetryDelay          int         `json:"retry_delay"`
	RetryDelayUnit      string      `json:"retry_delay_unit"`
	MaxRetries          int         `json:"max_retries"`
	Status              string      `json:"status"`
	Executions          []execution `json:"executions"`
	Steps               []step      `json:"steps"`
	IsTemplate          bool        `json:"is_template"`
	FlowDirection       string      `json:"flow_direction"`
	FlowMapping         struct{}    `json:"flow_mapping"`
	TagName             string      `json:"tag_name"`
	CategoryName        string      `json:"category_name"`
	PredefinedVariables []variable  `json:"predefinedVariables"` // camel case, here alone (CLB-063)
	Variables           []struct{}  `json:"variables"`
	CreatedAt           string      `json:"created_at"`
	UpdatedAt           string      `json:"updated_at"`
	DeletedAt           *string     `json:"deleted_at"`
}

// An execution is one attempt to deliver.
type execution struct {
	ID            string  `json:"id"`
	Status        string  `json:"status"`
	AttemptNumber int     `json:"attempt_number"`
	NextRetryAt   *string `json:"next_retry_at"`
	ExecutedAt    *string `json:"executed_at"`
	FinishedAt    *string `json:"finished_at"`
	ErrorMessage  *string `json:"error_message"`
	CreatedAt     string  `json:"created_at"`
	UpdatedAt     string  `json:"updated_at"`
}

type step struct {
	ID               string   `json:"id"`
	StepNumber       int      `json:"step_number"`
	WebhookURL       string   `json:"webhook_url"`
	WebhookURLParams struct{} `json:"webhook_url_params"`
	WebhookMethod    string   `json:"webhook_method"`
	WebhookHeaders   struct{} `json:"webhook_headers"`
	WebhookBody      struct{} `json:"webhook_body"`
	WebhookTimeout   int      `json:"webhook_timeout"`
	DependsOnStep    *int     `json:"depends_on_step"`
	RetryLimit       int      `json:"retry_limit"`
	Timeout          int      `json:"timeout"`
	SuccessCondition struct{} `json:"success_condition"`
	CreatedAt        string   `json:"created_at"`
	UpdatedAt        string   `json:"updated_at"`
	DeletedAt        *string  `json:"deleted_at"`
}

type variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func (w *webhook) flow(r *engine.Request, address string) flow {
	if address == "" {
		address = w.URL
	}
	created := timestamp(w.CreatedAt)
	return flow{
		ID:             w.ID,
		CreatedBy:      w.CreatedBy,
		CompanyID:      r.Account.Fields["company_id"],
		WorkspaceID:    w.Workspace,
		Name:           w.Name,
		RetryDelay:     w.RetryDelay,
		RetryDelayUnit: w.Unit,
		MaxRetries:     w.MaxRetries,
		Status:         "scheduled",
		Executions:     w.executions(r),
		Steps: []step{{
			ID:             r.Sandbox.Faker("step of "+w.ID, 1).UUID(),
			StepNumber:     1,
			WebhookURL:     address,
			WebhookMethod:  http.MethodPost,
			WebhookTimeout: w.Timeout,
			RetryLimit:     w.MaxRetries,
			Timeout:        w.Timeout,
			CreatedAt:      created,
			UpdatedAt:      created,
		}},
		FlowDirection:       "outbound",
		TagName:             w.Tag,
		CategoryName:        w.Category,
		PredefinedVariables: []variable{{Name: "workspace", Value: w.Workspace}},
		Variables:           []struct{}{},
		CreatedAt:           created,
		UpdatedAt:           created,
	}
}

// executionsShown bounds the list, of which no page is asked for.
const executionsShown = 100

// executions are the latest attempts of this webhook, the oldest first.
func (w *webhook) executions(r *engine.Request) []execution {
	list := []execution{}
	for _, d := range r.Sandbox.Deliveries(func(d *engine.Delivery) bool {
		return d.Provider == r.Provider.Spec.Name && d.Address == w.ID
	}) {
		for i, a := range d.Attempts {
			next := d.NextAt
			if i+1 < len(d.Attempts) {
				next = d.Attempts[i+1].At
			}
			list = append(list, executed(r.Sandbox.Faker("execution "+d.ID, uint64(a.N)).UUID(), a, next))
		}
	}
	return list[max(0, len(list)-executionsShown):]
}

// executed is one attempt in the provider's words (CLB-102).
func executed(id string, a engine.Attempt, next time.Time) execution {
	finished := timestamp(a.At.Add(a.Took))
	e := execution{
		ID:            id,
		Status:        "success",
		AttemptNumber: a.N,
		ExecutedAt:    instant(a.At),
		FinishedAt:    &finished,
		CreatedAt:     timestamp(a.At),
		UpdatedAt:     finished,
	}
	if a.Error != "" {
		e.Status, e.ErrorMessage, e.NextRetryAt = "failed", text(a.Error), instant(next)
	}
	return e
}
