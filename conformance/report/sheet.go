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

// finding is one thing that asks for an act.
type finding struct {
	Verdict conformance.Verdict
	Address string
	Message string
	Step    string
	Claims  []conformance.ClaimRef
}

// owned are the findings of one owner.
type owned struct {
	Owner    conformance.Owner
	Findings []finding
}

// Owned are the findings by who has to act on them.
func (s *sheet) Owned() []owned {
	var list []owned
	all := findings(s.Result)
	for _, owner := range []conformance.Owner{
		conformance.OwnerProvider, conformance.OwnerSuite, conformance.OwnerHarness, conformance.OwnerEnvironment, "",
	} {
		if len(all[owner]) > 0 {
			list = append(list, owned{owner, all[owner]})
		}
	}
	return list
}

// Says is what an owner has to do.
func (o owned) Says() string {
	switch o.Owner {
	case conformance.OwnerProvider:
		return "The implementation does not do as its documents say."
	case conformance.OwnerSuite:
		return "A scenario asks what cannot be asked, or rests on an assumption that does not hold."
	case conformance.OwnerHarness:
		return "The runner, or the fake's control port, did not do its work."
	case conformance.OwnerEnvironment:
		return "The target file, the network, or whoever stopped the run."
	}
	return "Nobody is named."
}

func findings(result *conformance.Result) map[conformance.Owner][]finding {
	all := map[conformance.Owner][]finding{}
	for _, sc := range result.Scenarios {
		for _, f := range sc.Failures {
			one := finding{verdictOf(f), sc.Address, f.Message, f.Step, f.Claims}
			all[f.Owner] = append(all[f.Owner], one)
		}
		if sc.Verdict == conformance.Error || sc.Verdict == conformance.Inconclusive {
			all[sc.Owner] = append(all[sc.Owner], finding{Verdict: sc.Verdict, Address: sc.Address, Message: sc.Reason})
		}
	}
	return all
}

func verdictOf(f conformance.Failure) conformance.Verdict {
	switch {
	case f.Known != "":
		return conformance.KnownFailure
	case f.Warning:
		return conformance.Warned
	}
	return conformance.Fail
}

// Remarks and Excuses are what else there is to know, and the lines of a target that would make the run complete.
func (s *sheet) Remarks() []string { return remarksOf(s.Result) }
func (s *sheet) Excuses() string   { return strings.Join(excuses(s.Result), "\n") }

// claimGroup is what is claimed of one operation or event.
type claimGroup struct {
	About  string
	Claims []conformance.ClaimResult
	Shares []share
	Open   bool
}

// ClaimGroups are the claims by what they are about: operations and events in the order of the document, then the rest.
func (s *sheet) ClaimGroups() []claimGroup {
	by := map[string][]conformance.ClaimResult{}
	for _, claim := range s.Claims {
		by[claim.About] = append(by[claim.About], claim)
	}
	var order []string
	for _, op := range s.Operations {
		order = append(order, op.Operation)
	}
	for _, event := range s.Events {
		order = append(order, event.Event)
	}
	for _, about := range slices.Sorted(maps.Keys(by)) {
		if !slices.Contains(order, about) {
			order = append(order, about)
		}
	}
	var groups []claimGroup
	for _, about := range order {
		if len(by[about]) == 0 {
			continue
		}
		group := claimGroup{About: about, Claims: by[about]}
		count := map[conformance.Verdict]int{}
		for _, claim := range group.Claims {
			count[claim.Verdict]++
			group.Open = group.Open || tone(claim.Verdict) == "bad" || tone(claim.Verdict) == "unsure" && (s.Complete || claim.Verdict != conformance.Untested)
		}
		group.Shares = sharesOf(count, claimOrder())
		groups = append(groups, group)
	}
	return groups
}

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

// scenarioGroup are the scenarios of one verdict.
type scenarioGroup struct {
	Verdict conformance.Verdict
	Topics  []topic
	Count   int
	Open    bool
}

// topic are those of one file.
type topic struct {
	File      string
	Scenarios []*story
	Open      bool
}

// Groups are the scenarios, gravest first, and within a verdict by file.
func (s *sheet) Groups() []scenarioGroup {
	var groups []scenarioGroup
	for _, verdict := range []conformance.Verdict{
		conformance.Error, conformance.Fail, conformance.Inconclusive, conformance.KnownFailure, conformance.Pass,
		conformance.NotApplicable, conformance.NotSelected,
	} {
		group := scenarioGroup{Verdict: verdict, Open: verdict != conformance.Pass && verdict != conformance.NotApplicable && verdict != conformance.NotSelected}
		for _, sc := range s.Scenarios {
			if sc.Verdict != verdict || !shown(sc) {
				continue
			}
			group.Count++
			if n := len(group.Topics); n == 0 || group.Topics[n-1].File != sc.File {
				group.Topics = append(group.Topics, topic{File: sc.File, Open: group.Open})
			}
			last := &group.Topics[len(group.Topics)-1]
			last.Scenarios = append(last.Scenarios, s.story(sc))
		}
		if group.Count > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// webAddress is a source that a link may lead to, and empty for any other.
func webAddress(source string) string {
	if strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://") {
		return source
	}
	return ""
}
