package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

// played is a scenario of the run with what became of it.
type played struct {
	sc       *scenario.Scenario
	selected bool
	result   ScenarioResult
	tally    tally
	watched  bool   // that what must never arrive does not
	inbox    string // the address below which its callbacks come
}

// judgeClaims gives each claim of the ledger its verdict: failed if a selected step or node that names it failed,
// verified if all that name it passed, else untested.
func (r *run) judgeClaims(all []*played) []ClaimResult {
	naming := map[string][]*played{}
	steps := map[*played]map[string]int{}
	for _, pl := range all {
		if !pl.selected {
			continue
		}
		steps[pl] = stepsNaming(pl.sc)
		for id := range steps[pl] {
			naming[id] = append(naming[id], pl)
		}
	}
	var results []ClaimResult
	for _, claim := range r.provider.Ledger.Claims {
		ref := cite(r.provider, claim)
		result := ClaimResult{ID: ref.ID, About: claim.About(), Basis: ref.Basis, Text: ref.Text, Source: ref.Source, Guard: r.Guards[claim.ID]}
		switch {
		case claim.OverruledBy != "":
			result.Verdict, result.Reason = Overruled, "by "+claim.OverruledBy
		case !claim.Testable():
			result.Verdict, result.Reason = NotTestable, strings.TrimSpace(claim.Note)
		default:
			r.judgeClaim(&result, claim, all, naming[claim.ID], steps)
		}
		results = append(results, result)
	}
	return results
}

func stepsNaming(sc *scenario.Scenario) map[string]int {
	names := map[string]int{}
	for _, step := range slices.Concat(sc.Steps, sc.Never) {
		for _, claim := range step.Proves {
			names[claim.ID]++
		}
	}
	return names
}

func (r *run) judgeClaim(result *ClaimResult, claim specs.Claim, all, naming []*played, steps map[*played]map[string]int) {
	against, excused, nodes := false, false, false
	for _, pl := range all {
		against = against || pl.tally.against[claim.ID]
		excused = excused || pl.tally.excused[claim.ID]
		nodes = nodes || pl.tally.nodes[claim.ID]
		if pl.tally.against[claim.ID] && !slices.Contains(naming, pl) {
			result.By = append(result.By, pl.sc.Address)
		}
	}
	result.ByDocument = nodes
	judged, open, lacked := 0, 0, 0
	for _, pl := range naming {
		result.By = append(result.By, pl.sc.Address)
		switch {
		case pl.result.Verdict == NotApplicable:
			lacked++
		case pl.tally.steps[claim.ID] == steps[pl][claim.ID]:
			judged++
		default:
			open++
		}
	}
	slices.Sort(result.By)
	switch {
	case against && claim.Assumed() && !r.strict:
		result.Verdict = Warned
	case against:
		result.Verdict = Failed
	case excused:
		result.Verdict, result.Reason = KnownFailure, r.knownClaim(claim.ID)
	case open == 0 && (judged > 0 || nodes):
		result.Verdict = Verified
	case open == 0 && (lacked > 0 || r.target.LacksWord(claim.Operation) || r.target.LacksWord(claim.Event)):
		result.Verdict, result.Reason = NotApplicable, "the target lacks what it is about"
	default:
		result.Verdict = Untested
		result.Reason = r.whyUntested(naming, open)
	}
}

func (r *run) whyUntested(naming []*played, open int) string {
	switch {
	case len(naming) == 0 && !r.complete:
		return "nothing that was selected proves it"
	case len(naming) == 0:
		return "no message went through the document's node for it"
	}
	return fmt.Sprintf("%d of %d scenarios that prove it did not get so far", open, len(naming))
}

// unfulfilled lists the known failures that did not fail: whoever repaired them has to say so in the target.
func (r *run) unfulfilled(all []*played, claims []ClaimResult) []string {
	var lines []string
	for _, known := range r.target.Known {
		if known.Claim != "" {
			for _, claim := range claims {
				if claim.ID == known.Claim && claim.Verdict == Verified {
					lines = append(lines, fmt.Sprintf("claim %s is known to fail (%s) and holds now", known.Claim, because(known.Because)))
				}
			}
		}
		passes, fails := 0, 0
		for _, pl := range all {
			if known.Scenario != "" && pl.selected && fits(known.Scenario, pl.sc.Address) {
				switch pl.result.Verdict {
				case Pass:
					passes++
				case KnownFailure, Fail:
					fails++
				}
			}
		}
		if passes > 0 && fails == 0 {
			lines = append(lines, fmt.Sprintf("scenario %s is known to fail (%s) and passes now", known.Scenario, because(known.Because)))
		}
	}
	return lines
}

// seen sums what was exchanged.
func (r *run) seen(all []*played) ([]OperationResult, []EventResult) {
	var operations []OperationResult
	for _, op := range r.provider.Operations() {
		statuses := map[int]int{}
		for _, pl := range all {
			for status, n := range pl.tally.answers[op.ID] {
				statuses[status] += n
			}
		}
		operations = append(operations, OperationResult{op.ID, statuses})
	}
	var events []EventResult
	for _, event := range r.provider.Events() {
		count := 0
		for _, pl := range all {
			count += pl.tally.callback[event.Name]
		}
		events = append(events, EventResult{event.Name, count})
	}
	return operations, events
}

// lacking are the words that would make an incomplete run complete. What a scenario that passed has used is not lacked.
func lacking(all []*played) []string {
	words := map[string]bool{}
	for _, pl := range all {
		if pl.result.Verdict == Inconclusive {
			for _, word := range pl.result.Lacks {
				words[word] = true
			}
		}
	}
	for _, pl := range all {
		if pl.result.Verdict == Pass {
			for _, step := range pl.sc.Steps {
				for _, word := range needs(step) {
					delete(words, word)
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(words))
}
