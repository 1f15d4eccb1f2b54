package conformance

import "strings"

// keptBytes is how much of a text is kept to be shown. It is far more than is: half a secret could not be found any more,
// so what is secret is hidden first, and then the text is cut.
const keptBytes = 8 << 10

// excerpt is the beginning of a body, to be shown by mask.excerpt.
func excerpt(body []byte) string { return string(body[:min(len(body), keptBytes)]) }

// excerpt hides what is secret in a text, and then cuts it to at most so many bytes.
func (m *mask) excerpt(s string, most int) string {
	text := m.text(s)
	if len(text) <= most && len(s) >= keptBytes { // secrets made up nearly all of it, and the last one may be cut
		text = hidden + "…"
	}
	return cut(text, most)
}

// cut ends a text after at most so many bytes, and not within a letter.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
