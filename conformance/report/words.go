package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// word is what a whole run came to.
func word(result *conformance.Result) string {
	text := map[conformance.Verdict]string{
		conformance.Pass: "conformant", conformance.Fail: "not conformant", conformance.Inconclusive: "incomplete",
		conformance.Error: "could not be judged",
	}[result.Verdict]
	if result.Interrupted {
		text += ", interrupted"
	}
	return text
}

// clockOf says whose time the scenarios ran in.
func clockOf(result *conformance.Result) string {
	if result.Virtual {
		return "virtual time"
	}
	return "real time"
}

// scenarioOrder is the gravest verdict first, and claimOrder what a reader of claims asks first.
func scenarioOrder() []conformance.Verdict {
	return []conformance.Verdict{
		conformance.Error, conformance.Fail, conformance.Inconclusive, conformance.Pass, conformance.KnownFailure,
		conformance.NotApplicable, conformance.NotSelected,
	}
}

func claimOrder() []conformance.Verdict {
	return []conformance.Verdict{
		conformance.Verified, conformance.Failed, conformance.Warned, conformance.KnownFailure, conformance.Untested,
		conformance.NotApplicable, conformance.Overruled, conformance.NotTestable,
	}
}

// countScenarios and countClaims are how many have each verdict.
func countScenarios(result *conformance.Result) map[conformance.Verdict]int {
	count := map[conformance.Verdict]int{}
	for _, sc := range result.Scenarios {
		count[sc.Verdict]++
	}
	return count
}

func countClaims(result *conformance.Result) map[conformance.Verdict]int {
	count := map[conformance.Verdict]int{}
	for _, claim := range result.Claims {
		count[claim.Verdict]++
	}
	return count
}

// counted and countedClaims are the counts in words, such as "1 fail", of those that are not zero.
func counted(result *conformance.Result) []string {
	return inWords(countScenarios(result), scenarioOrder())
}

func countedClaims(result *conformance.Result) []string {
	return inWords(countClaims(result), claimOrder())
}

func inWords(count map[conformance.Verdict]int, order []conformance.Verdict) []string {
	var parts []string
	for _, verdict := range order {
		if count[verdict] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[verdict], verdict))
		}
	}
	return parts
}

// longer says what wait.longest would be enough for how many of the scenarios that it cut short, as lines of a target.
func longer(result *conformance.Result) []string {
	var needs []conformance.Span
	for _, sc := range result.Scenarios {
		if sc.Longest > 0 {
			needs = append(needs, sc.Longest)
		}
	}
	slices.Sort(needs)
	var lines []string
	for i, need := range needs {
		if i+1 == len(needs) || needs[i+1] != need {
			lines = append(lines, fmt.Sprintf("wait: {longest: %s} # enough for %d of the %s cut short", need, i+1, many(len(needs), "scenario")))
		}
	}
	return lines
}

// sentence says what became of the scenarios. What could not be judged never sounds like a success.
func sentence(result *conformance.Result) string {
	count := countScenarios(result)
	var parts []string
	add := func(verdict conformance.Verdict, says string) {
		if n := count[verdict]; n > 0 {
			parts = append(parts, many(n, "scenario")+" "+says)
		}
	}
	add(conformance.Fail, "failed")
	add(conformance.Error, "ran into an error that is not the provider's")
	add(conformance.Inconclusive, "could not be judged")
	add(conformance.KnownFailure, "failed as known")
	add(conformance.Pass, "passed")
	add(conformance.NotApplicable, "did not apply")
	if len(result.Unfulfilled) > 0 {
		parts = append(parts, many(len(result.Unfulfilled), "known failure")+" did not fail")
	}
	if result.Coverage.Short() {
		parts = append(parts, "less of the document was seen than asked for")
	}
	if len(result.Incoherent) > 0 {
		parts = append(parts, many(len(result.Incoherent), "contradiction")+" between scenarios")
	}
	if len(result.Unfired) > 0 {
		parts = append(parts, many(len(result.Unfired), "fault")+" never fired")
	}
	if len(parts) == 0 {
		return "Nothing was judged."
	}
	text := strings.Join(parts, ", ") + "."
	if !result.Complete {
		text += " Only a part was selected."
	}
	return text
}

// unjudged are the claims that keep a whole run from being complete.
func unjudged(result *conformance.Result) []conformance.ClaimResult {
	var list []conformance.ClaimResult
	for _, claim := range result.Claims {
		if claim.Verdict == conformance.Untested && claim.Basis != "assumed" {
			list = append(list, claim)
		}
	}
	return list
}
