package shape

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// Document is a provider's document, compiled. It is immutable and safe for concurrent use.
type Document struct {
	operations map[string]*operation
	events     []*event
}

// Message is a response or a delivery as it came.
type Message struct {
	Method string // of a delivery
	Status int    // of a response
	Header http.Header
	// JSON is the decoded body; Text the raw one. Broken says why there is no JSON.
	JSON   any
	Text   string
	Broken error
}

type operation struct {
	claims    []string
	params    map[string]branch
	required  []string
	body      *branch
	needsBody bool
	responses map[string]*response // "200", "4XX", "default"
}

type response struct {
	claims  []string
	headers []header
	content map[string]*branch // by media type, nil where it has no schema
}

type header struct {
	name     string
	required bool
	value    branch
	claims   []string
}

// Compile prepares all operations and events of a provider.
func Compile(provider *specs.Provider) *Document {
	c := &compiler{done: map[*openapi3.Schema]*Shape{}, formats: newFormats(provider.Document)}
	d := &Document{operations: map[string]*operation{}}
	for _, op := range provider.Operations() {
		d.operations[op.ID] = c.operation(op)
	}
	for _, e := range provider.Events() {
		d.events = append(d.events, c.event(provider.Document, e))
	}
	return d
}

func (c *compiler) operation(op *specs.Operation) *operation {
	o := &operation{
		claims: specs.Claims(op.Spec.Extensions), params: map[string]branch{}, responses: map[string]*response{},
		body: c.branch(schemaRef(op.Spec.RequestBody)),
	}
	o.needsBody = op.Spec.RequestBody != nil && op.Spec.RequestBody.Value.Required
	for _, param := range op.Params {
		if b := c.branch(param.Schema); b != nil {
			o.params[param.Name] = *marked(b, param.Extensions)
		}
		if param.Required {
			o.required = append(o.required, param.Name)
		}
	}
	for status, ref := range op.Spec.Responses.Map() {
		o.responses[strings.ToUpper(status)] = c.response(ref)
	}
	return o
}

func (c *compiler) response(ref *openapi3.ResponseRef) *response {
	r := &response{claims: beside(ref.Ref, ref.Extensions, ref.Value.Extensions), content: map[string]*branch{}}
	for _, name := range sortedNames(ref.Value.Headers) {
		h := ref.Value.Headers[name]
		claims := beside(h.Ref, h.Extensions, h.Value.Extensions)
		value := branch{shape: &Shape{schema: &openapi3.Schema{}, anything: true, formats: c.formats}}
		if b := c.branch(h.Value.Schema); b != nil {
			value = *b
		}
		r.headers = append(r.headers, header{http.CanonicalHeaderKey(name), h.Value.Required, value, claims})
	}
	for media, content := range ref.Value.Content {
		r.content[media] = c.branch(content.Schema)
	}
	return r
}

// marked is a branch whose flags stand beside its schema.
func marked(b *branch, extensions map[string]any) *branch {
	secret, dials := specs.Flag(extensions, specs.SecretExtension), specs.Flag(extensions, specs.DialsExtension)
	if !secret && !dials {
		return b
	}
	shape := *b.shape
	shape.secret, shape.dials = shape.secret || secret, shape.dials || dials
	return &branch{ref: b.ref, shape: &shape, claims: b.claims}
}

// beside joins the claims of a reference with those of what it refers to.
func beside(ref string, outer, inner map[string]any) []string {
	claims := specs.Claims(inner)
	if ref != "" {
		claims = append(append([]string(nil), specs.Claims(outer)...), claims...)
	}
	return claims
}

func schemaRef(body *openapi3.RequestBodyRef) *openapi3.SchemaRef {
	if body == nil || body.Value == nil {
		return nil
	}
	for media, content := range body.Value.Content {
		if isJSON(media) {
			return content.Schema
		}
	}
	return nil
}

