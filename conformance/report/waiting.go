package report

import (
	"fmt"
	"time"

	"github.com/ringer-mock/ringer/conformance"
)

// Waiting says in one line of at most so many characters what is waited for and how long it may still take; it is empty
// where nothing is.
func Waiting(w conformance.Waiting, widest int) string {
	if w.Address == "" {
		return ""
	}
	line := fmt.Sprintf("%d of %d done; up to %s more for %s, %s", w.Done, w.Scenarios,
		conformance.Span(w.Left.Round(time.Second)), w.Address, w.Step)
	if runes := []rune(visible(line)); len(runes) > widest {
		return string(runes[:max(widest-1, 0)]) + "…"
	}
	return visible(line)
}
