package conformance

import (
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/scenario"
)

// StepResult is one step as the scenario wrote it, and what became of it.
type StepResult struct {
	Line int `json:"line"`
	// Kind is call, get, receive, eventually, wait or never.
	Kind string `json:"kind"`
	// Name is the operation or the event.
	Name string `json:"name,omitempty"`
	As   string `json:"as,omitempty"`
	// Expected is what was to be seen, as the scenario writes it; each of where, after and until on a line of its own.
	Expected string `json:"expected,omitempty"`
	// Within is the provider time that it was given.
	Within Span     `json:"within,omitempty"`
	Claims []string `json:"claims,omitempty"`
	// Verdict is pass, fail, warning, known failure, or untested where the scenario did not get so far.
	Verdict Verdict `json:"verdict"`
}

// steplist is what the scenario's steps expected, and what became of each.
func (p *play) steplist() []StepResult {
	var list []StepResult
	for i, step := range slices.Concat(p.sc.Steps, p.sc.Never) {
		one := StepResult{Line: step.Place.Line, Kind: step.Kind.String(), As: step.As.Name, Within: Span(step.Within), Verdict: Untested}
		if step.As.Name == scenario.Main || step.Kind == scenario.Receive {
			one.As = ""
		}
		if step.Kind == scenario.Wait {
			one.Within = Span(step.Duration)
		}
		if step.Operation != nil {
			one.Name = step.Operation.ID
		} else if step.Event != nil {
			one.Name = step.Event.Name
		}
		for _, claim := range step.Proves {
			one.Claims = append(one.Claims, claim.ID)
		}
		if i >= len(p.sc.Steps) {
			one.Kind = "never"
		}
		one.Expected = p.mask.text(expected(step))
		if p.met[i+1] {
			one.Verdict = Pass
		}
		for _, f := range p.failures {
			if f.Index == i+1 {
				one.Verdict = graver(one.Verdict, f)
			}
		}
		list = append(list, one)
	}
	return list
}

// graver is the verdict of a step after one more failure of it.
func graver(now Verdict, f Failure) Verdict {
	switch {
	case now == Fail:
		return Fail
	case f.Known != "":
		return KnownFailure
	case f.Warning && now != KnownFailure:
		return Warned
	case f.Warning:
		return now
	}
	return Fail
}

// expected is what a step wants to see, each part on a line of its own.
func expected(step *scenario.Step) string {
	if step.Kind == scenario.Wait {
		return ""
	}
	var parts []string
	if step.Where != nil {
		parts = append(parts, "where "+step.Where.String())
	}
	if step.After != "" {
		parts = append(parts, "after "+step.After)
	}
	if step.Until != nil {
		parts = append(parts, "until "+step.Until.String())
	}
	switch {
	case step.Expect != nil && step.Expect.String() != "":
		parts = append(parts, step.Expect.String())
	case step.Event == nil && step.Until == nil:
		parts = append(parts, "any 2xx")
	}
	return strings.Join(parts, "\n")
}

// index is the place of a step in the list of steps, from 1.
func (p *play) index(step *scenario.Step) int {
	return slices.Index(slices.Concat(p.sc.Steps, p.sc.Never), step) + 1
}
