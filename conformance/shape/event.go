package shape

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

type event struct {
	name    string
	claims  []string
	headers []header
	content map[string]*branch
}

func (c *compiler) event(document *openapi3.T, e *specs.Event) *event {
	claims := specs.Claims(e.Spec.Extensions)
	if len(claims) == 0 {
		claims = callbackClaims(document, e)
	}
	found := &event{name: e.Name, claims: claims, content: map[string]*branch{}}
	for _, ref := range e.Spec.Parameters {
		if param := ref.Value; param.In == openapi3.ParameterInHeader {
			value := branch{shape: &Shape{schema: &openapi3.Schema{}, anything: true, formats: c.formats}}
			if b := c.branch(param.Schema); b != nil {
				value = *b
			}
			name := http.CanonicalHeaderKey(param.Name)
			found.headers = append(found.headers, header{name, param.Required, value, beside(ref.Ref, ref.Extensions, param.Extensions)})
		}
	}
	if body := e.Spec.RequestBody; body != nil && body.Value != nil {
		for media, content := range body.Value.Content {
			found.content[media] = c.branch(content.Schema)
		}
	}
	return found
}

func callbackClaims(document *openapi3.T, e *specs.Event) []string {
	callbacks := openapi3.Callbacks{}
	if e.Operation == "" && document.Components != nil {
		callbacks = document.Components.Callbacks
	}
	for _, item := range document.Paths.Map() {
		for _, op := range item.Operations() {
			if op.OperationID == e.Operation && e.Operation != "" {
				callbacks = op.Callbacks
			}
		}
	}
	if ref := callbacks[e.Name]; ref != nil && ref.Value != nil {
		return beside(ref.Ref, ref.Extensions, ref.Value.Extensions)
	}
	return nil
}

// Delivery judges a callback of the event of that name.
func (d *Document) Delivery(name string, m Message) Finding {
	for _, e := range d.events {
		if e.name == name {
			w := walk{}
			e.judge(&w, m)
			return w.finding()
		}
	}
	return Finding{}
}

func (e *event) judge(w *walk, m Message) {
	w.seen = append(w.seen, e.claims...)
	if m.Method != "" && m.Method != http.MethodPost {
		w.blame(&place{name: "method"}, e.claims, wrongForm, http.MethodPost, m.Method)
	}
	w.headers(e.headers, m.Header, e.claims)
	w.content(e.content, m, e.claims)
}

// EventOf says which event a delivery is. It is exact where a word of the delivery says so: a member or header whose
// only word is the event's name, or all words that tell it from the others. Otherwise it is the event that it fits
// best, and not exact; without any event the name is empty.
func (d *Document) EventOf(m Message) (name string, exact bool) {
	for _, e := range d.events {
		if e.announces(m) {
			return e.name, true
		}
	}
	least := -1
	for _, e := range d.events {
		w := walk{}
		if e.judge(&w, m); least < 0 || w.weight < least {
			name, least = e.name, w.weight
		}
	}
	for _, e := range d.events {
		if e.name == name && e.named() {
			return name, false // it has a word for itself, and the delivery does not say it
		}
	}
	return name, len(d.events) == 1 || least == 0
}

// announces tells whether the delivery says the event's own word.
func (e *event) announces(m Message) bool {
	for i := range e.headers {
		if e.headers[i].value.shape.only(e.name) && m.Header.Get(e.headers[i].name) == e.name {
			return true
		}
	}
	object, _ := m.JSON.(map[string]any)
	for _, b := range e.content {
		if b != nil && b.shape.announces(e.name, object) {
			return true
		}
	}
	return false
}

func (s *Shape) announces(word string, object map[string]any) bool {
	for _, m := range s.members {
		if said, _ := object[m.name].(string); said == word && m.shape.shape.only(word) {
			return true
		}
	}
	for i := range s.all {
		if s.all[i].shape.announces(word, object) {
			return true
		}
	}
	return false
}

// named tells whether the document gives the event a word for itself.
func (e *event) named() bool {
	for i := range e.headers {
		if e.headers[i].value.shape.only(e.name) {
			return true
		}
	}
	for _, b := range e.content {
		if b != nil && b.shape.names(e.name) {
			return true
		}
	}
	return false
}

func (s *Shape) names(word string) bool {
	for _, m := range s.members {
		if m.shape.shape.only(word) {
			return true
		}
	}
	for i := range s.all {
		if s.all[i].shape.names(word) {
			return true
		}
	}
	return false
}

// only tells whether a word is all that the shape allows.
func (s *Shape) only(word string) bool {
	if len(s.enum) == 1 && s.enum[0] == word {
		return true
	}
	for i := range s.all {
		if s.all[i].shape.only(word) {
			return true
		}
	}
	return false
}

// typed reads a text of a header or parameter as the shape's type; what cannot be read stays a text.
func typed(s *Shape, text string) any {
	for _, kind := range s.types {
		switch kind {
		case "integer", "number":
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				return json.Number(text)
			}
		case "boolean":
			if value, err := strconv.ParseBool(text); err == nil && (text == "true" || text == "false") {
				return value
			}
		}
	}
	return text
}

// Param reads a parameter's text as the document types it.
func (d *Document) Param(operation, name, text string) any {
	if o := d.operations[operation]; o != nil {
		if b, ok := o.params[name]; ok {
			return typed(b.shape, text)
		}
	}
	return text
}
