package engine

import (
	"bytes"
	"slices"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// deliverRepeat sends a callback again once it was received. No fault says it.
const deliverRepeat = "repeat"

// overdue is how late a hostile callback is.
const overdue = time.Hour

// agitate draws what is chosen for a new delivery, the ordinal-th of its event,
// beside what faults have arranged, who come first.
func (s *Sandbox) agitate(d *delivery, ordinal int, by *arranged) {
	d.picks = s.picks(d.provider, "callback "+d.subject+" "+d.callback.Event, uint64(ordinal), func(b *behaviour) bool {
		return b.At == atCallbacks
	})
	for i := range d.picks {
		p := &d.picks[i]
		took := func() { s.took(d.provider, &by.Choices, &p.behaviour) }
		deliver := func(word string) {
			if by.Deliver == "" {
				by.Deliver = word
				took()
			}
		}
		switch p.Do {
		case "late":
			by.Delay += p.span()
			took()
		case "overdue":
			by.Delay += overdue
			took()
		case "repeat":
			deliver(deliverRepeat)
		case "drop":
			deliver(deliverNever)
		case "swap":
			deliver(deliverLast)
		case "forge":
			if d.provider.Callbacks.Sign != nil && d.callback.Key != "" && by.Sign == "" {
				by.Sign = []string{signWrong, signNone}[p.draw.Rand.Intn(2)]
				took()
			}
		case "retry":
			if policy := p.policy(d.policy); policy != nil {
				d.callback.Policy, d.policy = policy, policy
				took()
			}
		}
	}
}

// policy is another one that is permitted; nil: it comes to the same.
func (p *pick) policy(now *Policy) *Policy {
	other := *now
	if n := len(p.Attempts); n > 0 {
		other.Attempts = p.Attempts[p.draw.Rand.Intn(n)]
	}
	if len(p.Pauses) > 0 {
		other.Pauses = p.Pauses
	}
	if p.Accepts != 0 {
		other.Accepts = Statuses{p.Accepts, p.Accepts}
	}
	if other.Attempts == now.Attempts && other.Accepts == now.Accepts && slices.Equal(other.Pauses, now.Pauses) {
		return nil
	}
	return &other
}

// rewrite lets the body of a delivery take the freedoms that were chosen.
// What is wrong with the body as it was is the provider's fault, and told.
func (s *Sandbox) rewrite(d *delivery, body []byte) (changed []byte, unfit string) {
	changed = body
	var schema *openapi3.Schema
	if event, known := d.provider.Spec.Event(d.callback.Event); known {
		schema = event.Body()
	}
	for i := range d.picks {
		p := &d.picks[i]
		if next := p.applied(changed, schema); !bytes.Equal(next, changed) {
			changed = next
			s.took(d.provider, &d.arranged.Choices, &p.behaviour)
		}
	}
	d.picks = nil
	if len(d.arranged.Choices) > 0 && len(d.arranged.Alter) == 0 {
		unfit = s.fake.courier.fit(d.provider, d.callback.Event, body)
	}
	return changed, unfit
}

// without is choices but those of one name.
func without(list []Choice, name string) []Choice {
	return slices.DeleteFunc(slices.Clone(list), func(c Choice) bool { return c.Name == name })
}
