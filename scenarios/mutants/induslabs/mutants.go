package induslabs

import (
	"slices"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// mutants are of what no member of the document shows: each quirk, boundary and filter, one at a time.
func mutants() []grade.Tampering {
	return slices.Concat(signingIn(), creating(), filtering(), paging(), owning(), polling(), pushing(), listing())
}
