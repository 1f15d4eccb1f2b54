package scenario

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/match"
)

// Expect is the form of expect, where, until and give_up_if.
type Expect struct {
	Place      Place
	Status     *match.Pattern // nil: any 2xx for a response, anything for a delivery
	Headers    []Header
	Body       *match.Pattern  // nil: anything
	SignedWith *match.Template // the secret that a delivery must be signed with; the caller checks it
	delivery   bool
	node       *yaml.Node
}

// String returns the expectation as YAML; one that the scenario does not write is empty.
func (e *Expect) String() string {
	if e.node == nil {
		return ""
	}
	text, err := yaml.Marshal(copied(e.node))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// copied is a node of one's own: writing one as YAML sets its style and tag,
// and a scenario is played by many at once.
func copied(node *yaml.Node) *yaml.Node {
	own := *node
	own.Content = make([]*yaml.Node, len(node.Content))
	for i, inner := range node.Content {
		own.Content[i] = copied(inner)
	}
	return &own
}

// Header is the expectation of one header.
type Header struct {
	Name    string // canonical
	Pattern *match.Pattern
	Type    string // of its value in the document: "integer", "number", "boolean", or "string"
}

// Message is what came: a response, or a delivery (whose Status is not looked
// at).
type Message struct {
	Status int
	Header http.Header
	Body   any  // as match.Decode returns it; a string where it is no JSON
	Empty  bool // there was no body
}

// Match compares a message. All saves come before all comparisons. Where the
// status is not what was wanted the rest is not compared: it is another answer.
// It does not check SignedWith.
func (e *Expect) Match(message Message, env *match.Env) match.Result {
	if !e.delivery && e.Status == nil && message.Status/100 != 2 {
		return match.Result{Mismatches: []match.Mismatch{{
			Part: "status", Want: "any 2xx", Got: strconv.Itoa(message.Status), Line: e.Place.Line, Column: e.Place.Column,
		}}}
	}
	var parts []match.Part
	if e.Status != nil {
		parts = append(parts, match.Part{Name: "status", Pattern: e.Status, Value: json.Number(strconv.Itoa(message.Status)), Present: true})
	}
	for _, header := range e.Headers {
		value, present := header.value(message.Header)
		parts = append(parts, match.Part{Name: "header", Path: header.Name, Pattern: header.Pattern, Value: value, Present: present})
	}
	if e.Body != nil {
		parts = append(parts, match.Part{Name: "body", Pattern: e.Body, Value: message.Body, Present: !message.Empty})
	}
	result := match.All(parts, env)
	for _, miss := range result.Mismatches {
		if miss.Part == "status" {
			result.Mismatches = []match.Mismatch{miss}
			break
		}
	}
	return result
}

// value reads a header as the type that the document gives it. Text that is not
// of that type stays text, and does not match.
func (h Header) value(headers http.Header) (value any, present bool) {
	values := headers.Values(h.Name)
	if len(values) == 0 {
		return nil, false
	}
	text := strings.Join(values, ", ")
	if h.Type == "string" {
		return text, true
	}
	if decoded, err := match.Decode([]byte(text)); err == nil {
		return decoded, true
	}
	return text, true
}
