package engine

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/brianvoe/gofakeit/v6"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// paging is a provider that nobody has heard of. It uses every hook there is.
const pagingDocument = `
openapi: 3.0.3
info: {title: Paging, version: "1"}
paths:
  /login:
    post:
      operationId: signIn
      security: []
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [user, password]
              properties:
                user: {type: string}
                password: {type: string, x-secret: true}
      responses:
        "200":
          description: a token
          content:
            application/json:
              schema:
                type: object
                required: [pass]
                properties: {pass: {type: string, x-secret: true}}
        "400": {$ref: "#/components/responses/No"}
  /pages:
    get:
      operationId: listPages
      parameters:
        - {name: size, in: query, schema: {type: integer, minimum: 1, maximum: 50, default: 10}}
        - {name: state, in: query, schema: {type: string, enum: [queued, ended]}}
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - {name: tag, in: query, schema: {type: array, items: {type: integer}}}
        - {name: loud, in: query, schema: {type: boolean}}
        - {name: ratio, in: query, schema: {type: number}}
        - {name: X-Trace, in: header, schema: {type: string, maxLength: 8}}
      responses:
        "200":
          description: pages
          content:
            application/json:
              schema:
                type: object
                required: [total, size, pages]
                properties:
                  total: {type: integer}
                  size: {type: integer}
                  pages: {type: array, items: {$ref: "#/components/schemas/Page"}}
        "400":
          description: the only reason that the document knows
          content: {application/json: {schema: {type: object, required: ["no"], properties: {"no": {type: string, enum: [bad-login]}}}}}
    post:
      operationId: sendPage
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [to]
              properties:
                to: {type: string, pattern: "^[0-9+]{6,15}$"}
                from: {type: string, nullable: true}
                hook: {type: string, format: uri}
                hook_again: {type: string, format: uri}
                times: {type: integer, minimum: 1, maximum: 5, default: 2}
                id: {type: string, format: uuid}
                mail: {type: string, format: email}
                at: {type: string, format: date-time}
                kind: {type: string, enum: [loud, soft], default: soft}
                nested: {type: object, properties: {deep: {type: array, items: {type: string}}}}
                misbehave: {type: string}
      responses:
        "201":
          description: placed
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
        "422": {$ref: "#/components/responses/No"}
      callbacks:
        page.ended:
          "{$request.body#/hook}":
            post:
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [event, id]
                      properties: {event: {type: string}, id: {type: string}}
              responses: {"200": {description: ok}}
  /pages/{id}:
    get:
      operationId: readPage
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: a page
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
  /open/{id}:
    get:
      operationId: openPage
      security: []
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: a page
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
components:
  securitySchemes:
    pass: {type: http, scheme: bearer, x-sign-in: {operation: signIn, with: {user: user, password: password}, token: /pass}}
  responses:
    No:
      description: no
      content:
        application/json:
          schema: {type: object, required: [no], properties: {no: {type: string}, at: {type: array, items: {type: string}}}}
  schemas:
    Page:
      type: object
      required: [id, to, state]
      properties:
        id: {type: string}
        to: {type: string}
        state: {type: string}
        times: {type: integer}
        recording: {type: string}
security: [{pass: []}]
`

const pagingClaims = `
provider: paging
title: Paging
prefix: PAG
base_url: https://paging.example
sources: {page: https://paging.example/docs}
operations:
  signIn: POST /login
  listPages: GET /pages
  sendPage: POST /pages
  readPage: GET /pages/{id}
  openPage: GET /open/{id}
events: [page.ended]
claims: []
`

const pagingWorld = `
accounts:
  main: {user: ann@example.com, password: hunter2}
  other: {user: bob@example.com, password: hunter3}
numbers: {answers: "919999999999"}
`

type sheet struct {
	ID        string `json:"id"`
	To        string `json:"to"`
	State     string `json:"state"`
	Times     int    `json:"times,omitempty"`
	Recording string `json:"recording,omitempty"`
	Extra     string `json:"extra,omitempty"`
}

type no struct {
	No string   `json:"no"`
	At []string `json:"at,omitempty"`
}

func pagingSpec(t testing.TB) *specs.Provider {
	t.Helper()
	spec, err := specs.LoadFrom(fstest.MapFS{
		"paging/openapi.yaml": {Data: []byte(pagingDocument)},
		"paging/claims.yaml":  {Data: []byte(pagingClaims)},
		"paging/world.yaml":   {Data: []byte(pagingWorld)},
	}, "paging")
	require.NoError(t, err)
	return spec
}

