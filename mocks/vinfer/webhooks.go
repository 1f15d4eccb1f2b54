package vinfer

import (
	"net/http"
	"slices"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

const kindWebhook = "webhook"

// everything is what a webhook that wants all events asks for (VIN-056).
const everything = "*"

// A webhook is an address that is told of events.
type webhook struct {
	ID        string
	Workspace string
	URL       string
	Events    []string
	Secret    string // "": its deliveries are not signed
	CreatedAt time.Time
}

func (w *webhook) wants(event string) bool {
	return slices.Contains(w.Events, event) || slices.Contains(w.Events, everything)
}

func (w *webhook) shown(last *delivery) subscription {
	return subscription{
		ID:           w.ID,
		URL:          w.URL,
		Events:       w.Events,
		Status:       "active",
		CreatedAt:    timestamp(w.CreatedAt),
		LastDelivery: last,
	}
}

func createWebhook(r *engine.Request) (engine.Reply, error) {
	if !reachable(r.Text("url")) {
		return engine.Reply{}, invalid("url", "must be an https URL")
	}
	return creating(r, http.StatusCreated, func(tx *engine.Tx) (any, error) {
		w := &webhook{
			// whk_ and nine letters or digits (VIN-102).
			ID:        "whk_" + engine.Letters(tx.Sandbox().Faker(kindWebhook, tx.Next(kindWebhook)), alphabet, 9),
			Workspace: workspace(r),
			URL:       r.Text("url"),
			Secret:    r.Text("secret"),
			CreatedAt: tx.Now(),
		}
		for _, event := range r.Items("events") {
			w.Events = append(w.Events, event.(string))
		}
		tx.Put(kindWebhook, w.ID, w)
		return w.shown(nil), nil
	})
}

// listWebhooks shows the oldest first (VIN-104).
func listWebhooks(r *engine.Request) (engine.Reply, error) {
	var mine []*webhook
	err := r.Do(func(tx *engine.Tx) error {
		tx.Each(kindWebhook, func(_ string, value any) bool {
			if w := value.(*webhook); w.Workspace == workspace(r) {
				mine = append(mine, w)
			}
			return true
		})
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	last := lastDeliveries(r)
	body := subscriptions{Data: make([]subscription, 0, len(mine))}
	for _, w := range mine {
		body.Data = append(body.Data, w.shown(last[w.ID]))
	}
	return good(body), nil
}

// lastDeliveries are what the latest attempt at each webhook came to.
func lastDeliveries(r *engine.Request) map[string]*delivery {
	last, at := map[string]*delivery{}, map[string]time.Time{}
	tried := r.Sandbox.Deliveries(func(d *engine.Delivery) bool {
		return d.Provider == r.Provider.Spec.Name && d.Account == workspace(r) && len(d.Attempts) > 0
	})
	for _, d := range tried {
		attempt := d.Attempts[len(d.Attempts)-1]
		if attempt.At.Before(at[d.Address]) {
			continue
		}
		told := &delivery{Event: d.Event, DeliveredAt: timestamp(attempt.At)}
		if attempt.Status != 0 {
			told.StatusCode = &attempt.Status
		}
		last[d.Address], at[d.Address] = told, attempt.At
	}
	return last
}

// deleteWebhook removes it, and with it what it is still owed (VIN-059).
func deleteWebhook(r *engine.Request) (engine.Reply, error) {
	id := r.Text("id")
	err := r.Do(func(tx *engine.Tx) error {
		found, known := tx.Get(kindWebhook, id)
		if !known || found.(*webhook).Workspace != workspace(r) {
			return &engine.Failure{Kind: engine.NotFound}
		}
		tx.Delete(kindWebhook, id)
		tx.Cancel(id)
		return nil
	})
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Status: http.StatusNoContent}, nil
}
