package indigenius

import (
	"slices"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// listWebhookHistory pages through the attempts of the organization, the latest
// first (IGN-055, IGN-086). There is no meta (IGN-059).
func listWebhookHistory(r *engine.Request) (engine.Reply, error) {
	attempts := history(r)
	number, size := r.Int("page"), r.Int("pageSize")
	page := make([]attempt, 0, min(size, len(attempts)))
	if number-1 <= len(attempts)/size {
		page = append(page, attempts[(number-1)*size:min(number*size, len(attempts))]...)
	}
	return ok("Webhook history fetched", page), nil
}

func getWebhookHistory(r *engine.Request) (engine.Reply, error) {
	attempts := history(r)
	i := slices.IndexFunc(attempts, func(a attempt) bool { return a.ID == r.Text("id") })
	if i < 0 {
		return engine.Reply{}, &engine.Failure{Kind: engine.NotFound, Reason: "Webhook history not found"}
	}
	return ok("Webhook history fetched", attempts[i]), nil
}

// history is every attempt to deliver a callback of the organization's calls,
// the latest first (IGN-058, IGN-072, IGN-093).
func history(r *engine.Request) []attempt {
	type made struct {
		attempt
		at time.Time
	}
	var all []made
	for _, d := range r.Sandbox.Deliveries(func(d *engine.Delivery) bool {
		return d.Provider == r.Provider.Spec.Name && d.Account == organization(r.Account)
	}) {
		for _, a := range d.Attempts {
			all = append(all, made{at: a.At, attempt: attempt{
				ID:              objectID(r.Sandbox.Faker("attempt of "+d.ID, uint64(a.N))),
				RequestMethod:   "POST",
				ResponseCode:    a.Status,
				RequestDuration: int(a.Took / time.Millisecond),
				Type:            developerCallback,
			}})
		}
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b made) int { return b.at.Compare(a.at) })
	attempts := make([]attempt, len(all))
	for i := range all {
		attempts[i] = all[i].attempt
	}
	return attempts
}
