package vinfer

import (
	"net/http"
	"strconv"
	"time"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// What a workspace may ask, over all operations (VIN-045).
const (
	requestsAllowed = 1000
	window          = time.Minute
)

const kindTally = "tally"

// A tally counts the requests of one workspace in one window.
type tally struct {
	Until time.Time // when the next window begins
	Count int
}

// count counts a request and puts the state of the limit on its reply, good or
// bad (VIN-086). Only a workspace whose key is limited is ever refused: on a
// frozen clock no window would open again.
func count(r *engine.Request, account specs.Account) error {
	var now tally
	err := r.Do(func(tx *engine.Tx) error {
		if kept, ok := tx.Get(kindTally, account.Fields["workspace"]); ok {
			now = *kept.(*tally)
		}
		if !tx.Now().Before(now.Until) {
			now = tally{Until: tx.Now().Truncate(window).Add(window)}
		}
		now.Count++
		tx.Put(kindTally, account.Fields["workspace"], &now)
		return nil
	})
	if err != nil {
		return err
	}
	r.Answer = http.Header{
		"X-Ratelimit-Limit":     {strconv.Itoa(requestsAllowed)},
		"X-Ratelimit-Remaining": {strconv.Itoa(max(requestsAllowed-now.Count, 0))},
		"X-Ratelimit-Reset":     {strconv.FormatInt(now.Until.Unix(), 10)},
	}
	if now.Count <= requestsAllowed || account.Fields["state"] != "limited" {
		return nil
	}
	wait := now.Until.Sub(r.Sandbox.Now()).Round(time.Second)
	return &engine.Failure{
		Kind:   engine.RateLimited,
		Header: http.Header{"Retry-After": {strconv.Itoa(max(int(wait/time.Second), 1))}},
	}
}
