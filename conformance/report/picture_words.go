package report

import (
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// differing is the first place that was not as expected.
func differing(m conformance.Moment) string {
	for _, j := range m.Judged {
		for _, one := range j.Mismatches {
			if !j.OK && one.Path == "status" {
				return "not " + one.Want
			}
			if !j.OK {
				return strings.TrimPrefix(one.Path, "body.") + ": " + one.Got
			}
		}
	}
	return ""
}

// brief is what is judged of a step in the fewest words: the body alone where nothing else is named.
func brief(expected string) string {
	text := lastLine(expected)
	if inner, ok := strings.CutPrefix(text, "{body: "); ok && !strings.Contains(text, "status: ") {
		return strings.TrimSuffix(inner, "}")
	}
	if inner, ok := strings.CutPrefix(text, "{status: "); ok {
		return strings.TrimSuffix(inner, "}")
	}
	return strings.TrimPrefix(text, "body: ")
}

// lastLine is what is judged, without where, after and until.
func lastLine(expected string) string {
	var kept []string
	for _, line := range strings.Split(expected, "\n") {
		if !strings.HasPrefix(line, "where ") && !strings.HasPrefix(line, "after ") && !strings.HasPrefix(line, "until ") {
			kept = append(kept, strings.TrimSpace(line))
		}
	}
	return strings.Join(kept, " ")
}

func cut(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > widest {
		return string(runes[:widest-1]) + "…"
	}
	return string(runes)
}
