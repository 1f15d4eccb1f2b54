package engine

import (
	"bytes"
	"net/http"
	"time"
)

// staleness is how old a hostile answer to a read is.
const staleness = 10 * time.Minute

// disquiet draws what is chosen for the reply of a request, once it is known
// which operation it is for.
func (v *visit) disquiet() {
	u := v.Sandbox.unrest.Load()
	if u == nil || v.Operation == nil {
		return
	}
	v.picks = v.Sandbox.picks(v.Provider, "reply "+v.Operation.ID, u.ask(v.Provider.Spec.Name, v.Operation.ID), func(b *behaviour) bool {
		return b.At == atReplies
	})
}

// outdated lets a read be answered as of some time ago, where that is chosen.
func (v *visit) outdated() {
	for i := range v.picks {
		if p := &v.picks[i]; p.Do == "stale" && v.HTTP.Method == http.MethodGet {
			v.lag += staleness
			v.took(p)
		}
	}
}

func (v *visit) took(p *pick) { v.Sandbox.took(v.Provider, &v.choices, &p.behaviour) }

// broken tells whether a request that was carried out is to be answered as if
// it had failed.
func (v *visit) broken() bool {
	for i := range v.picks {
		if p := &v.picks[i]; p.Do == "break" {
			v.took(p)
			return true
		}
	}
	return false
}

// behave lets a good rendering of a reply take the freedoms that were chosen.
// What is no reply of the provider, or was arranged by a fault, is left alone.
func (v *visit) behave(a *outgoing) {
	if len(v.picks) == 0 || v.route == nil || v.fault || v.ours {
		return
	}
	promised := v.route.promised(a.status)
	_, typed := a.header["Content-Type"]
	typed = typed && !isJSON(a.header)
	for i := range v.picks {
		p := &v.picks[i]
		switch {
		case p.Do == "cut":
			v.plan.manner.reset = "before"
			v.took(p)
			continue
		case a.file != nil || len(a.body) == 0 || typed:
			continue
		case p.Do == "charset":
			header := a.header.Clone() // the provider's may be one that all replies share
			if header == nil {
				header = http.Header{}
			}
			header.Set("Content-Type", jsonType+"; charset=utf-8")
			a.header = header
			v.took(p)
			continue
		case p.Do == "text" && a.status < 400:
			continue
		}
		var changed []byte
		if promised != nil {
			changed = p.applied(a.body, promised.schema)
		} else {
			changed = p.applied(a.body, nil)
		}
		if !bytes.Equal(changed, a.body) {
			a.body = changed
			v.took(p)
		}
	}
}

// unsettled are all choices that shaped a reply and what the request set in
// motion.
func (v *visit) unsettled() []Choice {
	return append(v.choices, v.hold.choices...)
}
