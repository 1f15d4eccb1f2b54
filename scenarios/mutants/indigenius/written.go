// Package indigenius holds the mutants and chameleons of Indigenius that no document shows, with what is known of them: verdicts.yaml
// says why a mutant survives or is never applied, and names a mutant for each claim to die of.
package indigenius

import (
	_ "embed"

	"github.com/ringer-mock/ringer/conformance/grade"
)

//go:embed verdicts.yaml
var verdicts []byte

// Written is all of it.
func Written() (grade.Written, error) {
	known, err := grade.ParseKnown("scenarios/mutants/indigenius/verdicts.yaml", verdicts)
	return grade.Written{Mutants: mutants(), Chameleons: chameleons(), Known: known}, err
}
