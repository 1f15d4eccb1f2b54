package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/specs"
)

// outgoing is a request before its credentials.
type outgoing struct {
	operation *specs.Operation
	path      string // escaped
	under     *string
	query     url.Values
	header    http.Header
	cookies   []*http.Cookie
	params    map[string]any
	body      any
	hasBody   bool
	spoilt    scenario.Spoilt
}

// prepare fills in what a step sends.
func (p *play) prepare(step *scenario.Step, env *match.Env) (*outgoing, error) {
	op := step.Operation
	out := &outgoing{operation: op, path: op.Path, under: step.Under, header: http.Header{}, params: map[string]any{}, spoilt: step.Spoilt}
	object := map[string]any{}
	for _, arg := range step.With {
		if arg.In == "body" {
			value, err := arg.Value.Resolve(env)
			if err != nil {
				return nil, err
			}
			object[arg.Name], out.hasBody = value, true
			continue
		}
		value, err := arg.Value.Resolve(env)
		if err != nil {
			return nil, err
		}
		if items, many := value.([]any); many && arg.In == openapi3.ParameterInQuery {
			out.list(arg, items)
			continue
		}
		out.param(p.run.document, op.ID, arg, match.Text(value))
	}
	if body := op.Spec.RequestBody; out.hasBody || body != nil && body.Value.Required && op.Body() != nil {
		out.body, out.hasBody = object, true
	}
	return out, nil
}

func (o *outgoing) param(document *shape.Document, id string, arg scenario.Argument, text string) {
	o.params[arg.Name] = document.Param(id, arg.Name, text)
	switch arg.In {
	case "path":
		o.path = strings.ReplaceAll(o.path, "{"+arg.Name+"}", segment(text))
	case "query":
		if o.query == nil {
			o.query = url.Values{}
		}
		o.query.Set(arg.Name, text)
	case "header":
		o.header.Set(arg.Name, text)
	case "cookie":
		o.cookies = append(o.cookies, &http.Cookie{Name: arg.Name, Value: text})
	}
}

// list sends the items of a parameter one by one, or joined where the document says that they do not explode.
func (o *outgoing) list(arg scenario.Argument, items []any) {
	if o.query == nil {
		o.query = url.Values{}
	}
	texts, values := make([]string, len(items)), make([]any, len(items))
	of := arg.Param.Schema.Value.Items
	for i, item := range items {
		texts[i], values[i] = match.Text(item), item
		if of != nil && of.Value.Type.Is(openapi3.TypeString) {
			values[i] = texts[i]
		}
	}
	o.params[arg.Name] = values
	if explode := arg.Param.Explode; explode != nil && !*explode {
		texts = []string{strings.Join(texts, ",")}
	}
	o.query[arg.Name] = texts
}

// segment escapes a value of a path so that it stays one segment; dots alone would climb.
func segment(text string) string {
	if strings.Trim(text, ".") == "" {
		return strings.ReplaceAll(text, ".", "%2E")
	}
	return url.PathEscape(text)
}

// exchange sends a request of an operation and judges both sides by the document.
func (p *play) exchange(ctx context.Context, out *outgoing, as scenario.Account, invalid string, env *match.Env) (reply, error) {
	asked := p.run.document.Request(out.operation.ID, out.params, out.body, out.hasBody)
	p.mask.add(asked.Secrets...)
	if len(asked.Violations) > 0 && invalid == "" {
		v := asked.Violations[0]
		return reply{}, unaskable(fmt.Sprintf("our request of %s does not fit the document: %s: want %s, got %s (invalid: says that it is meant)",
			out.operation.ID, v.Path, v.Want, v.Got))
	}
	address, err := p.run.wire.join(out.under, out.path, out.query.Encode())
	if err != nil {
		return reply{}, err
	}
	var body []byte
	if out.hasBody {
		if body, err = marshal(out.body); err != nil {
			return reply{}, err
		}
		out.header.Set("Content-Type", "application/json")
		body = out.spoil(body)
	}
	req := p.request(ctx, out.operation.Method, address, out.header, body)
	for _, cookie := range out.cookies {
		req.AddCookie(cookie)
	}
	if err := p.authorise(ctx, req, out.operation, as, env); err != nil {
		return reply{}, err
	}
	got, err := p.send(req, body, out.operation, as)
	if err != nil {
		return got, err
	}
	if target.Dials(out.operation) && got.Status/100 == 2 && !p.run.virtual() { // virtual ones go with their sandboxes
		text := fmt.Sprintf("%s of %s: %s", out.operation.ID, p.sc.Address, excerpt(got.Body))
		p.placed = append(p.placed, placed{text: text, at: time.Now()})
	}
	found := p.run.document.Response(out.operation.ID, shape.Message{
		Status: got.Status, Header: got.Header, JSON: got.JSON, Text: excerpt(got.Body), Broken: got.Broken,
	})
	if got.Status/100 == 2 && invalid == "" {
		found.Proven = append(found.Proven, asked.Proven...) // what fits the document was taken
	}
	p.judged(len(p.log)-1, found, fmt.Sprintf("%s answered %d", out.operation.ID, got.Status))
	p.run.covered.exchanged(p.story, out, got, found.Told)
	p.heard(len(p.log)-1, out, as, req, got, found.Told)
	return got, nil
}

// request makes a request to an address exactly as it is.
func (p *play) request(ctx context.Context, method string, address *url.URL, header http.Header, body []byte) *http.Request {
	req := &http.Request{Method: method, URL: address, Host: address.Host, Header: header, ContentLength: int64(len(body))}
	if len(body) > 0 {
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, _ = req.GetBody()
	}
	if p.sandbox != "" {
		req.Header.Set(sandboxHeader, p.sandbox)
	}
	return req.WithContext(ctx)
}

// send puts a request on the wire and files what came of it.
func (p *play) send(req *http.Request, body []byte, op *specs.Operation, as scenario.Account) (reply, error) {
	m := moment{kind: "request", as: as.Name, method: req.Method, url: req.URL.String(), sentHeader: req.Header, sent: body}
	if op != nil {
		m.name = op.ID
	}
	if err := p.unbreakable(req); err != nil {
		p.note(moment{kind: m.kind, as: m.as, name: m.name, method: m.method, url: m.url, sentHeader: m.sentHeader, sent: m.sent, note: err.Error()})
		return reply{}, err
	}
	got, err := p.world.send(sending{req, body, op, as, p.step > 0 && p.sc.Steps[p.step-1].Kind == scenario.Eventually, p.step})
	if err != nil {
		m.note = short(err)
		p.note(m)
		var l *lost
		switch {
		case !errors.As(err, &l) || l.Kind == trace.Refused || l.Kind == trace.Interrupted:
			return got, err
		case l.Kind == trace.Unreachable:
			return got, &stop{verdict: Error, reason: fmt.Sprintf("%s cannot be reached: %s", req.URL.Host, l.Why), owner: OwnerEnvironment}
		}
		return got, &failed{message: "no answer: " + l.Why, unanswered: true}
	}
	p.mask.learn(got.Header, "", readable(got.JSON, got.Broken, got.Body))
	m.status, m.gotHeader, m.got, m.size = got.Status, got.Header, []byte(excerpt(got.Body)), len(got.Body)
	p.note(m)
	if op != nil {
		p.tally.answered(op.ID, got.Status)
	}
	return got, nil
}

// marshal writes JSON as a client would: without escaping what HTML would mind.
func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}
