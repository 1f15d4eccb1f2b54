package specs

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsWrongIsRefusedWithItsPlace(t *testing.T) {
	const document, ledger, world = "openapi.yaml", "claims.yaml", "world.yaml"
	for _, refusal := range []struct {
		because         string
		file, good, bad string
		want            string
	}{
		{"an operation is unknown to the ledger", document, "operationId: getCall", "operationId: getCal",
			"acme/openapi.yaml:25: the operation getCal is not in claims.yaml; did you mean getCall?"},
		{"an operationId is taken", document, "operationId: getCall", "operationId: login",
			"acme/openapi.yaml:25: operationId login is also that of POST /login"},
		{"an operationId is missing", document, "      operationId: getCall\n", "",
			"acme/openapi.yaml:25: GET /calls/{id} has no operationId"},
		{"the ledger spells the path another way", ledger, "GET /calls/{id}", "GET /call/{id}",
			"acme/openapi.yaml:25: getCall is GET /calls/{id} here and GET /call/{id} in claims.yaml"},
		{"an operation of the ledger is missing", ledger, "  placeCall: POST /calls", "  placeCall: POST /calls\n  endCall: POST /end",
			"acme/openapi.yaml:6: the operation endCall of claims.yaml is missing here"},
		{"an event is unknown to the ledger", document, "call.ended:", "call.endet:",
			"acme/openapi.yaml:55: the event call.endet is not in claims.yaml; did you mean call.ended?"},
		{"an event of the ledger is missing", ledger, "[call.ended]", "[call.ended, call.begun]",
			"acme/openapi.yaml:6: the event call.begun of claims.yaml is missing here"},
		{"a claim is unknown", document, "x-claims: [ACM-002]", "x-claims: [ACM-200]",
			"acme/openapi.yaml:79: unknown claim ACM-200; did you mean ACM-001?"},
		{"a claim is overruled", document, "x-claims: [ACM-002]", "x-claims: [ACM-004]",
			"acme/openapi.yaml:79: ACM-004 cannot be proven: it is overruled or not testable"},
		{"a claim is about another operation", document, "properties: {number: {type: string, x-dials: true}}", "x-claims: [ACM-001]",
			"acme/openapi.yaml:51: ACM-001 is about getCall, but this node belongs to placeCall"},
		{"a claim of an event stands in a shared schema of an operation", document, "x-claims: [ACM-002]", "x-claims: [ACM-003]",
			"acme/openapi.yaml:79: ACM-003 is about call.ended, but this node belongs to getCall"},
		{"a claim of an operation stands in an event", document, "x-claims: [ACM-003]", "x-claims: [ACM-001]",
			"acme/openapi.yaml:60: ACM-001 is about getCall, but this node belongs to call.ended"},
		{"a claim stands beside a reference", document, "- {$ref: '#/components/schemas/Waiting'}", "- {$ref: '#/components/schemas/Waiting', x-claims: [ACM-001]}",
			"acme/openapi.yaml:37: claims beside a $ref are not read; put them on what it refers to"},
		{"an example does not fit", document, "{state: queued, ended_at: null}", "{state: queued, ended_at: never}",
			"acme/openapi.yaml:40: the example does not fit its schema: /ended_at: value is not one of the allowed values [null]"},
		{"an example has a word that no alternative has", document, "{state: queued, ended_at: null}", "{state: gone, ended_at: null}",
			"acme/openapi.yaml:40: no alternative of the schema has the word of this example"},
		{"an example has a day that does not exist", document, `"2026-01-15T12:00:00Z"`, `"2026-02-31T12:00:00Z"`,
			`acme/openapi.yaml:41: the example does not fit its schema: /ended_at: string doesn't match the format "date-time" (want a timestamp with a zone that exists, such as 2026-01-15T12:00:00Z)`},
		{"an example of a request does not fit", document, "email: user@example.com", "email: user",
			`acme/openapi.yaml:18: the example does not fit its schema: /email: string doesn't match the format "email" (want an email address)`},
		{"alternatives have no word", document, "x-choose: /state", "x-choose: /status",
			"acme/openapi.yaml:34: an alternative has no enum at /status"},
		{"the word stands nowhere", document, "x-choose: /state", "x-choose: state",
			`acme/openapi.yaml:34: "state" is no JSON pointer, such as /data/status`},
		{"alternatives share a word", document, "[queued, ringing]", "[queued, done]",
			"acme/openapi.yaml:34: two alternatives have the word done at /state"},
		{"signing in names an unknown operation", document, "{operation: login,", "{operation: signin,",
			"acme/openapi.yaml:67: x-sign-in names the unknown operation signin"},
		{"signing in fills a member that is not there", document, "with: {email: email,", "with: {mail: email,",
			"acme/openapi.yaml:67: x-sign-in fills mail, which the body of login does not have"},
		{"signing in finds no token", document, "token: /token", "token: token",
			"acme/openapi.yaml:67: x-sign-in needs operation, with, and token as a JSON pointer"},
		{"a reference leads nowhere", document, "#/components/schemas/Done", "#/components/schemas/Dome",
			"acme/openapi.yaml:38: #/components/schemas/Dome leads nowhere: there is no Dome; did you mean Done?"},
		{"a reference leaves the file", document, "#/components/schemas/Done", "other.yaml#/Done",
			"acme/openapi.yaml:38: other.yaml#/Done leads out of this file; a document is one file"},
		{"there are no paths", document, "paths:", "pats:",
			"acme/openapi.yaml:1: no paths"},
		{"it is no OpenAPI document", document, "description: the call", "descriptin: the call",
			"acme/openapi.yaml: invalid paths: invalid path /calls/{id}: invalid operation GET: a short description of the response is required"},
		{"it is no YAML", document, "{state: done,", "{state: done, ] ",
			"acme/openapi.yaml:41: did not find expected node content"},
		{"the document is of a later version", document, "openapi: 3.0.3", "openapi: 3.1.0",
			"acme/openapi.yaml:1: openapi is 3.1.0, want 3.0.3: bodies of later versions are checked about a hundred times slower"},
		{"a key stands twice", document, "operationId: getCall", "operationId: getCall\n      operationId: getCall",
			`acme/openapi.yaml:26: "operationId" stands here twice, first on line 25`},
		{"a tab indents", document, "      operationId: getCall", "\t\toperationId: getCall",
			"acme/openapi.yaml:25: a tab indents this line; YAML wants spaces"},
		{"an alias is used", document, "default: {description: a failure}", "default: &x {description: a failure}\n        \"404\": *x",
			"acme/openapi.yaml:43: aliases are not used here; write the value out"},

		{"the ledger is of another provider", ledger, "provider: acme", "provider: acne",
			"acme/claims.yaml:1: provider is acne, but the folder is acme"},
		{"a key of a claim is misspelt", ledger, "basis: inferred", "basys: inferred",
			`acme/claims.yaml:21: unknown key "basys"; did you mean basis?`},
		{"a basis is misspelt", ledger, "basis: inferred", "basis: infered",
			`acme/claims.yaml:21: ACM-002 has the unknown basis "infered"; did you mean inferred?`},
		{"a test is misspelt", ledger, "test: clock", "test: clocks",
			`acme/claims.yaml:24: ACM-002 has the unknown test "clocks"; did you mean clock?`},
		{"a claim has two subjects", ledger, "scope: lifecycle", "scope: lifecycle\n    event: call.ended",
			"acme/claims.yaml:19: ACM-002 needs exactly one of scope, operation and event, got 2"},
		{"an id stands twice", ledger, "id: ACM-002", "id: ACM-001",
			"acme/claims.yaml:19: ACM-001 stands here twice, first on line 13"},
		{"an id has another prefix", ledger, "id: ACM-002", "id: IND-002",
			`acme/claims.yaml:19: the id "IND-002" does not begin with ACM-`},
		{"a claim is overruled by nobody", ledger, "overruled_by: ACM-001", "overruled_by: ACM-101",
			"acme/claims.yaml:34: ACM-004 is overruled by the unknown claim ACM-101; did you mean ACM-001?"},
		{"nobody says why a claim is not testable", ledger, "    note: contradicts ACM-001\n", "",
			"acme/claims.yaml:31: ACM-004 is not testable, but no note says why"},

		{"a number has no quotes", world, `caller: "919484956750"`, `caller: 919484956750`,
			`acme/world.yaml:4: want a string, got an integer; write "919484956750" with quotes`},
		{"a number with a plus has no quotes", world, `"+919999000486"`, `+919999000486`,
			`acme/world.yaml:4: want a string, got an integer; write "+919999000486" with quotes`},
		{"a number of a record has no quotes", world, `"919999999999"`, `919999999999`,
			`acme/world.yaml:8: want a string, got an integer; write "919999999999" with quotes`},
		{"a number is none", world, `"919484956750"`, `"91-9484"`,
			`acme/world.yaml:4: "91-9484" is no phone number`},
		{"a part of the world is misspelt", world, "records:", "record:",
			`acme/world.yaml:6: unknown key "record"; did you mean records?`},
		{"a record has no kind", world, "  - kind: call\n    value:", "  - value:",
			"acme/world.yaml:7: a record needs kind and value"},
		{"main is not the first account", world, "  main:", "  man:",
			"acme/world.yaml:1: the first account is not main"},
	} {
		t.Run(refusal.because, func(t *testing.T) {
			_, err := editedAcme(t, [3]string{refusal.file, refusal.good, refusal.bad})
			assert.EqualError(t, err, "load provider acme: "+refusal.want)
		})
	}
}

