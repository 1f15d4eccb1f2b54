// Package mutants lists what people wrote to grade the scenarios of each provider: mutants and chameleons that no document
// shows, and the reasons why some survive. The grading itself is package conformance/grade.
package mutants

import (
	"github.com/ringer-mock/ringer/conformance/grade"
	"github.com/ringer-mock/ringer/scenarios/mutants/callab"
	"github.com/ringer-mock/ringer/scenarios/mutants/indigenius"
	"github.com/ringer-mock/ringer/scenarios/mutants/induslabs"
	"github.com/ringer-mock/ringer/scenarios/mutants/intellicall"
	"github.com/ringer-mock/ringer/scenarios/mutants/vinfer"
)

// Of returns what is written for a provider: nothing for one that is not in the list. Its error names the file.
func Of(provider string) (grade.Written, error) {
	written := map[string]func() (grade.Written, error){
		"induslabs":   induslabs.Written,
		"indigenius":  indigenius.Written,
		"intellicall": intellicall.Written,
		"vinfer":      vinfer.Written,
		"callab":      callab.Written,
	}[provider]
	if written == nil {
		return grade.Written{}, nil
	}
	return written()
}
