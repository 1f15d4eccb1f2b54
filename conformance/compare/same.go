package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/conformance/match"
)

// parts are the words of a text and what stands between them.
var parts = regexp.MustCompile(`[0-9A-Za-z_-]+|[^0-9A-Za-z_-]+`)

// jwt is a token, whose length hangs on what it says.
var jwt = regexp.MustCompile(`^(Bearer )?eyJ[0-9A-Za-z_-]*\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+$`)

// same tells whether two texts say the same: equal but for names of the target, ids and times. In an id, digits alone
// are one too.
func (p *pair) same(a, b string, id bool) bool {
	if a == b {
		return true
	}
	if _, ok := match.Timestamp(a); ok {
		if _, ok := match.Timestamp(b); ok {
			return !p.virtual
		}
	}
	a, b = p.a.named(a), p.b.named(b)
	if a == b || jwt.MatchString(a) && jwt.MatchString(b) && p.pairUp(a, b, true) {
		return true
	}
	left, right := parts.FindAllString(a, -1), parts.FindAllString(b, -1)
	if len(left) != len(right) {
		return false
	}
	id = id || strings.Contains(a, "://") || strings.HasPrefix(a, "$base_url")
	for i := range left {
		if left[i] != right[i] && !p.pairUp(left[i], right[i], id) {
			return false
		}
	}
	return true
}

// named puts names in the place of what a run or its target gave.
func (s *side) named(text string) string {
	if name, ok := s.known[text]; ok {
		return name
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, s.base, "$base_url"), s.host, "$host")
	if s.inbox != "" {
		text = strings.ReplaceAll(text, s.inbox, "$inbox")
	}
	if !strings.ContainsAny(text, "/ ") {
		return text
	}
	return parts.ReplaceAllStringFunc(text, func(part string) string {
		if name, ok := s.known[part]; ok {
			return name
		}
		return part
	})
}

// pairUp takes two ids for the same, once and for all in this scenario.
func (p *pair) pairUp(a, b string, id bool) bool {
	if to, known := p.ids[a]; known {
		return to == b
	}
	if _, known := p.back[b]; known || !idLike(a, id) || !idLike(b, id) || len(a) != len(b) && !jwt.MatchString(a) {
		return false
	}
	p.ids[a], p.back[b] = b, a
	return true
}

// idLike tells whether a word may be an id: letters and digits mixed, or, where ids are expected, digits alone.
func idLike(word string, id bool) bool {
	const shortest = 6
	digits, letters := 0, 0
	for _, c := range word {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != '_' && c != '-':
			letters++
		}
	}
	return len(word) >= shortest && digits > 0 && (letters > 0 || id)
}

// isID tells whether a member is named as ids are.
func isID(path string) bool {
	name := strings.TrimRight(path[strings.LastIndex(path, ".")+1:], "[]")
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, "id") || strings.HasSuffix(lower, "ids") || strings.HasSuffix(lower, "token")
}

// instants tells whether two numbers are moments of real time, in seconds or milliseconds since 1970.
func (p *pair) instants(a, b any) bool {
	if p.virtual {
		return false
	}
	moment := func(value any) bool {
		number, ok := value.(json.Number)
		if !ok {
			return false
		}
		n, err := strconv.ParseFloat(number.String(), 64)
		return err == nil && (n > 1e9 && n < 1e10 || n > 1e12 && n < 1e13) // 2001 to 2286
	}
	return moment(a) && moment(b)
}

func render(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return fmt.Sprint(value)
	}
	text := []rune(strings.TrimSpace(out.String()))
	const most = 200 // enough to tell two apart on a screen
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

func shown(text string, present bool) string {
	if !present {
		return absent
	}
	return text
}

func shownValue(value any, present bool) string {
	if !present {
		return absent
	}
	return render(value)
}

// form says what a body is.
func form(body []byte, err error) string {
	switch {
	case len(body) == 0:
		return "empty"
	case err == nil:
		return "JSON"
	}
	for _, c := range body[:min(len(body), 512)] {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return fmt.Sprintf("%d bytes", len(body))
		}
	}
	return render(string(body))
}