func TestAMisspeltProviderGetsAHint(t *testing.T) {
	_, err := Load("induslab")
	assert.EqualError(t, err, "load provider induslab: no induslab/openapi.yaml; did you mean induslabs?")
}

func TestAPhoneBookThatCannotBeReadIsRefused(t *testing.T) {
	const first = "personas:\n  - {name: answers, stage: call, title: answers}\n"
	for _, refusal := range []struct{ because, text, want string }{
		{"two personas share a code",
			first + "  - {name: a, code: \"000486\", stage: call, title: a}\n  - {name: b, code: \"000486\", stage: call, title: b}\n",
			"phonebook.yaml:4: a and b have the same code 000486"},
		{"a code has no quotes", first + "  - {name: a, code: 000486, stage: call, title: a}\n",
			`phonebook.yaml:3: want a string, got a number; write "000486" with quotes`},
		{"a code is short", first + "  - {name: a, code: \"486\", stage: call, title: a}\n",
			`phonebook.yaml:3: the code of a is "486", want six digits`},
		{"a second persona has no code", first + "  - {name: a, stage: call, title: a}\n",
			`phonebook.yaml:3: the first persona, and no other, is without a code; got "" for a`},
		{"a stage is misspelt", first + "  - {name: a, code: \"000486\", stage: cal, title: a}\n",
			`phonebook.yaml:3: a has the unknown stage "cal"; did you mean call?`},
		{"a name stands twice", first + "  - {name: answers, code: \"000486\", stage: call, title: a}\n",
			"phonebook.yaml:3: answers stands here twice"},
	} {
		t.Run(refusal.because, func(t *testing.T) {
			_, err := loadPhoneBook(fstest.MapFS{"phonebook.yaml": {Data: []byte(refusal.text)}})
			require.EqualError(t, err, "load the phone book: "+refusal.want)
		})
	}
}
