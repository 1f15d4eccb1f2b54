package report

import (
	"maps"
	"slices"

	"github.com/ringer-mock/ringer/conformance"
)

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
