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

// fields copies a header without its secrets.
func (d *redactor) fields(header http.Header) []Field {
	fields := make([]Field, 0, len(header))
	for name, values := range header {
		secret, known := d.headers[name]
		if !known {
			secret = soundsSecret(name)
		}
		for _, value := range values {
			if secret {
				value = redacted
			}
			fields = append(fields, Field{name, value})
		}
	}
	return fields
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

// url returns path and query, the values of secret keys removed.
func (d *redactor) url(u *url.URL) string {
	path := u.EscapedPath()
	if u.RawQuery == "" {
		return path
	}
	pairs := strings.Split(u.RawQuery, "&")
	for i, pair := range pairs {
		key, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if err != nil || d.queries[strings.ToLower(name)] {
			pairs[i] = key + "=" + redacted
		}
	}
	return path + "?" + strings.Join(pairs, "&")
}

// body returns what may be kept of a JSON body. Of one that did not parse
// nothing is kept where the operation is known to deal with secrets.
func (d *redactor) body(raw []byte, value any, parsed, secret bool) Message {
	kept := Message{Length: len(raw)}
	switch {
	case len(raw) == 0:
		return kept
	case !parsed && secret:
		kept.Hidden = true
		return kept
	case parsed && secret && !isObject(value):
		kept.Hidden = true
		return kept
	case parsed && d.holds(value):
		raw, _ = json.Marshal(d.clean(value)) // it came from JSON
	}
	kept.Body = scrub(bytes.Clone(raw[:min(len(raw), bodyKept)]))
	return kept
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
func scrub(text []byte) []byte {
	for _, key := range [...]string{"signature=", "token=", "key="} {
		for from := 0; ; {
			at := bytes.Index(text[from:], []byte(key))
			if at < 0 {
				break
			}
			from += at + len(key)
			for from < len(text) && !bytes.ContainsRune([]byte("&\"'\\ <>"), rune(text[from])) {
				text[from] = '*'
				from++
			}
		}
	}
	return text
}
