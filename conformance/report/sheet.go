package report

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance"
)

// sheet is one result as the templates of the page show it. What it links to has the names that people know: a claim its
// id, a scenario its address, and an exchange the address with its number.
type sheet struct {
	*conformance.Result
	// Single: the page is of this result alone.
	Single bool
	prefix string // of every anchor, where another sheet is of the same provider
	Parts  []sheetPart

	scenarios map[string]bool
	claims    map[string]bool
}

// sheetPart is a part that is written.
type sheetPart struct {
	ID, Title string
	Body      template.HTML
}

func sheetOf(result *conformance.Result, before []*conformance.Result) *sheet {
	s := &sheet{Result: result, scenarios: map[string]bool{}, claims: map[string]bool{}}
	same := 1
	for _, other := range before {
		if other.Provider == result.Provider {
			same++
		}
	}
	if same > 1 {
		s.prefix = fmt.Sprintf("%d:", same)
	}
	for _, sc := range result.Scenarios {
		s.scenarios[sc.Address] = shown(sc)
	}
	for _, claim := range result.Claims {
		s.claims[claim.ID] = true
	}
	return s
}

// shown leaves out what a selection left out.
func shown(sc conformance.ScenarioResult) bool {
	return sc.Verdict != conformance.NotSelected || sc.Reason != ""
}

// Part is the anchor of a part, Anchor that of anything else.
func (s *sheet) Part(name string) string   { return s.prefix + s.Provider + ":" + name }
func (s *sheet) Anchor(name string) string { return s.prefix + name }

// Word, Sentence and Clock say what the run came to.
func (s *sheet) Word() string     { return word(s.Result) }
func (s *sheet) Sentence() string { return sentence(s.Result) }
func (s *sheet) Clock() string    { return clockOf(s.Result) }
func (s *sheet) Lasted() string   { return round(time.Duration(s.Took)) }

// share is one part of a bar.
type share struct {
	Verdict conformance.Verdict
	Count   int
	// X and Width are percentages of the bar.
	X, Width string
}

// Shares are the verdicts of the scenarios, and ClaimShares those of the claims, gravest first.
func (s *sheet) Shares() []share {
	return sharesOf(countScenarios(s.Result), scenarioOrder()[:len(scenarioOrder())-1])
}

func (s *sheet) ClaimShares() []share { return sharesOf(countClaims(s.Result), claimOrder()) }

func sharesOf(count map[conformance.Verdict]int, order []conformance.Verdict) []share {
	var list []share
	total, before := 0, 0
	for _, verdict := range order {
		total += count[verdict]
	}
	for _, verdict := range order {
		if n := count[verdict]; n > 0 {
			list = append(list, share{verdict, n, percent(before, total), percent(n, total)})
			before += n
		}
	}
	return list
}

func percent(n, of int) string { return fmt.Sprintf("%.3f%%", 100*float64(n)/float64(of)) }

// Broken are the claims that do not hold.
func (s *sheet) Broken() []conformance.ClaimResult {
	var list []conformance.ClaimResult
	for _, claim := range s.Claims {
		if claim.Verdict == conformance.Failed {
			list = append(list, claim)
		}
	}
	return list
}

// Remarks and Excuses are what else there is to know, and the lines of a target that would make the run complete.
func (s *sheet) Remarks() []string { return remarksOf(s.Result) }
func (s *sheet) Excuses() string   { return strings.Join(excuses(s.Result), "\n") }

// Has tells whether the page shows a scenario, and Knows whether it shows a claim, so that no link leads nowhere.
func (s *sheet) Has(address string) bool { return s.scenarios[address] }
func (s *sheet) Knows(id string) bool    { return s.claims[id] }

// Columns are the statuses that were seen of any operation.
func (s *sheet) Columns() []int {
	seen := map[int]bool{}
	for _, op := range s.Operations {
		for status := range op.Statuses {
			seen[status] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// webAddress is a source that a link may lead to, and empty for any other.
func webAddress(source string) string {
	if strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://") {
		return source
	}
	return ""
}
