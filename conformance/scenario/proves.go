package scenario

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/specs"
)

// readProves reads the claims of a step. A claim is of an operation or event
// that the scenario has used by then: what one operation did often shows in
// another's reply, but not in that of a scenario that never calls it. Claims of
// a scope, such as transport, may stand anywhere.
func (r *reader) readProves(node *yaml.Node, s *Step) []specs.Claim {
	var claims []specs.Claim
	for _, item := range r.file.Items(node, "a list of claims") {
		id, ok := r.file.Word(item, "a claim of "+r.contract.Name, r.contract.claims)
		if !ok {
			continue
		}
		claim, _ := r.contract.Ledger.Find(id)
		if !r.checkClaim(item, claim, s) {
			continue
		}
		if slices.ContainsFunc(claims, func(c specs.Claim) bool { return c.ID == id }) {
			r.file.Report(item, "", "%s stands here twice", id)
			continue
		}
		if len(claims) > 0 && claims[0].Assumed() != claim.Assumed() {
			r.file.Report(item, "prove them in steps of their own", "%s is %s and %s is %s: a step that proves assumed claims proves no others, since its failure is only a warning", claims[0].ID, claims[0].Basis, id, claim.Basis)
			continue
		}
		claims = append(claims, claim)
	}
	if node.Kind == yaml.SequenceNode && len(node.Content) == 0 {
		r.file.Report(node, "leave proves out", "proves lists no claim")
	}
	return claims
}

func (r *reader) checkClaim(node *yaml.Node, claim specs.Claim, s *Step) bool {
	operations := r.called
	if s.Kind == Get {
		operations = r.contract.operations // the address may be that of any operation
	}
	switch {
	case claim.OverruledBy != "":
		r.file.Report(node, "", "%s cannot be proven: %s overrules it", claim.ID, claim.OverruledBy)
	case !claim.Testable():
		r.file.Report(node, "", "%s cannot be proven: %s", claim.ID, claim.Note)
	case claim.Operation != "" && !slices.Contains(operations, claim.Operation):
		r.file.Report(node, r.nearClaims(s), "%s is a claim of %s, which the scenario has not called", claim.ID, claim.Operation)
	case claim.Event != "" && !slices.Contains(r.received, claim.Event):
		r.file.Report(node, r.nearClaims(s), "%s is a claim of %s, which the scenario has not received", claim.ID, claim.Event)
	default:
		return true
	}
	return false
}

// nearClaims hints at the claims that the step could prove.
func (r *reader) nearClaims(s *Step) string {
	subject := ""
	switch {
	case s.Operation != nil:
		subject = s.Operation.ID
	case s.Event != nil:
		subject = s.Event.Name
	}
	var first, last string
	for _, claim := range r.contract.Ledger.Claims {
		if claim.About() == subject && claim.Testable() {
			if first == "" {
				first = claim.ID
			}
			last = claim.ID
		}
	}
	if first == "" {
		return ""
	}
	return "the claims of " + subject + " lie between " + first + " and " + last
}