// paging's tokens are plain: user, sandbox and incarnation.
func paging(t testing.TB) Provider {
	spec := pagingSpec(t)
	account := func(user, password string) (specs.Account, bool) {
		plain, _, _ := SplitName(user)
		for _, a := range spec.World.Accounts {
			if a.Fields["user"] == plain && a.Fields["password"] == password {
				return a, true
			}
		}
		return specs.Account{}, false
	}
	view := func(s *Sandbox, c Subject) sheet {
		p := sheet{ID: c.ID, To: c.Order.To, State: c.State(s.Now()).Phase.String(), Times: c.Order.Details.(*times).N}
		if c.State(s.Now()).Recording == call.Ready {
			p.Recording = RecordingURL(s, c, s.Now().Add(time.Hour))
		}
		return p
	}
	return Provider{
		Spec: spec,
		Names: func(r *Request) Naming {
			if r.Operation.ID == "signIn" {
				_, name, _ := SplitName(r.Text("user"))
				_, good := account(r.Text("user"), r.Text("password"))
				return Naming{Sandbox: name, Create: good}
			}
			if parts := strings.Split(r.Credential.Value, "/"); len(parts) == 3 {
				return Naming{Sandbox: parts[1]}
			}
			return Naming{}
		},
		Authenticate: func(r *Request) (string, error) {
			if !r.Credential.Sent {
				return "", &Failure{Kind: Unauthenticated}
			}
			parts := strings.Split(r.Credential.Value, "/")
			if len(parts) != 3 || parts[1] != r.Sandbox.Name() || parts[2] != fmt.Sprint(r.Sandbox.Origin().Life) {
				return "", &Failure{Kind: BadCredential}
			}
			return parts[0], nil
		},
		Operations: map[string]Operation{
			"signIn": func(r *Request) (Reply, error) {
				a, good := account(r.Text("user"), r.Text("password"))
				if !good {
					return Reply{}, &Failure{Kind: "bad-login"}
				}
				return Reply{Body: map[string]string{"pass": fmt.Sprintf("%s/%s/%d", a.Name, r.Sandbox.Name(), r.Sandbox.Origin().Life)}}, nil
			},
			"sendPage": func(r *Request) (Reply, error) {
				switch r.Text("misbehave") {
				case "panic":
					panic("on purpose")
				case "error":
					return Reply{}, fmt.Errorf("the disk is on fire")
				case "extra":
					return Reply{Status: 201, Body: sheet{Extra: "undeclared"}}, nil
				case "type":
					return Reply{Status: 201, Body: map[string]any{"id": 7, "to": "x", "state": "y"}}, nil
				case "status":
					return Reply{Status: 204}, nil
				}
				var c Subject
				err := r.Do(func(tx *Tx) error {
					c = tx.Place(Placing{
						Kind:  "page",
						ID:    func(f *gofakeit.Faker) string { return "pg_" + Letters(f, "abcdefghjkmnpqrstuvwxyz", 12) },
						Order: &Order{Account: r.Account.Name, Base: r.Base, Callback: r.Text("hook"), From: r.Text("from"), To: r.Text("to"), Details: &times{r.Int("times")}},
						Plan:  call.Plan{Customer: r.Sandbox.Persona(r.Text("to")), Recording: true},
					})
					return nil
				})
				return Reply{Status: 201, Header: http.Header{"X-Page": {c.ID}}, Body: view(r.Sandbox, c)}, err
			},
			"listPages": func(r *Request) (Reply, error) {
				found, total := r.List(Query{Kind: "page", Account: r.Account.Name, Newest: true, Limit: r.Int("size")})
				pages := []sheet{}
				for _, c := range found {
					pages = append(pages, view(r.Sandbox, c))
				}
				return Reply{Body: map[string]any{"total": total, "size": r.Int("size"), "pages": pages}}, nil
			},
			"readPage": func(r *Request) (Reply, error) {
				c, found := r.Find("page", r.Text("id"))
				if !found {
					return Reply{}, &Failure{Kind: NotFound}
				}
				return Reply{Body: view(r.Sandbox, c)}, nil
			},
			"openPage": func(r *Request) (Reply, error) {
				c, found := r.Find("page", r.Text("id"))
				if !found {
					return Reply{}, &Failure{Kind: NotFound}
				}
				return Reply{Body: view(r.Sandbox, c)}, nil
			},
		},
		Fail: func(f *Failure) Reply {
			status := f.Status
			if status == 0 {
				status = map[Kind]int{
					Invalid: 422, Malformed: 422, WrongMedia: 415, Unauthenticated: 401, BadCredential: 401, UnknownPath: 404, NotFound: 404, Forbidden: 403,
					WrongMethod: 405, TooLarge: 413, TooSlow: 408, Broken: 500, Full: 503, BadSandbox: 400, "bad-login": 400, RateLimited: 429,
				}[f.Kind]
			}
			body := no{No: string(f.Kind)}
			if f.Reason != "" {
				body.No += ": " + f.Reason
			}
			for _, d := range f.Details {
				body.At = append(body.At, strings.Join(append([]string{d.In}, d.Field...), ".")+" "+d.Rule+" "+d.Want+": "+d.Reason)
			}
			return Reply{Status: status, Body: body}
		},
		Orders: map[string]any{"page": (*times)(nil)},
		Callbacks: Callbacks{
			Policy: Policy{Attempts: 3, Pauses: []time.Duration{time.Second}, Timeout: 10 * time.Second},
			Render: func(m *Moment) []Callback {
				if m.Event.Kind != call.Ended || m.Subject.Order.Callback == "" {
					return nil
				}
				return []Callback{{Event: "page.ended", URL: m.Subject.Order.Callback, Body: map[string]string{"event": "page.ended", "id": m.Subject.ID}}}
			},
		},
	}
}

type times struct{ N int }
