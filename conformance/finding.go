package conformance

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

// fail files a step that was not met, and says whether that was expected.
func (p *play) fail(step *scenario.Step, f *failed) (known bool) {
	failure := Failure{
		File: step.Place.File, Line: step.Place.Line, Column: step.Place.Column, Source: step.Place.Text,
		Index: p.index(step), Step: p.label(), Message: f.message, Mismatches: f.mismatches, Arrived: f.arrived,
		Warning: step.Assumed() && !p.strict, By: byScenario, Times: 1,
	}
	if len(f.mismatches) > 0 && f.mismatches[0].Line > 0 {
		first := f.mismatches[0]
		failure.Line, failure.Column, failure.Source = first.Line, first.Column, first.Source
	}
	ids := make([]string, len(step.Proves))
	for i, claim := range step.Proves {
		ids[i] = claim.ID
	}
	p.file(failure, ids)
	return p.failures[len(p.failures)-1].Known != ""
}

// judged files what the document says of the message of a moment. A violation does not stop the scenario: documents prove shape,
// scenarios prove behaviour.
func (p *play) judged(moment int, found shape.Finding, what string) {
	p.mask.add(found.Secrets...)
	p.tally.proven(found.Proven)
	if len(found.Violations) > 0 {
		m := &p.log[moment]
		m.judged = append(m.judged, judgement{number: p.step, found: found.Violations, by: byDocument})
	}
	for _, v := range found.Violations {
		at, warning := p.sc.Place, p.assumed(v.Claims)
		if p.step > 0 {
			step := p.sc.Steps[p.step-1]
			at, warning = step.Place, warning || len(v.Claims) == 0 && step.Assumed()
		}
		p.file(Failure{
			File: at.File, Line: at.Line, Column: at.Column, Source: at.Text, Index: p.step, Step: p.label(),
			Message:    what + " does not fit the document",
			Mismatches: p.violations([]shape.Violation{v}),
			Warning:    warning && !p.strict, By: byDocument, Times: 1,
		}, v.Claims)
	}
}

// violations are places where a message does not fit the document, with its secrets.
func (p *play) violations(found []shape.Violation) []Mismatch {
	list := make([]Mismatch, len(found))
	for i, v := range found {
		list[i] = Mismatch{Path: v.Path, Want: v.Want, Got: v.Got}
	}
	return list
}

// file adds a failure, unless it is one that this scenario has shown already.
func (p *play) file(f Failure, ids []string) {
	f.Known = p.excuse(ids)
	if f.Owner = OwnerProvider; f.Warning {
		f.Owner = OwnerSuite // what we assumed may be wrong
	}
	p.tally.refuted(ids, f.Known != "", func(id string) bool { return p.run.knownClaim(id) != "" || p.run.knownScenario(p.sc.Address) != "" })
	if f.By != byScenario {
		for i := range p.failures {
			old := &p.failures[i]
			if old.By == f.By && old.Message == f.Message && anyIndex(old.Mismatches[0].Path) == anyIndex(f.Mismatches[0].Path) &&
				old.Mismatches[0].Want == f.Mismatches[0].Want {
				old.Times++
				return
			}
		}
	}
	for _, id := range ids {
		if claim, ok := p.sc.Provider.Ledger.Find(id); ok {
			f.Claims = append(f.Claims, cite(p.sc.Provider, claim))
		}
	}
	p.failures = append(p.failures, f)
}

func cite(provider *specs.Provider, claim specs.Claim) ClaimRef {
	source := claim.Source
	if address := provider.Ledger.Sources[claim.Source]; address != "" {
		source = address
	}
	return ClaimRef{ID: claim.ID, Basis: claim.Basis, Text: strings.TrimSpace(claim.Text), Source: source}
}

// assumed tells whether there are claims, and all of them are assumed.
func (p *play) assumed(ids []string) bool {
	for _, id := range ids {
		if claim, ok := p.sc.Provider.Ledger.Find(id); !ok || !claim.Assumed() {
			return false
		}
	}
	return len(ids) > 0
}

// excuse is why a failure is known: of this scenario, or of one of the claims.
func (p *play) excuse(ids []string) string {
	if because := p.run.knownScenario(p.sc.Address); because != "" {
		return because
	}
	for _, id := range ids {
		if because := p.run.knownClaim(id); because != "" {
			return because
		}
	}
	return ""
}

// known joins the excuses of a scenario whose failures are all expected.
func (p *play) known() string {
	var reasons []string
	for _, f := range p.failures {
		if f.Known != "" && !strings.Contains(strings.Join(reasons, ", "), f.Known) {
			reasons = append(reasons, f.Known)
		}
	}
	return strings.Join(reasons, ", ")
}

func (r *run) knownScenario(address string) string {
	for _, known := range r.target.Known {
		if known.Scenario == "" {
			continue
		}
		if ok, _ := path.Match(known.Scenario, address); ok || known.Scenario == address {
			return because(known.Because)
		}
	}
	return ""
}

func (r *run) knownClaim(id string) string {
	for _, known := range r.target.Known {
		if known.Claim == id {
			return because(known.Because)
		}
	}
	return ""
}

func because(reason string) string {
	if reason == "" {
		return "known"
	}
	return reason
}

// label names the step that is being done.
func (p *play) label() string {
	if p.step == 0 {
		return "after the last step"
	}
	step := p.sc.Steps[p.step-1]
	name := ""
	switch {
	case step.Operation != nil:
		name = ": " + step.Operation.ID
	case step.Event != nil:
		name = ": " + step.Event.Name
	}
	return fmt.Sprintf("step %d, %s%s", p.step, step.Kind, name)
}

// mismatches are those of a result, with the lines of the scenario that they point to, and with its secrets.
func (p *play) mismatches(step *scenario.Step, result match.Result) []Mismatch {
	var list []Mismatch
	for _, m := range result.Mismatches {
		list = append(list, Mismatch{
			Path: dotted(m.Part, m.Path), Want: m.Want, Got: m.Got,
			Line: m.Line, Column: m.Column, Source: p.line(step.Place, m.Line),
		})
	}
	return list
}

// dotted writes a JSON pointer into a part of a message as people write it: body.data.calls[0].
func dotted(part, pointer string) string {
	if part == "header" || part == "headers" {
		return "headers." + strings.TrimPrefix(pointer, "/")
	}
	text := part
	for _, key := range strings.Split(pointer, "/")[1:] {
		key = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
		if key != "" && strings.Trim(key, "0123456789") == "" {
			text += "[" + key + "]"
		} else {
			text += "." + key
		}
	}
	return strings.TrimPrefix(text, ".")
}

var indexes = regexp.MustCompile(`\[\d+\]`)

// anyIndex is a path without the numbers of its elements.
func anyIndex(path string) string { return indexes.ReplaceAllString(path, "[]") }
