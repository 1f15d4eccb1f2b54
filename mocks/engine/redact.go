package engine

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

const redacted = "[redacted]"

// A redactor removes secrets from what is about to be written in the journal.
// A member is known to be secret by its name: one that the document marks with
// x-secret anywhere, or one that nobody would publish.
type redactor struct {
	members map[string]bool // in lower case
	queries map[string]bool // in lower case
	headers map[string]bool // canonical: true is secret, false is known to be harmless
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
	note := func(names map[string]bool) func(string) {
		return func(name string) { names[strings.ToLower(name)] = true }
	}
	for _, o := range operations {
		secrets(o.Body(), note(d.members))
		for _, ref := range o.Spec.Responses.Map() {
			secrets(schemaOf(ref.Value), note(d.members))
		}
		for _, p := range o.Params {
			if specs.Flag(p.Extensions, specs.SecretExtension) {
				d.parameter(p.In, p.Name)
			}
		}
		for _, scheme := range o.Security {
			d.parameter(scheme.Spec.In, scheme.Spec.Name)
		}
	}
	for _, e := range events {
		secrets(e.Body(), note(d.members))
	}
	return d
}

func words(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, word := range list {
		set[word] = true
	}
	return set
}

func (d *redactor) parameter(in, name string) {
	switch in {
	case "query":
		d.queries[strings.ToLower(name)] = true
	case "header":
		d.headers[http.CanonicalHeaderKey(name)] = true
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
			text = append(append(append(append(text, name...), ':'), value...), '\n')
		}
	}
	return text
}

func soundsSecret(header string) bool {
	lower := strings.ToLower(header)
	for _, part := range [...]string{"auth", "cookie", "token", "secret", "password", "api-key", "apikey"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// url adds path and query, the values of secret keys removed.
func (d *redactor) url(text []byte, u *url.URL) []byte {
	text = append(text, u.EscapedPath()...)
	sign := byte('?')
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if pair == "" {
			continue
		}
		text = append(text, sign)
		sign = '&'
		key, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if err != nil || d.queries[strings.ToLower(name)] {
			text = append(append(append(text, key...), '='), redacted...)
			continue
		}
		text = append(text, pair...)
	}
	return text
}

// body adds what may be kept of a body. Where the operation is known to deal
// with secrets, that is nothing unless it can be looked through.
func (d *redactor) body(text []byte, h *half) (with []byte, hidden bool) {
	raw := h.body
	switch {
	case len(raw) == 0:
		return text, false
	case h.secret && (!h.parsed || !isObject(h.value)):
		return text, true
	case h.parsed && d.holds(h.value):
		raw, _ = json.Marshal(d.clean(h.value)) // it came from JSON
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

// holds tells whether a value has a secret member anywhere.
func (d *redactor) holds(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if d.members[strings.ToLower(name)] || d.holds(member) {
				return true
			}
		}
	case []any:
		for _, item := range v {
			if d.holds(item) {
				return true
			}
		}
	}
	return false
}

// clean copies a value without its secrets.
func (d *redactor) clean(value any) any {
	switch v := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			if d.members[strings.ToLower(name)] {
				object[name] = redacted
				continue
			}
			object[name] = d.clean(member)
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = d.clean(item)
		}
		return list
	}
	return value
}

// scrub removes what signs an address that stands in a text. It writes over it.
func scrub(text []byte) {
	for from := 0; ; {
		at := bytes.IndexByte(text[from:], '=')
		if at < 0 {
			return
		}
		key := text[:from+at]
		from += at + 1
		if !bytes.HasSuffix(key, []byte("signature")) && !bytes.HasSuffix(key, []byte("token")) && !bytes.HasSuffix(key, []byte("key")) {
			continue
		}
		for from < len(text) && !bytes.ContainsRune([]byte("&\"'\\ <>"), rune(text[from])) {
			text[from] = '*'
			from++
		}
	}
}
