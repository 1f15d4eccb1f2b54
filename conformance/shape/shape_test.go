package shape

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/specs"
)

// document compiles a contract with one operation whose 200 has the schema, and callbacks if any are given.
func document(t testing.TB, schema, callbacks string) *Document {
	ledger := "provider: acme\ntitle: Acme\nprefix: ACM\nbase_url: https://acme.example\nsources: {page: https://acme.example}\n" +
		"operations: {ask: POST /ask}\nevents: [" + events(callbacks) + "]\nclaims:\n"
	for i := range 9 {
		ledger += fmt.Sprintf("  - {id: ACM-00%d, scope: transport, basis: documented, text: x, source: page, test: black-box}\n", i+1)
	}
	openapi := `
openapi: 3.0.3
info: {title: Acme, version: "1"}
paths:
  /ask:
    post:
      operationId: ask
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 5}}
        - {name: to, in: query, x-dials: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [q], properties: {q: {type: string, x-claims: [ACM-009]}, key: {type: string, x-secret: true}}}
      responses:
        "200":
          description: x
          x-claims: [ACM-008]
          headers:
            X-Count: {required: true, x-claims: [ACM-007], schema: {type: integer}}
          content:
            application/json:
              schema: ` + schema + callbacks + `
components:
  schemas:
    Word: {type: string, enum: [a, b], x-claims: [ACM-005]}
    Tree: {type: object, properties: {leaf: {type: integer}, kids: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
`
	provider, err := specs.LoadFrom(fstest.MapFS{
		"acme/openapi.yaml": {Data: []byte(openapi)},
		"acme/claims.yaml":  {Data: []byte(ledger)},
		"acme/world.yaml":   {Data: []byte("accounts: {main: {}}\nnumbers: {}\nids: {}\n")},
	}, "acme")
	require.NoError(t, err)
	return Compile(provider)
}

