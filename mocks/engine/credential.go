package engine

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// credential finds what the schemes of an operation ask for. Where several
// apply, it is the first that was sent.
func credential(r *http.Request, query url.Values, schemes []specs.Scheme) Credential {
	var found Credential
	for i := range schemes {
		value, sent := shown(r, query, &schemes[i])
		if sent {
			return Credential{Scheme: schemes[i].Name, Value: value, Sent: true}
		}
		if found.Scheme == "" {
			found.Scheme = schemes[i].Name
		}
	}
	return found
}

func shown(r *http.Request, query url.Values, scheme *specs.Scheme) (value string, sent bool) {
	if scheme.Spec.Type == "apiKey" {
		if scheme.Spec.In == "query" {
			values, sent := query[scheme.Spec.Name]
			return last(values), sent
		}
		values, sent := r.Header[http.CanonicalHeaderKey(scheme.Spec.Name)]
		return last(values), sent
	}
	values, sent := r.Header["Authorization"]
	return bearer(last(values)), sent
}

// bearer returns the token after the word Bearer, or "" for any other scheme.
func bearer(header string) string {
	const word = "bearer "
	if len(header) < len(word) || !strings.EqualFold(header[:len(word)], word) {
		return ""
	}
	return strings.TrimSpace(header[len(word):])
}

func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// supported tells whether the engine can read the credentials of a scheme.
func supported(scheme specs.Scheme) bool {
	switch scheme.Spec.Type {
	case "http":
		return strings.EqualFold(scheme.Spec.Scheme, "bearer")
	case "apiKey":
		return scheme.Spec.In == "header" || scheme.Spec.In == "query"
	}
	return false
}

// SplitName takes a credential apart that may name a sandbox after its last
// plus: "KEY+t42" is "KEY" and "t42", "user+t42@example.com" is
// "user@example.com" and "t42". A credential that names none is returned whole.
func SplitName(credential string) (base, sandbox string, ok bool) {
	local, domain := credential, ""
	if at := strings.LastIndexByte(credential, '@'); at >= 0 {
		local, domain = credential[:at], credential[at:]
	}
	plus := strings.LastIndexByte(local, '+')
	if plus < 0 || !ValidName(local[plus+1:]) {
		return credential, "", false
	}
	return local[:plus] + domain, local[plus+1:], true
}

// JoinName is a credential that names a sandbox, which SplitName takes apart
// again.
func JoinName(credential, sandbox string) string {
	if at := strings.LastIndexByte(credential, '@'); at >= 0 {
		return credential[:at] + "+" + sandbox + credential[at:]
	}
	return credential + "+" + sandbox
}

// ValidName tells whether a sandbox may have this name: 1 to 40 lower-case
// letters, digits and hyphens.
func ValidName(name string) bool {
	if len(name) == 0 || len(name) > 40 {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
