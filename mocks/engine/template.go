package engine

import (
	"net/http"
	"strings"
)

// segments are the parameters in the path of a request, decoded.
type segments []segment

type segment struct{ name, text string }

// named returns the text of a parameter, as a list since queries have lists.
func (s segments) named(name string) []string {
	for i := range s {
		if s[i].name == name {
			return []string{s[i].text}
		}
	}
	return nil
}

// A template is a path of a document, in the parts between its slashes.
type template struct {
	route *route
	parts []part
	plain bool // each part is a word or a parameter: the quick search can judge it
}

type part struct {
	text      string // the word, or the name of the parameter
	parameter bool
}

func newTemplate(path string, rt *route) template {
	t := template{route: rt, plain: strings.HasPrefix(path, "/")}
	for text := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		name, opened := strings.CutPrefix(text, "{")
		name, closed := strings.CutSuffix(name, "}")
		switch {
		case opened && closed && !strings.ContainsAny(name, "{}:"):
			t.parts = append(t.parts, part{name, true})
		case unreserved(text):
			t.parts = append(t.parts, part{text, false})
		default:
			t.plain = false
		}
	}
	return t
}

// unreserved tells whether a text is the same in a URL, encoded or not, and
// nothing that a template gives a meaning.
func unreserved(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-._~", rune(c)) {
			return false
		}
	}
	return true
}

// quick finds the route of a request as the router would: the first whose path
// and method fit. It is nil where the router has to be asked, since a path is
// encoded or unknown, or a template before the fitting one is no plain one.
func (rs *routes) quick(r *http.Request) (*route, segments) {
	path, rooted := strings.CutPrefix(r.URL.Path, "/")
	if r.URL.RawPath != "" || !rooted {
		return nil, nil
	}
	for i := range rs.order {
		t := &rs.order[i]
		switch {
		case !t.plain:
			return nil, nil
		case t.route.operation.Method == r.Method && t.fits(path):
			return t.route, t.take(path)
		}
	}
	return nil, nil
}

func (t *template) fits(path string) bool {
	for i := range t.parts {
		text, rest, more := strings.Cut(path, "/")
		p := &t.parts[i]
		if more != (i+1 < len(t.parts)) || p.parameter && text == "" || !p.parameter && text != p.text {
			return false
		}
		path = rest
	}
	return true
}

// take collects the parameters of a path that fits.
func (t *template) take(path string) segments {
	var found segments
	for i := range t.parts {
		text, rest, _ := strings.Cut(path, "/")
		if p := &t.parts[i]; p.parameter {
			found = append(found, segment{p.text, text})
		}
		path = rest
	}
	return found
}
