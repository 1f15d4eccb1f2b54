package conformance

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// mask hides secrets in all that is shown: raw, as they stand in JSON or a URL, and in base64 wherever they begin.
type mask struct {
	words    map[string]bool
	replacer *strings.Replacer
}

const hidden = "•••"

func newMask(secrets []string) *mask {
	m := &mask{words: map[string]bool{}}
	m.add(secrets...)
	return m
}

// add hides further words. What is shorter than three characters would make the report unreadable, and is no secret.
func (m *mask) add(secrets ...string) {
	for _, secret := range secrets {
		if len(secret) >= 3 {
			m.words[secret] = true
			m.replacer = nil
		}
	}
}

func (m *mask) text(s string) string {
	if len(m.words) == 0 || s == "" {
		return s
	}
	if m.replacer == nil {
		m.replacer = m.build()
	}
	return m.replacer.Replace(s)
}

// failure hides what was found out to be a secret after the failure was written.
func (m *mask) failure(f *Failure) {
	f.Message = m.text(f.Message)
	for i := range f.Mismatches {
		f.Mismatches[i].Want, f.Mismatches[i].Got = m.text(f.Mismatches[i].Want), m.text(f.Mismatches[i].Got)
	}
	for i := range f.Arrived {
		f.Arrived[i] = m.text(f.Arrived[i])
	}
}

func (m *mask) build() *strings.Replacer {
	var forms []string
	for word := range m.words {
		quoted, _ := json.Marshal(word)
		forms = append(forms, word, url.QueryEscape(word), url.PathEscape(word), string(quoted[1:len(quoted)-1]))
		forms = append(forms, inBase64(word)...)
	}
	slices.SortFunc(forms, func(a, b string) int { // of two that begin alike, the longer one hides more
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, hidden)
	}
	return strings.NewReplacer(pairs...)
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
