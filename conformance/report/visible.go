package report

import (
	"fmt"
	"strings"
	"unicode"
)

// visible writes what a target sent so that it cannot act on whoever reads it: control characters, marks that turn the
// direction of text, and what no XML may hold are shown by their numbers. Line ends and tabs stay.
func visible(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	harmless := func(r rune) bool {
		switch {
		case r == '\n', r == '\t':
			return true
		case r == unicode.ReplacementChar, r >= 0xFFFE && r <= 0xFFFF, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return false
		}
		return true
	}
	if !strings.ContainsFunc(text, func(r rune) bool { return !harmless(r) }) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if harmless(r) {
			out.WriteRune(r)
		} else {
			fmt.Fprintf(&out, "\\u%04x", r)
		}
	}
	return out.String()
}
