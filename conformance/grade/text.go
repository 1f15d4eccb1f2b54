package grade

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Print writes a report for people: figures, then every mutant that is alive or was never applied, with its reason.
func (r *Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%s: %d scenarios, %d mutants: %d applied, %d killed (%s), %d survive, %d never applied\n",
		r.Provider, r.Scenarios, r.Mutants, r.Applied, r.Killed, percent(r.Sensitivity()), len(r.Survivors), r.Mutants-r.Applied)
	if r.Incomplete > 0 {
		fmt.Fprintf(w, "  %d of the killed turned no scenario red, but left a claim that nothing verifies\n", r.Incomplete)
	}
	if r.Whole {
		fmt.Fprintf(w, "  chameleons: %d of %d pass (%s)\n", r.Chameleons-len(r.Flagged), r.Chameleons, percent(r.Specificity()))
		fmt.Fprintf(w, "  claims: %d of %d are guarded by a mutant that dies of them\n", r.Guarded, r.Claims)
	}
	for _, s := range r.Survivors {
		if s.Reason != "" {
			fmt.Fprintf(w, "  survives: %s: %s\n", s.Mutant, s.Reason)
		}
	}
	for _, idle := range r.Idle {
		if idle.Reason != "" {
			fmt.Fprintf(w, "  never applied: %s: %s\n", names(idle.Mutants), idle.Reason)
		}
	}
	for _, problem := range r.Problems() {
		fmt.Fprintf(w, "  WRONG: %s\n", problem)
	}
}

// MarshalJSON adds what follows from the fields: sensitivity, specificity and problems.
func (r *Report) MarshalJSON() ([]byte, error) {
	type fields Report
	problems := r.Problems()
	if problems == nil {
		problems = []string{}
	}
	return json.Marshal(struct {
		*fields
		Sensitivity float64  `json:"sensitivity"`
		Specificity float64  `json:"specificity"`
		Problems    []string `json:"problems"`
	}{(*fields)(r), r.Sensitivity(), r.Specificity(), problems})
}

// percent does not round up to all of them.
func percent(p float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(int(p*1000))/10), ".0") + " %"
}

// names are the first few of a list, and how many more there are.
func names(list []string) string {
	const most = 3
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}