func events(callbacks string) string {
	var names []string
	for _, name := range []string{"call.ended", "call.recorded"} {
		if strings.Contains(callbacks, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func message(body string) Message {
	m := Message{Method: "POST", Status: 200, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}, "X-Count": {"3"}}, Text: body}
	m.JSON, m.Broken = match.Decode([]byte(body))
	return m
}

// line writes a finding on one line.
func line(f Finding) string {
	var out []string
	for _, v := range f.Violations {
		out = append(out, fmt.Sprintf("%s: want %s, got %s %v", v.Path, v.Want, v.Got, v.Claims))
	}
	return strings.Join(append(out, "proven "+strings.Join(f.Proven, " ")), "; ")
}

func TestAViolationIsBlamedOnTheNearestNodeAboveIt(t *testing.T) {
	nested := `{type: object, x-claims: [ACM-001], required: [a, b], properties: {a: {type: object, x-claims: [ACM-002], properties: {n: {type: integer, maximum: 3}, s: {type: string, x-claims: [ACM-003]}}}, b: {type: string, nullable: true, x-claims: [ACM-004]}}}`
	for name, tt := range map[string]struct{ schema, body, want string }{
		"all fits":                {nested, `{"a": {"n": 1, "s": "x"}, "b": "y", "more": 1}`, "proven ACM-001 ACM-002 ACM-003 ACM-004 ACM-007 ACM-008"},
		"null proves nothing":     {nested, `{"a": {"n": 1}, "b": null}`, "proven ACM-001 ACM-002 ACM-007 ACM-008"},
		"a leaf without claims":   {nested, `{"a": {"n": "1", "s": "x"}, "b": null}`, `body.a.n: want an integer, got "1" (a string) [ACM-002]; proven ACM-001 ACM-003 ACM-007 ACM-008`},
		"a leaf with claims":      {nested, `{"a": {"n": 1, "s": 1}, "b": null}`, `body.a.s: want a string, got 1 (an integer) [ACM-003]; proven ACM-001 ACM-002 ACM-007 ACM-008`},
		"a missing member":        {nested, `{"a": {}}`, `body.b: want the member b, got no such member in an object with a [ACM-001]; proven ACM-002 ACM-007 ACM-008`},
		"null where none may be":  {nested, `{"a": null, "b": null}`, `body.a: want an object, got null [ACM-002]; proven ACM-001 ACM-007 ACM-008`},
		"a bound":                 {nested, `{"a": {"n": 4}, "b": null}`, `body.a.n: want at most 3, got 4 [ACM-002]; proven ACM-001 ACM-007 ACM-008`},
		"not an object":           {nested, `[]`, `body: want an object, got an array of 0 (an array) [ACM-001]; proven ACM-007 ACM-008`},
		"not JSON":                {nested, `oops`, `body: want one JSON value, got not JSON: invalid character 'o' looking for beginning of value: "oops" [ACM-008]; proven ACM-007`},
		"claims beside a $ref":    {`{type: object, properties: {w: {$ref: '#/components/schemas/Word'}}}`, `{"w": "c"}`, `body.w: want one of "a", "b", got "c" [ACM-005]; proven ACM-007 ACM-008`},
		"elements":                {`{type: array, minItems: 1, items: {type: integer, x-claims: [ACM-006]}}`, `[1, 2, 2.5, 3.0]`, `body[2]: want an integer, got 2.5 (a number) [ACM-006]; proven ACM-007 ACM-008`},
		"too few elements":        {`{type: array, minItems: 1, items: {type: integer}}`, `[]`, `body: want at least 1 elements, got 0 [ACM-008]; proven ACM-007`},
		"a format of ours":        {`{type: string, format: uuid}`, `"x"`, `body: want a string of the format uuid, got "x" [ACM-008]; proven ACM-007`},
		"a pattern":               {`{type: string, pattern: '^c_'}`, `"d_1"`, `body: want a string that matches ^c_, got "d_1" [ACM-008]; proven ACM-007`},
		"a closed object is open": {`{type: object, additionalProperties: false, properties: {a: {type: string}}}`, `{"b": 1}`, "proven ACM-007 ACM-008"},
		"typed further members":   {`{type: object, additionalProperties: {type: integer}}`, `{"b": "x"}`, `body.b: want an integer, got "x" (a string) [ACM-008]; proven ACM-007`},
		"recursion":               {`{$ref: '#/components/schemas/Tree'}`, `{"leaf": 1, "kids": [{"kids": [{"leaf": "x"}]}]}`, `body.kids[0].kids[0].leaf: want an integer, got "x" (a string) [ACM-008]; proven ACM-007`},
		"all of":                  {`{allOf: [{type: object, required: [a]}, {type: object, x-claims: [ACM-001], required: [b]}]}`, `{"a": 1}`, `body.b: want the member b, got no such member in an object with a [ACM-001]; proven ACM-007 ACM-008`},
		"not":                     {`{type: object, not: {required: [error]}}`, `{"error": 1}`, `body: want a value that is not of the excluded form, got an object with error [ACM-008]; proven ACM-007`},
		"a large number":          {`{type: integer, enum: [9007199254740993]}`, `9007199254740992.5`, `body: want an integer, got 9007199254740992.5 (a number) [ACM-008]; proven ACM-007`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, line(document(t, tt.schema, "").Response("ask", message(tt.body))))
		})
	}
}

func TestOfSeveralFormsTheOneThatIsMeantIsJudged(t *testing.T) {
	forms := `{oneOf: [{type: object, x-claims: [ACM-001], required: [state, url], properties: {state: {type: string, enum: [ready]}, url: {type: string}}}, ` +
		`{type: object, x-claims: [ACM-002], required: [state, url], properties: {state: {type: string, enum: [failed]}, url: {type: string, nullable: true, enum: [null]}}}]%s}`
	for name, tt := range map[string]struct{ body, want string }{
		"the first":                   {`{"state": "ready", "url": "x"}`, "proven ACM-001 ACM-007 ACM-008"},
		"the second":                  {`{"state": "failed", "url": null}`, "proven ACM-002 ACM-007 ACM-008"},
		"the first, with a fault":     {`{"state": "ready", "url": null}`, "body.url: want a string, got null [ACM-001]; proven ACM-007 ACM-008"},
		"the second, with a fault":    {`{"state": "failed"}`, "body.url: want the member url, got no such member in an object with state [ACM-002]; proven ACM-007 ACM-008"},
		"a word that neither one has": {`{"state": "raedy", "url": "x"}`, `body.state: want "ready", got "raedy" [ACM-001]; proven ACM-007 ACM-008`},
	} {
		for _, chooser := range []string{"", ", x-choose: /state"} {
			t.Run(name+chooser, func(t *testing.T) {
				assert.Equal(t, tt.want, line(document(t, fmt.Sprintf(forms, chooser), "").Response("ask", message(tt.body))))
			})
		}
	}
}

