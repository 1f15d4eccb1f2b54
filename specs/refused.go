package specs

import (
	"fmt"
	"slices"
	"strings"
)

// RefusedExtension says how a request that breaks a rule is refused: beside a member, a parameter, the schema of a body or
// an operation, where the nearest counts. It maps a rule, or one of the words credential and request, which stand for
// several, to a status and claims, such as {range: [422, IND-049]}; or to {status: 200, body: {status: error}, claims:
// [CLB-009]}, where the body says more than the status. Where all of the claims are assumed, nobody documents it.
const RefusedExtension = "x-refused"

// The rules that a request can break.
const (
	Missing         = "missing" // a member or parameter that is required
	WrongType       = "type"
	OutOfRange      = "range"
	UnknownWord     = "word"
	WrongForm       = "form"
	NoCredential    = "no-credential"
	WrongCredential = "wrong-credential"
	Foreign         = "foreign" // another account's id
	NoJSON          = "no-json"
	WrongMedia      = "media-type"
)

// Refusal is how a request is refused.
type Refusal struct {
	Status int
	Body   any // what the body says, as a scenario expects it; nil: nothing
	Claims []string
}

// Refused reads how a request that breaks a rule is refused, from the extensions of a node of a document. The node need
// not say.
func Refused(extensions map[string]any, rule string) (r Refusal, found bool, err error) {
	raw, has := extensions[RefusedExtension]
	if !has {
		return r, false, nil
	}
	rules, ok := raw.(map[string]any)
	if !ok {
		return r, false, fmt.Errorf("%s: want rules, such as {%s: [422]}", RefusedExtension, Missing)
	}
	for word := range rules {
		if known := refusedWords(); !slices.Contains(known, word) {
			return r, false, fmt.Errorf("%s: unknown rule %s%s", RefusedExtension, word, Hint(word, known))
		}
	}
	for _, word := range []string{rule, group(rule)} {
		if said, ok := rules[word]; ok {
			r, err := readRefusal(said)
			if err != nil {
				return r, false, fmt.Errorf("%s of %s: %w", RefusedExtension, word, err)
			}
			return r, true, nil
		}
	}
	return r, false, nil
}

func refusedWords() []string {
	return []string{
		Missing, WrongType, OutOfRange, UnknownWord, WrongForm, NoCredential, WrongCredential, Foreign, NoJSON, WrongMedia, "credential", "request",
	}
}

// group is the word that stands for a rule and its like.
func group(rule string) string {
	switch rule {
	case NoCredential, WrongCredential:
		return "credential"
	case Missing, WrongType, OutOfRange, UnknownWord, WrongForm:
		return "request"
	}
	return ""
}

func readRefusal(said any) (r Refusal, err error) {
	var status any
	var claims []any
	switch said := said.(type) {
	case []any:
		if len(said) > 0 {
			status, claims = said[0], said[1:]
		}
	case map[string]any:
		status, r.Body = said["status"], said["body"]
		claims, _ = said["claims"].([]any)
	}
	switch status := status.(type) {
	case float64:
		r.Status = int(status)
	case int:
		r.Status = status
	case uint64:
		r.Status = int(status)
	}
	if r.Status < 200 || r.Status > 599 {
		return r, fmt.Errorf("want a status and claims, such as [422, ABC-001], got %v", said)
	}
	for _, id := range claims {
		text, ok := id.(string)
		if !ok || strings.TrimSpace(text) == "" {
			return r, fmt.Errorf("%v is no claim", id)
		}
		r.Claims = append(r.Claims, text)
	}
	return r, nil
}
