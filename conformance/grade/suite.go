package grade

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// Suite is what is graded, and by what.
type Suite struct {
	Provider  *specs.Provider
	Scenarios []*scenario.Scenario
	Files     fs.FS          // where the scenarios were loaded from; it may be nil
	Target    *target.Target // that leads to BaseURL and ControlURL
	World     World
	Written
	// Jobs is how many scenarios are played at once; 0: twice the cores.
	Jobs int
	// Everywhere plays every scenario with every mutant, also those that a clean run says it cannot reach.
	Everywhere bool
	// Mutant chooses mutants by name; nil: all. What is only true of all of them is not judged then.
	Mutant func(name string) bool
}

// Written is what people wrote to grade the scenarios of one provider.
type Written struct {
	// Mutants are those of what no member of the document shows: each quirk, boundary and filter, one at a time.
	Mutants []Tampering
	// Chameleons are what this provider's documents leave free.
	Chameleons []Tampering
	Known      Known
}

// mutants are all that are chosen, the document's first.
func (s *Suite) mutants() []Tampering {
	all := slices.Concat(Enumerated(s.Provider), s.Mutants)
	if s.Mutant == nil {
		return all
	}
	return slices.DeleteFunc(all, func(f Tampering) bool { return !s.Mutant(f.Name) })
}

// chameleons are all, those of every provider first.
func (s *Suite) chameleons() []Tampering { return slices.Concat(Chameleons(), s.Written.Chameleons) }

// testable are the claims that a mutant must be able to die of.
func (s *Suite) testable() []string {
	var ids []string
	for _, claim := range s.Provider.Ledger.Claims {
		if claim.Testable() && !claim.Assumed() {
			ids = append(ids, claim.ID)
		}
	}
	return ids
}

// Sample chooses about so many of the mutants, the same ones for the same seed.
func Sample(many int, seed uint64, all []Tampering) func(name string) bool {
	chosen := map[string]bool{}
	for i := range many {
		chosen[all[int((seed+uint64(i)*uint64(len(all))/uint64(many))%uint64(len(all)))].Name] = true
	}
	return func(name string) bool { return chosen[name] }
}

// Containing chooses the mutants whose name contains a text.
func Containing(text string) func(name string) bool {
	return func(name string) bool { return strings.Contains(name, text) }
}
