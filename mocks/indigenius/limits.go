package indigenius

import (
	"net/http"
	"strconv"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// The limits of a key, each over the time that has just passed (IGN-053).
var limits = []struct {
	field string
	span  time.Duration
}{
	{"rate_limit_per_minute", time.Minute},
	{"rate_limit_per_hour", time.Hour},
}

const kindUses = "uses"

// meter counts a use of a key that has limits, unless that would be one too
// many (IGN-071).
func meter(r *engine.Request, key specs.Account) error {
	if key.Fields[limits[0].field] == "" && key.Fields[limits[1].field] == "" {
		return nil
	}
	return r.Do(func(tx *engine.Tx) error {
		now := tx.Now()
		var uses []time.Time // oldest first
		if before, any := tx.Get(kindUses, key.Name); any {
			uses = before.([]time.Time)
		}
		for _, limit := range limits {
			if wait := limited(uses, key.Fields[limit.field], limit.span, now); wait > 0 {
				return tooMany(wait)
			}
		}
		kept := make([]time.Time, 0, len(uses)+1)
		for _, use := range uses {
			if now.Sub(use) < time.Hour {
				kept = append(kept, use)
			}
		}
		tx.Put(kindUses, key.Name, append(kept, now))
		return nil
	})
}

// limited is how long to wait until one more use fits, 0 if it does.
func limited(uses []time.Time, most string, span time.Duration, now time.Time) time.Duration {
	limit, err := strconv.Atoi(most)
	if err != nil || limit < 1 || len(uses) < limit {
		return 0
	}
	return max(0, span-now.Sub(uses[len(uses)-limit]))
}

func tooMany(wait time.Duration) *engine.Failure {
	seconds := int((wait + time.Second - 1) / time.Second)
	return &engine.Failure{Kind: engine.RateLimited, Header: http.Header{"Retry-After": {strconv.Itoa(seconds)}}}
}
