package conformance

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// mask hides secrets in all that is shown: raw, as they stand in JSON or a URL, and in base64 wherever they begin. In a
// report each becomes the same three dots; in a trace, which is judged again, a stand-in of its own.
type mask struct {
	words map[string]int // each with its number, in the order in which they were added
	// Made of words when they are needed.
	hide, veil, unveil *strings.Replacer
}

const hidden = "•••"

func newMask(secrets []string) *mask {
	m := &mask{words: map[string]int{}}
	m.add(secrets...)
	return m
}

// add hides further words. What is shorter than three characters would make the report unreadable, and is no secret.
func (m *mask) add(secrets ...string) {
	for _, secret := range secrets {
		if _, known := m.words[secret]; len(secret) >= 3 && !known {
			m.words[secret] = len(m.words) + 1
			m.hide, m.veil, m.unveil = nil, nil, nil
		}
	}
}

// text hides the secrets in what people read.
func (m *mask) text(s string) string {
	if len(m.words) == 0 || s == "" {
		return s
	}
	if m.hide == nil {
		m.hide = m.replacer(func(form, _ string) (string, string) { return form, hidden })
	}
	return m.hide.Replace(s)
}

// veiled puts the stand-in of each secret in its place, in each form that the secret has.
func (m *mask) veiled(s string) string {
	if len(m.words) == 0 || s == "" {
		return s
	}
	if m.veil == nil {
		m.veil = m.replacer(func(form, standIn string) (string, string) { return form, standIn })
	}
	return m.veil.Replace(s)
}

// unveiled undoes veiled: a word that a scenario itself says to be secret is known when its trace is read.
func (m *mask) unveiled(s string) string {
	if len(m.words) == 0 || s == "" {
		return s
	}
	if m.unveil == nil {
		m.unveil = m.replacer(func(form, standIn string) (string, string) { return standIn, form })
	}
	return m.unveil.Replace(s)
}

// failure hides what is secret in a failure, which is known only when its scenario is over, and then cuts what is long.
func (m *mask) failure(f *Failure) {
	f.Message = m.excerpt(f.Message, 1000)
	f.Mismatches = m.mismatches(f.Mismatches)
	for i := range f.Arrived {
		f.Arrived[i] = m.excerpt(f.Arrived[i], 1000)
	}
}

// mismatches hides and cuts likewise: enough of two values to tell them apart, short enough to stay on a screen.
func (m *mask) mismatches(list []Mismatch) []Mismatch {
	const most = 300
	for i := range list {
		one := &list[i]
		one.Path, one.Want, one.Got = m.excerpt(one.Path, most), m.excerpt(one.Want, most), m.excerpt(one.Got, most)
	}
	return list
}

// replacer replaces what turn says of each form of each word and that form of its stand-in.
func (m *mask) replacer(turn func(form, standIn string) (from, to string)) *strings.Replacer {
	to := map[string]string{}
	var all []string
	for _, word := range slices.SortedFunc(maps.Keys(m.words), func(a, b string) int { return m.words[a] - m.words[b] }) {
		standIns := forms(standIn(word, m.words[word]))
		for i, form := range forms(word) {
			from, into := turn(form, standIns[i])
			if _, known := to[from]; !known {
				to[from] = into
				all = append(all, from)
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { // of two that begin alike, the longer one hides more
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	pairs := make([]string, 0, 2*len(all))
	for _, form := range all {
		pairs = append(pairs, form, to[form])
	}
	return strings.NewReplacer(pairs...)
}

// forms are the ways in which a word may stand in a message. Two words of equal length and kind have as many.
func forms(word string) []string {
	all := append([]string{word}, inBase64(word)...)
	code := hex.EncodeToString([]byte(word))
	all = append(all, code, strings.ToUpper(code))
	if !strings.ContainsFunc(word, escapable) {
		return all
	}
	query, path := url.QueryEscape(word), url.PathEscape(word)
	texts := []string{word, query, path, strings.ReplaceAll(query, "+", "%20")}
	for _, escaped := range texts[1:] {
		texts = append(texts, lowerEscapes(escaped))
	}
	for range 2 { // JSON, and JSON in a string of JSON
		for _, text := range texts {
			quoted := inJSON(text)
			texts = append(texts, quoted, strings.ReplaceAll(quoted, "/", `\/`), escapedForHTML(text))
		}
	}
	return append(all, texts...)
}

// escapable tells whether any encoding of text would write a letter otherwise.
func escapable(r rune) bool {
	return !letter(r) && (r < '0' || r > '9') && !strings.ContainsRune("-_.", r)
}

// lowerEscapes writes %2f for %2F.
func lowerEscapes(escaped string) string {
	parts := strings.Split(escaped, "%")
	for i, part := range parts[1:] {
		parts[i+1] = strings.ToLower(part[:2]) + part[2:]
	}
	return strings.Join(parts, "%")
}

// inJSON is a word within the quotes of a JSON string; escapedForHTML is the same as Go and others write it by default.
func inJSON(word string) string {
	quoted, _ := marshal(word)
	return string(quoted[1 : len(quoted)-1])
}

func escapedForHTML(word string) string {
	quoted, _ := json.Marshal(word)
	return string(quoted[1 : len(quoted)-1])
}

// inBase64 returns what stays the same of a word inside longer base64, at each of the three places it can begin.
func inBase64(word string) []string {
	if len(word) < 6 { // its middle would be too short to be its own
		return nil
	}
	var forms []string
	for skip := range 3 {
		text := base64.RawStdEncoding.EncodeToString(append(make([]byte, skip), word...))
		from := []int{0, 2, 3}[skip] // these characters also hold bits of what stands before
		to := len(text)
		if (skip+len(word))%3 != 0 {
			to-- // and this one of what stands after
		}
		middle := text[from:to]
		forms = append(forms, middle, strings.NewReplacer("+", "-", "/", "_").Replace(middle))
	}
	return forms
}
