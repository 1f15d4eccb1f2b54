package engine

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

const redacted = "[redacted]"

// A redactor removes secrets from what is about to be written in the journal.
// They are known by their names: those that the document marks with x-secret
// anywhere, those that nobody would publish, and of those that the document
// does not have each that sounds like one. True is secret, false is known to
// be harmless.
type redactor struct {
	members map[string]bool // in lower case
	queries map[string]bool // in lower case
	headers map[string]bool // canonical
}

func newRedactor(operations []*specs.Operation, events []*specs.Event) *redactor {
	d := &redactor{
		members: words("password", "passwd", "secret", "client_secret", "access_token", "refresh_token", "token", "api_key", "apikey", "authorization"),
		queries: words("signature", "token", "access_token", "refresh_token", "key", "api_key", "apikey", "api-key", "password", "secret"),
		headers: map[string]bool{
			"Accept": false, "Accept-Encoding": false, "Accept-Language": false, "Connection": false, "Content-Length": false,
			"Content-Type": false, "Host": false, "Origin": false, "Ringer-Sandbox": false, "User-Agent": false,
			"Authorization": true, "Cookie": true, "Set-Cookie": true, "Proxy-Authorization": true,
		},
	}
	for _, o := range operations {
		d.schema(o.Body())
		for _, ref := range o.Spec.Responses.Map() {
			d.schema(schemaOf(ref.Value))
		}
		for _, p := range o.Params {
			d.parameter(p.In, p.Name, specs.Flag(p.Extensions, specs.SecretExtension))
		}
		for _, scheme := range o.Security {
			d.parameter(scheme.Spec.In, scheme.Spec.Name, true)
		}
	}
	for _, e := range events {
		d.schema(e.Body())
	}
	return d
}

// schema takes in the members that a document has.
func (d *redactor) schema(schema *openapi3.Schema) {
	walk(schema, map[*openapi3.Schema]bool{}, func(name string, member *openapi3.Schema) {
		learn(d.members, strings.ToLower(name), specs.Flag(member.Extensions, specs.SecretExtension))
	})
}

// learn notes a name. Once it is secret anywhere, it is so everywhere.
func learn(names map[string]bool, name string, secret bool) { names[name] = names[name] || secret }

func words(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, word := range list {
		set[word] = true
	}
	return set
}

func (d *redactor) parameter(in, name string, secret bool) {
	switch in {
	case "query":
		learn(d.queries, strings.ToLower(name), secret)
	case "header":
		learn(d.headers, http.CanonicalHeaderKey(name), secret)
	}
}

// A half is what goes one way, before its secrets are gone.
type half struct {
	header http.Header
	kind   string // the Content-Type that header does not have; "": none
	body   []byte
	value  any // the body as JSON, where parsed says so
	parsed bool
	secret bool // the operation is known to deal with secrets here
	ours   bool // an operation rendered it, and has no members but the document's
}

// note writes address, header and bodies in an entry.
func (d *redactor) note(e *Entry, base string, address *url.URL, sent, answer half) {
	pad := buffer()
	defer release(pad)
	text := append(pad.AvailableBuffer(), base...)
	if address != nil {
		text = d.url(text, address)
	}
	e.ends[0] = int32(len(text))
	for i, h := range [2]*half{&sent, &answer} {
		text = d.fields(text, h.header)
		if h.kind != "" {
			text = append(append(append(text, "Content-Type:"...), h.kind...), '\n')
		}
		e.ends[2*i+1] = int32(len(text))
		about := [2]*bodyNote{&e.sent, &e.answer}[i]
		text, about.hidden = d.body(text, h)
		about.length = len(h.body)
		e.ends[2*i+2] = int32(len(text))
	}
	e.text = bytes.Clone(text)
	pad.Write(text) // so that the next one finds room
}

// address is a URL without its secrets; what is none is not told at all.
func (d *redactor) address(written string) string {
	u, err := url.Parse(written)
	if err != nil || u.Host == "" {
		return ""
	}
	return string(d.url([]byte(u.Scheme+"://"+u.Host), u))
}

// fields adds a header without its secrets, a line for each field.
func (d *redactor) fields(text []byte, header http.Header) []byte {
	for name, values := range header {
		secret, known := d.headers[name]
		if !known {
			secret = soundsSecret(name)
		}
		for _, value := range values {
			if secret {
				value = redacted
			}
			text = append(append(text, name...), ':')
			from := len(text)
			text = append(append(text, value...), '\n')
			if !known && !secret {
				scrub(text[from:])
			}
		}
	}
	return text
}

// url adds path and query, the values of secret keys removed.
func (d *redactor) url(text []byte, u *url.URL) []byte {
	from := len(text)
	text = append(text, u.EscapedPath()...)
	scrubTokens(text[from:])
	sign := byte('?')
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if pair == "" {
			continue
		}
		text = append(text, sign)
		sign = '&'
		key, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if err != nil || sought(d.queries, name) {
			text = append(append(append(text, key...), '='), redacted...)
			continue
		}
		from := len(text)
		text = append(text, pair...)
		scrub(text[from:])
	}
	return text
}

// sought tells whether a name is that of a secret, or sounds like one where
// nothing is known of it.
func sought(names map[string]bool, name string) bool {
	secret, known := names[strings.ToLower(name)]
	return secret || !known && soundsSecret(name)
}

// body adds what may be kept of a body. Where the operation is known to deal
// with secrets, that is nothing unless it can be looked through.
func (d *redactor) body(text []byte, h *half) (with []byte, hidden bool) {
	raw := h.body
	switch {
	case len(raw) == 0:
		return text, false
	case h.secret && (!h.parsed || !isObject(h.value)), !h.parsed && !h.ours && soundsSecret(string(raw[:min(len(raw), bodyKept)])):
		return text, true
	case h.parsed && d.holds(h.value, h.secret):
		raw, _ = json.Marshal(d.clean(h.value, h.secret)) // it came from JSON
	}
	from := len(text)
	text = append(text, raw[:min(len(raw), bodyKept)]...)
	scrub(text[from:])
	return text, false
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

// hides tells whether a member is kept out of the journal. Where secrets are
// dealt with, that is each that the document does not have: it may be one that
// was misspelt.
func (d *redactor) hides(member string, secrets bool) bool {
	secret, known := d.members[strings.ToLower(member)]
	return secret || !known && (secrets || soundsSecret(member))
}

// holds tells whether a value has a secret member anywhere.
func (d *redactor) holds(value any, secrets bool) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if d.hides(name, secrets) || d.holds(member, secrets) {
				return true
			}
		}
	case []any:
		for _, item := range v {
			if d.holds(item, secrets) {
				return true
			}
		}
	}
	return false
}

// clean copies a value without its secrets.
func (d *redactor) clean(value any, secrets bool) any {
	switch v := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			if d.hides(name, secrets) {
				object[name] = redacted
				continue
			}
			object[name] = d.clean(member, secrets)
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = d.clean(item, secrets)
		}
		return list
	}
	return value
}
