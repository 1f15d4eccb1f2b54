package match

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
)

// decimal is the exact value of a JSON number: 0.digits × 10^exponent, without
// zeros at either end of the digits. Numbers are never made floats: an id of
// twenty digits must not equal its neighbour.
type decimal struct {
	negative bool
	digits   string // empty for zero
	exponent int
}

// decimalOf reads a number as JSON writes it. It fails on what is no JSON number
// and on exponents beyond any sense.
func decimalOf(text string) (decimal, bool) {
	if !jsonNumber(text) {
		return decimal{}, false
	}
	var d decimal
	text, d.negative = strings.CutPrefix(text, "-")
	mantissa, power, found := strings.Cut(strings.ToLower(text), "e")
	if found {
		n, err := strconv.ParseInt(power, 10, 32)
		if err != nil {
			return decimal{}, false
		}
		d.exponent = int(n)
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exponent += len(whole)
	digits := whole + fraction
	d.digits = strings.TrimLeft(digits, "0")
	d.exponent -= len(digits) - len(d.digits)
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

// compare returns -1, 0 or 1.
func (d decimal) compare(o decimal) int {
	if s, t := d.sign(), o.sign(); s != t || s == 0 {
		return cmp.Compare(s, t)
	}
	order := cmp.Or(cmp.Compare(d.exponent, o.exponent), strings.Compare(d.digits, o.digits))
	return order * d.sign()
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// whole tells whether the number is an integer, however it is written.
func (d decimal) whole() bool { return len(d.digits) <= d.exponent || d.digits == "" }

// jsonNumber tells whether a text is a number by JSON's grammar.
func jsonNumber(text string) bool {
	rest := strings.TrimPrefix(text, "-")
	whole := leadingDigits(rest)
	if whole == 0 || whole > 1 && rest[0] == '0' {
		return false
	}
	rest = rest[whole:]
	if strings.HasPrefix(rest, ".") {
		n := leadingDigits(rest[1:])
		if n == 0 {
			return false
		}
		rest = rest[1+n:]
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	return rest != "" && leadingDigits(rest) == len(rest)
}

func leadingDigits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}

// numberOf returns the value of anything that is a number in JSON.
func numberOf(value any) (decimal, bool) {
	switch v := value.(type) {
	case json.Number:
		return decimalOf(string(v))
	case float64:
		return decimalOf(strconv.FormatFloat(v, 'g', -1, 64))
	case int:
		return decimalOf(strconv.Itoa(v))
	case int64:
		return decimalOf(strconv.FormatInt(v, 10))
	}
	return decimal{}, false
}
