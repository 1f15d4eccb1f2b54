package sixth

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/engine"
)

const kindHook = "hook"

// A hook is an address that is told of every call of an account.
type hook struct{ Account, URL, Secret string }

func addHook(r *engine.Request) (engine.Reply, error) {
	var id string
	err := r.Do(func(tx *engine.Tx) error {
		id = "hook_" + engine.Letters(tx.Sandbox().Faker(kindHook, tx.Next(kindHook)), "0123456789abcdef", 8)
		tx.Put(kindHook, id, &hook{r.Account.Name, r.Text("url"), r.Text("secret")})
		return nil
	})
	return engine.Reply{Status: http.StatusCreated, Body: registration{id, r.Text("url")}}, err
}

func listHooks(r *engine.Request) (engine.Reply, error) {
	list := []registration{}
	err := r.Do(func(tx *engine.Tx) error {
		tx.Each(kindHook, func(id string, value any) bool {
			if h := value.(*hook); h.Account == r.Account.Name {
				list = append(list, registration{id, h.URL})
			}
			return true
		})
		return nil
	})
	return engine.Reply{Body: list}, err
}

// removeHook also drops what the hook is still owed.
func removeHook(r *engine.Request) (engine.Reply, error) {
	err := r.Do(func(tx *engine.Tx) error {
		if h, known := tx.Get(kindHook, r.Text("id")); !known || h.(*hook).Account != r.Account.Name {
			return &engine.Failure{Kind: engine.NotFound}
		}
		tx.Delete(kindHook, r.Text("id"))
		tx.Cancel(r.Text("id"))
		return nil
	})
	return engine.Reply{Status: http.StatusNoContent}, err
}

// listDeliveries shows what became of the account's callbacks, oldest first.
func listDeliveries(r *engine.Request) (engine.Reply, error) {
	list := []delivery{}
	for _, d := range r.Sandbox.Deliveries(func(d *engine.Delivery) bool {
		return d.Provider == r.Provider.Spec.Name && d.Account == r.Account.Name
	}) {
		list = append(list, delivery{d.Event, d.URL, string(d.State), len(d.Attempts)})
	}
	return engine.Reply{Body: list}, nil
}
