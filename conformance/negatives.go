package conformance

import (
	"fmt"
	"net/http"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
)

// BreachResult is a request that breaks one rule of the document, and what the implementation made of it.
type BreachResult struct {
	Operation string `json:"operation"`
	// Member is the member or parameter, in dots where it lies deeper; empty: the request as a whole.
	Member string `json:"member,omitempty"`
	Rule   string `json:"rule"`
	// Documented: somebody says how it is refused.
	Documented bool `json:"documented"`
	// Status is the answer's; 0: there was none.
	Status int `json:"status,omitempty"`
}

func breachOf(sc *scenario.Scenario) *BreachResult {
	b := sc.Breaks
	if b == nil {
		return nil
	}
	return &BreachResult{Operation: b.Operation, Member: b.Member, Rule: b.Rule, Documented: b.Documented}
}

// answer files what the last step was answered.
func (b *BreachResult) answer(p *play) {
	if b == nil || p.step != 0 && p.step != len(p.sc.Steps) {
		return // it did not get so far
	}
	for _, m := range p.log {
		if m.kind == "request" && m.name == b.Operation {
			b.Status = m.status
		}
	}
}

// breached sums the scenarios that break a rule: how many were withheld, and those whose refusal nobody documents.
func (r *Result) breached() {
	for _, sc := range r.Scenarios {
		switch b := sc.Breaks; {
		case b == nil:
		case sc.Reason == withheldReason:
			r.Withheld++
		case b.Status != 0 && !b.Documented:
			r.Undocumented = append(r.Undocumented, *b)
		}
	}
}

const withheldReason = "it breaks a rule, and an operation that dials is sent nothing broken where somebody could be called"

// withheld says why a scenario that breaks a rule must not be played: nobody knows whom a broken request dials. Only an
// implementation on loopback whose target names nobody who may be dialled is taken for one that calls nobody.
func (r *run) withheld(sc *scenario.Scenario) string {
	if sc.Breaks == nil || r.callsNobody() {
		return ""
	}
	for _, step := range sc.Steps {
		if step.Operation != nil && target.Dials(step.Operation) {
			return withheldReason
		}
	}
	return ""
}

func (r *run) callsNobody() bool { return r.target.Safety == nil && loopback(r.wire.base.Hostname()) }

// unbreakable is the same rule for the finished request, wherever it leads.
func (p *play) unbreakable(req *http.Request) error {
	if p.sc.Breaks == nil || p.run.callsNobody() || !p.run.wire.guard.dialled(req) {
		return nil
	}
	return &stop{verdict: Inconclusive, reason: fmt.Sprintf("not sent: %s", withheldReason)}
}

// spoil makes of a body one that the document does not describe.
func (o *outgoing) spoil(body []byte) []byte {
	switch o.spoilt {
	case scenario.Cut:
		return body[:len(body)-1]
	case scenario.Untyped:
		o.header.Set("Content-Type", "text/plain")
	}
	return body
}

// line is the text of a line of the scenario's file. One that a program wrote stands in no folder.
func (p *play) line(near scenario.Place, number int) string {
	if p.sc.Breaks != nil {
		return p.sc.Line(number)
	}
	return p.run.line(near, number)
}