func TestHeadersMediaTypesAndStatusesAreJudged(t *testing.T) {
	d := document(t, "{type: object}", "")
	m := message("{}")
	m.Header = http.Header{"Content-Type": {"text/html"}, "X-Count": {"many"}}
	assert.Equal(t, `headers.X-Count: want an integer, got "many" (a string) [ACM-007]; headers.Content-Type: want application/json, got "text/html" [ACM-008]; proven `,
		line(d.Response("ask", m)))
	m.Header = http.Header{"Content-Type": {"application/json"}}
	assert.Equal(t, `headers.X-Count: want the header X-Count, got no such header [ACM-007]; proven ACM-008`, line(d.Response("ask", m)))
	m.Status = 418
	assert.Equal(t, `status: want a documented status: 200, got 418 []; proven `, line(d.Response("ask", m)))
}

func TestRequestsAreJudgedWithTheirSecretsAndNumbers(t *testing.T) {
	d := document(t, "{type: object}", "")
	found := d.Request("ask", map[string]any{"limit": d.Param("ask", "limit", "6"), "to": "911"}, map[string]any{"q": "x", "key": "s3cret"}, true)
	assert.Equal(t, "parameters.limit: want at most 5, got 6 []; proven ACM-009", line(found))
	assert.Equal(t, []string{"s3cret"}, found.Secrets)
	assert.Equal(t, []string{"911"}, found.Dials)
	assert.Equal(t, "body: want a body, got none []; proven ", line(d.Request("ask", nil, nil, false)))
	assert.Equal(t, "body.q: want the member q, got no such member in an object with no members []; proven ", line(d.Request("ask", nil, map[string]any{}, true)))
}

const callbacks = `
      callbacks:
        call.ended:
          '{$request.body#/url}':
            post:
              x-claims: [ACM-001]
              requestBody: {content: {application/json: {schema: {type: object, required: [event, id], properties: {event: {type: string, enum: [call.ended]}, id: {type: string, x-claims: [ACM-002]}}}}}}
              responses: {default: {description: x}}
        call.recorded:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: {type: object, required: [event, id], properties: {event: {type: string, enum: [call.recorded]}, id: {type: string}}}}}}
              responses: {default: {description: x}}`

func TestADeliveryIsTheEventWhoseWordItSays(t *testing.T) {
	d := document(t, "{type: object}", callbacks)
	for body, want := range map[string]string{
		`{"event": "call.ended", "id": "c1"}`:  "call.ended true: proven ACM-001 ACM-002",
		`{"event": "call.ended", "id": 1}`:     "call.ended true: body.id: want a string, got 1 (an integer) [ACM-002]; proven ACM-001",
		`{"event": "call.recorded", "id": ""}`: "call.recorded true: proven ",
		`{"id": "c1"}`:                         "call.ended false: body.event: want the member event, got no such member in an object with id [ACM-001]; proven ACM-002",
		`{"event": "call.stored", "id": "c1"}`: `call.ended false: body.event: want "call.ended", got "call.stored" [ACM-001]; proven ACM-002`,
		`oops`:                                 `call.ended false: body: want one JSON value, got not JSON: invalid character 'o' looking for beginning of value: "oops" [ACM-001]; proven `,
	} {
		m := message(body)
		name, exact := d.EventOf(m)
		assert.Equal(t, want, fmt.Sprintf("%s %v: %s", name, exact, line(d.Delivery(name, m))), body)
	}
}

func TestACallbackThatIsNoPOSTRefutesTheCallback(t *testing.T) {
	d := document(t, "{type: object}", callbacks)
	m := message(`{"event": "call.ended", "id": "c1"}`)
	m.Method = http.MethodPut
	assert.Equal(t, "method: want POST, got PUT [ACM-001]; proven ACM-002", line(d.Delivery("call.ended", m)))
}

func BenchmarkResponse(b *testing.B) {
	d := document(b, `{oneOf: [{$ref: '#/components/schemas/Tree'}]}`, "")
	m := message(`{"leaf": 1, "kids": [{"leaf": 2, "kids": [{"leaf": 3}]}, {"leaf": 4}]}`)
	for b.Loop() {
		d.Response("ask", m)
	}
}
