package conformance

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ringer-mock/ringer/conformance/coherence"
)

// subject is a call, a job or whatever else an implementation tells of by its id.
type subject struct{ kind, id string }

// telling is what one scenario was told: which subjects it made, and to which account they were shown.
type telling struct {
	subject
	account string // empty: unknown
	makes   bool
}

func (t tally) tell(said coherence.Statement) {
	for _, one := range said.Told {
		now := telling{subject{one.Subject, one.ID}, said.Account, said.Makes == one.Subject}
		if _, again := t.told[now]; !again {
			t.told[now] = len(t.told)
		}
	}
}

func (t tally) tellings() []telling {
	return slices.SortedFunc(maps.Keys(t.told), func(a, b telling) int { return t.told[a] - t.told[b] })
}

// across judges what the scenarios of a run were told together: that no two were given one id, and that no two accounts
// were shown one subject. It is for real time, where they meet one world; in virtual time each has its own.
func (r *run) across(all []*played) (list []string) {
	if r.virtual() {
		return nil
	}
	made, shown, hidden := map[subject]string{}, map[subject]telling{}, r.mask()
	for _, pl := range all {
		for _, now := range pl.tally.tellings() {
			if by, again := made[now.subject]; now.makes && again && by != pl.sc.Address {
				list = append(list, hidden.text(fmt.Sprintf("%s was given the %s %s, as %s was", pl.sc.Address, now.kind, now.id, by)))
			} else if now.makes {
				made[now.subject] = pl.sc.Address
			}
			if alone := pl.tally.viewer(now.subject); alone == "" || alone != now.account {
				continue // nobody known, or the scenario itself says so already
			}
			if then, again := shown[now.subject]; again && then.account != now.account {
				list = append(list, hidden.text(fmt.Sprintf("%s was shown the %s %s as %s, and it is one of %s", pl.sc.Address, now.kind, now.id, now.account, then.account)))
			} else if !again {
				shown[now.subject] = now
			}
		}
	}
	return list
}

// viewer is the one account that was shown a subject, empty if there are several or none.
func (t tally) viewer(of subject) (name string) {
	for one := range t.told {
		if one.subject != of || one.account == "" {
			continue
		}
		if name != "" && name != one.account {
			return ""
		}
		name = one.account
	}
	return name
}