// Request judges what is to be sent. Params are typed as the document's schemas want them; body is nil and hasBody
// false where nothing is sent.
func (d *Document) Request(id string, params map[string]any, body any, hasBody bool) Finding {
	o, w := d.operations[id], walk{}
	if o == nil {
		return Finding{}
	}
	for _, name := range o.required {
		if _, there := params[name]; !there {
			w.blame(&place{name: "parameters"}, o.claims, wrongForm, "the parameter "+name, "no such parameter")
		}
	}
	for _, name := range sortedNames(params) {
		if b, ok := o.params[name]; ok {
			w.visit(&b, params[name], &place{up: &place{name: "parameters"}, name: name}, o.claims)
		}
	}
	switch {
	case hasBody && o.body != nil:
		w.visit(o.body, body, &place{name: "body"}, o.claims)
	case !hasBody && o.needsBody:
		w.blame(&place{name: "body"}, o.claims, wrongForm, "a body", "none")
	}
	return w.finding()
}

// Response judges what an operation answered.
func (d *Document) Response(id string, m Message) Finding {
	o, w := d.operations[id], walk{}
	if o == nil {
		return Finding{}
	}
	owner := o.claims
	w.seen = append(w.seen, owner...)
	r := o.of(m.Status)
	if r == nil {
		w.blame(&place{name: "status"}, owner, wrongWord, "a documented status: "+list(sortedNames(o.responses)), strconv.Itoa(m.Status))
		return w.finding()
	}
	if len(r.claims) > 0 {
		owner = r.claims
		w.seen = append(w.seen, owner...)
	}
	w.headers(r.headers, m.Header, owner)
	w.content(r.content, m, owner)
	return w.finding()
}

// Documented tells whether the document has a response of this status.
func (d *Document) Documented(id string, status int) bool {
	o := d.operations[id]
	return o != nil && o.of(status) != nil
}

func (o *operation) of(status int) *response {
	for _, key := range []string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "DEFAULT"} {
		if r := o.responses[key]; r != nil {
			return r
		}
	}
	return nil
}

func (w *walk) headers(headers []header, got http.Header, owner []string) {
	for i := range headers {
		h, owner := &headers[i], owner
		at := &place{up: &place{name: "headers"}, name: h.name}
		values := got.Values(h.name)
		if len(h.claims) > 0 {
			owner = h.claims
			if len(values) > 0 {
				w.seen = append(w.seen, h.claims...)
			}
		}
		switch {
		case len(values) > 0:
			w.visit(&h.value, typed(h.value.shape, values[0]), at, owner)
		case h.required:
			w.blame(at, owner, wrongForm, "the header "+h.name, "no such header")
		}
	}
}

// content judges the media type, and the body where it is JSON.
func (w *walk) content(content map[string]*branch, m Message, owner []string) {
	if len(content) == 0 {
		return
	}
	at := &place{up: &place{name: "headers"}, name: "Content-Type"}
	media, _, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	b, ok := content[media]
	if !ok {
		b, ok = ranged(content, media)
	}
	if !ok {
		w.blame(at, owner, wrongForm, list(sortedNames(content)), show(m.Header.Get("Content-Type")))
		for _, name := range sortedNames(content) { // the body may still be what it should be
			if isJSON(name) {
				b, media = content[name], name
			}
		}
	}
	if b == nil || !isJSON(media) {
		return
	}
	if m.Broken != nil {
		w.blame(&place{name: "body"}, owner, wrongForm, "one JSON value", fmt.Sprintf("%v: %s", m.Broken, show(m.Text)))
		return
	}
	w.visit(b, m.JSON, &place{name: "body"}, owner)
}

func ranged(content map[string]*branch, media string) (*branch, bool) {
	major, _, _ := strings.Cut(media, "/")
	for _, name := range []string{major + "/*", "*/*"} {
		if b, ok := content[name]; ok {
			return b, true
		}
	}
	return nil, false
}

func isJSON(media string) bool {
	media, _, _ = strings.Cut(media, ";")
	return media == "application/json" || strings.HasSuffix(media, "+json")
}
