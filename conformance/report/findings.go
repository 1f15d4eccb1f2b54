package report

import "github.com/ringer-mock/ringer/conformance"

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
