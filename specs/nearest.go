package specs

import "strings"

// Nearest returns the one of known that a person most likely meant by word, or
// "" when none comes close. It is for hints in errors.
func Nearest(word string, known []string) string {
	best, least := "", max(2, len(word)/3)+1 // a third of the letters may be wrong, two in a short word
	for _, candidate := range known {
		if strings.EqualFold(word, candidate) {
			return candidate
		}
		if d := distance(strings.ToLower(word), strings.ToLower(candidate)); d < least && d < len(candidate) {
			best, least = candidate, d
		}
	}
	return best
}

// Hint ends an error about a misspelt word with the nearest known one, or is
// empty: "; did you mean getCall?".
func Hint(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// distance counts the insertions, deletions and replacements between a and b,
// and counts two neighbours that changed places as one.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
