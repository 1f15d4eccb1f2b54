package match

import (
	"strings"
	"time"
)

// Timestamp reads an ISO 8601 timestamp. One without a zone is read as UTC.
func Timestamp(text string) (time.Time, bool) {
	if len(text) < len("2006-01-02T15:04") || strings.Contains(text, ",") {
		return time.Time{}, false
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
		"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05",
	} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// order compares two values that have an order: two numbers, or two
// timestamps. It fails on anything else.
func order(a, b any) (int, bool) {
	if x, ok := numberOf(a); ok {
		y, ok := numberOf(b)
		return x.compare(y), ok
	}
	x, ok := a.(string)
	if !ok {
		return 0, false
	}
	y, ok := b.(string)
	if !ok {
		return 0, false
	}
	s, ok := Timestamp(x)
	if !ok {
		return 0, false
	}
	t, ok := Timestamp(y)
	return s.Compare(t), ok
}
