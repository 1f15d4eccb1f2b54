package conformance

import (
	"net/http"

	"github.com/ringer-mock/ringer/conformance/coherence"
	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

// newBook is what one scenario is told of calls. Where provider time is moved by us, it stands still between two
// messages, and no answer may be behind.
func (p *play) newBook() *coherence.Book {
	lag := coherence.Lag
	if p.run.virtual() {
		lag = 0
	}
	return coherence.New(p.sc.Provider.Subjects(), lag, p.began)
}

// heard judges an answer by what was said before.
func (p *play) heard(moment int, out *outgoing, as scenario.Account, req *http.Request, got reply, told []shape.Told) {
	said := coherence.Statement{
		Source: out.operation.ID, At: p.world.now(), Account: account(out.operation, as), Told: told, Makes: out.operation.Makes(),
	}
	if name := out.operation.Repeats(); name != "" {
		said.Repeat = req.Header.Get(name)
	}
	var found []coherence.Violation
	success := got.Status/100 == 2
	if success {
		found = p.book.Hear(said)
		p.tally.tell(said)
	}
	if reads := out.operation.Reads(); reads.Subject != "" && out.params[reads.Parameter] != nil {
		id := match.Text(out.params[reads.Parameter])
		gone := success || got.Status == http.StatusNotFound || got.Status == http.StatusGone
		for _, one := range told {
			gone = gone && (one.Subject != reads.Subject || one.ID != id)
		}
		if gone {
			found = append(found, p.book.Miss(said, reads.Subject, id)...)
		}
	}
	p.incoherent(moment, found)
}

// heardCallback judges a callback by what was said before.
func (p *play) heardCallback(a *arrival, told []shape.Told) {
	if a.exact {
		p.incoherent(a.moment, p.book.Hear(coherence.Statement{Source: a.event, Callback: true, At: a.at, Told: told}))
	}
}

// secondAccount is the one of which targets say that it is another customer's.
const secondAccount = "other"

// account names the view that an answer shows. Only two are sure to be of different customers; whoever is nobody has
// none. Accounts that the world has besides may be keys of the first one.
func account(op *specs.Operation, as scenario.Account) string {
	if len(op.Security) == 0 || as.Token != nil {
		return ""
	}
	switch as.Name {
	case scenario.Main, secondAccount, scenario.Nobody, scenario.Stranger:
		return as.Name
	}
	return ""
}

// incoherent files what does not agree with what was said before. It does not stop the scenario.
func (p *play) incoherent(moment int, found []coherence.Violation) {
	for _, v := range found {
		at := p.sc.Place
		if p.step > 0 {
			at = p.sc.Steps[p.step-1].Place
		}
		place := shape.Violation{Path: v.Path, Want: v.Want, Got: v.Got, Claims: v.Claims}
		m := &p.log[moment]
		m.judged = append(m.judged, judgement{number: p.step, found: []shape.Violation{place}, by: byCoherence})
		p.file(Failure{
			File: at.File, Line: at.Line, Column: at.Column, Source: at.Text, Index: p.step, Step: p.label(),
			Message: v.Message, Mismatches: p.violations([]shape.Violation{place}),
			Warning: p.assumed(v.Claims) && !p.strict, By: byCoherence, Times: 1,
		}, v.Claims)
	}
}

// Who judges, in Failure.By and Judgement.By.
const (
	byScenario  = "scenario"
	byDocument  = "document"
	byCoherence = "coherence"
)
