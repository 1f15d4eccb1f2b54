package conformance

import (
	"strings"
	"unicode/utf8"
)

// standIn is what stands for a secret in a trace: as long, with a letter for each letter, a digit for each digit and
// all else as it is, so that it fits the patterns and documents that the secret fits. The number of the secret stands
// in its last letters and digits, so that different secrets stay different. The stand-in of a stand-in is itself.
//
//	standIn("Bearer-7f3a", 2)  Xxxxxx-9a9b
func standIn(secret string, number int) string {
	out := []byte(secret)
	for from := 0; from < len(out); {
		to := from
		for to < len(out) && alphanumeric(out[to]) {
			to++
		}
		fill(out[from:to])
		if to == from {
			to = from + foreignRune(out[from:])
		}
		from = to
	}
	for i := len(out) - 1; i >= 0 && number > 0; i-- {
		signs := signsFor(out[i])
		if keepsHeader(secret, i) {
			continue
		}
		if n := len(signs); n > 0 {
			out[i] = signs[number%n]
			number /= n
		}
	}
	return string(out)
}

// fill replaces a run of letters and digits. The eyJ that every JWT begins with is no secret, and hexadecimal stays so.
func fill(run []byte) {
	hex := isHex(run)
	from := 0
	if strings.HasPrefix(string(run), jwt) {
		from = len(jwt)
	}
	for i := from; i < len(run); i++ {
		switch c := run[i]; {
		case c >= '0' && c <= '9':
			run[i] = '9'
		case c >= 'a' && c <= 'z' && hex:
			run[i] = 'a'
		case c >= 'a' && c <= 'z':
			run[i] = 'x'
		case hex:
			run[i] = 'A'
		default:
			run[i] = 'X'
		}
	}
}

// jwt is how the base64 of a JSON object begins.
const jwt = "eyJ"

// signsFor are the characters that may stand in place of a filled one, itself first.
func signsFor(filled byte) string {
	switch filled {
	case '9':
		return "9123456780" // no number gets a zero in front
	case 'a':
		return "abcdef"
	case 'A':
		return "ABCDEF"
	case 'x':
		return "xyzghijklmnopqrstuvw"
	case 'X':
		return "XYZGHIJKLMNOPQRSTUVW"
	}
	return ""
}

// keepsHeader tells whether a place lies in an eyJ that was kept.
func keepsHeader(secret string, i int) bool {
	for skip := range len(jwt) {
		at := i - skip
		if at >= 0 && strings.HasPrefix(secret[at:], jwt) && (at == 0 || !alphanumeric(secret[at-1])) {
			return true
		}
	}
	return false
}

func isHex(run []byte) bool {
	digits := false
	for _, c := range run {
		digits = digits || c >= '0' && c <= '9' || len(run) >= 8
		if c >= 'g' && c <= 'z' || c >= 'G' && c <= 'Z' {
			return false
		}
	}
	return digits
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// foreignRune replaces a letter beyond ASCII by one of equal length, and returns its length.
func foreignRune(text []byte) int {
	_, size := utf8.DecodeRune(text)
	copy(text, []string{1: "", 2: "ä", 3: "字", 4: "𝕏"}[size])
	return size
}
