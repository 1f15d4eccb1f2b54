package indigenius

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/specs"
)

func TestAUseFitsOnceTheOldestIsOver(t *testing.T) {
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	ago := func(seconds ...int) (uses []time.Time) {
		for _, s := range seconds {
			uses = append(uses, now.Add(-time.Duration(s)*time.Second))
		}
		return uses
	}
	for name, c := range map[string]struct {
		uses []time.Time
		most string
		wait time.Duration
	}{
		"no limit":                {ago(1, 1, 1), "", 0},
		"room":                    {ago(1), "2", 0},
		"full":                    {ago(40, 10), "2", 20 * time.Second},
		"full, long ago as well":  {ago(500, 40, 10), "2", 20 * time.Second},
		"the oldest is just over": {ago(60, 10), "2", 0},
	} {
		assert.Equal(t, c.wait, limited(c.uses, c.most, time.Minute, now), name)
	}
}

func TestAKeyIsGoodFromTheAddressesThatItLists(t *testing.T) {
	key := specs.Account{Fields: map[string]string{"allowed_ips": "203.0.113.7 2001:db8::7"}}
	for from, want := range map[string]bool{
		"203.0.113.7:5000":          true,
		"[::ffff:203.0.113.7]:5000": true,
		"[2001:db8::7]:5000":        true,
		"203.0.113.70:5000":         false,
		"nowhere":                   false,
	} {
		assert.Equal(t, want, allowed(key, from), from)
	}
	assert.True(t, allowed(specs.Account{}, "203.0.113.70:5000"), "a key without a list is good from everywhere")
}
