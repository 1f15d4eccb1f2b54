package conformance

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// learn hides what a message itself calls a secret: tokens, keys and signatures that the implementation made, also
// where its document does not mark them. Only what looks made up is taken for one, so that no word of a document is. A
// trace, which has a stand-in in place of each, teaches as many in the same order.
func (m *mask) learn(header http.Header, address string, body any) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			m.learnHeader(name, value)
		}
	}
	m.learnURL(address)
	m.learnBody("", body)
}

func (m *mask) learnHeader(name, value string) {
	switch {
	case name == "Cookie" || name == "Set-Cookie":
		for _, pair := range strings.Split(value, ";") {
			_, set, _ := strings.Cut(pair, "=")
			m.learnValue(set)
		}
	case endsInSecret(name):
		for _, part := range strings.Split(value[strings.LastIndex(value, " ")+1:], ",") { // behind the scheme
			if name, set, ok := strings.Cut(part, "="); ok && len(name) < 12 && len(set) > len(name) {
				part = set // sha256= and v1= are no secrets, and documents ask for them
			}
			m.learnValue(part)
		}
	}
	m.learnURL(value)
}

func (m *mask) learnBody(name string, value any) {
	switch v := value.(type) {
	case string:
		if endsInSecret(name) {
			m.learnValue(v)
		}
		m.learnURL(v)
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			m.learnBody(name, v[name])
		}
	case []any:
		for _, inner := range v {
			m.learnBody("", inner)
		}
	}
}

// learnURL takes in what the queries of the addresses in a text name as secret.
func (m *mask) learnURL(text string) {
	if !strings.ContainsAny(text, "?&") {
		return
	}
	for _, found := range queryParts.FindAllStringSubmatch(text, -1) {
		if endsInSecret(found[1]) {
			value := found[2]
			if plain, err := url.QueryUnescape(value); err == nil && slices.Contains(forms(plain), value) {
				value = plain
			}
			m.learnValue(value)
		}
	}
}

var queryParts = regexp.MustCompile(`[?&]([A-Za-z0-9_.-]+)=([^&#\s"'<>\\]+)`)

func (m *mask) learnValue(value string) {
	value = strings.Trim(strings.TrimSpace(value), `"`)
	digits := strings.ContainsAny(value, "0123456789")
	if len(value) >= 12 && digits && strings.ContainsFunc(value, letter) && !strings.ContainsAny(value, " \n") || len(value) >= 32 && !strings.Contains(value, " ") {
		m.add(value)
	}
}

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// endsInSecret tells whether what has this name lets somebody in, or shows that he may: access_token, X-Api-Key,
// accessToken, X-Amz-Signature.
func endsInSecret(name string) bool {
	plain := strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
	for _, end := range []string{"token", "secret", "password", "passwd", "apikey", "authorization", "signature", "credential", "sig"} {
		if strings.HasSuffix(plain, end) {
			return true
		}
	}
	return false
}

// readable is a body as JSON, or else its beginning as text.
func readable(value any, broken error, body []byte) any {
	if broken != nil {
		return excerpt(body)
	}
	return value
}
