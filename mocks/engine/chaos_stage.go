package engine

import (
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
)

// dawdle lets the stages of a story that is about to be told last longer, where
// that is chosen.
func (tx *Tx) dawdle(id string, plan call.Plan, trouble *call.Trouble) {
	for _, p := range tx.sandbox.picks(tx.provider, "call "+id, 0, func(b *behaviour) bool { return b.Do == "slower" }) {
		part, ok := call.PartNamed(p.At)
		if ok && plan.Script().Has(part) {
			trouble.Parts[part].Delay += p.span()
			tx.took(&p)
		}
	}
}

func (tx *Tx) took(p *pick) {
	if tx.hold == nil {
		tx.sandbox.fake.chosen.add(tx.provider, p.Name)
		return
	}
	tx.sandbox.took(tx.provider, &tx.hold.choices, &p.behaviour)
}

// reform gives an id another form behind its prefix, where that is chosen.
func (tx *Tx) reform(c *class, id string) string {
	for _, p := range tx.sandbox.picks(tx.provider, "id "+id, 0, func(b *behaviour) bool { return b.Do == "ids" }) {
		if !strings.HasPrefix(id, p.Prefix) {
			continue
		}
		other := p.Prefix + Letters(p.draw, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789", 8+p.draw.Rand.Intn(25))
		if _, taken := c.byID[other]; !taken {
			tx.took(&p)
			return other
		}
	}
	return id
}
