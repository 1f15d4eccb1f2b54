package match

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/source"
)

// document is a schema with every kind of type.
func document() Schema {
	text, integer, list := openapi3.NewStringSchema(), openapi3.NewIntegerSchema(), openapi3.NewArraySchema()
	list.Items = text.NewRef()
	object := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{
		"text": text, "count": integer, "list": list,
		"maybe":   openapi3.NewStringSchema().WithNullable(),
		"word":    openapi3.NewStringSchema().WithEnum("queued", "completed"),
		"either":  openapi3.NewOneOfSchema(openapi3.NewStringSchema(), openapi3.NewObjectSchema().WithProperty("detail", openapi3.NewStringSchema())),
		"nothing": {},
	})
	return SchemaOf(nil, object)
}

func TestTheSchemaDecidesTheTypeOfAScalar(t *testing.T) {
	for pattern, value := range map[string]string{
		`{text: +919999999999}`:        `{"text": "+919999999999"}`,
		`{text: "+919999999999"}`:      `{"text": "+919999999999"}`,
		`{text: 0123}`:                 `{"text": "0123"}`,
		`{text: "500"}`:                `{"text": "500"}`,
		`{text: 2026-01-15}`:           `{"text": "2026-01-15"}`,
		`{text: 1_000}`:                `{"text": "1_000"}`,
		`{text: {one_of: [+91, +92]}}`: `{"text": "+92"}`,
		`{list: [+91]}`:                `{"list": ["+91"]}`,
		`{list: {some: +91}}`:          `{"list": ["+90", "+91"]}`,
		`{maybe: null}`:                `{"maybe": null}`,
		`{either: {detail: +91}}`:      `{"either": {"detail": "+91"}}`,
		`{either: +91}`:                `{"either": "+91"}`,
		`{unknown: 5}`:                 `{"unknown": 5}`,
		`{nothing: "0123"}`:            `{"nothing": "0123"}`,
		`{count: {at_least: 0.5}}`:     `{"count": 1}`,
	} {
		t.Run(pattern, func(t *testing.T) {
			assert.Empty(t, compile(t, pattern, document()).Match(decode(t, value), true, env()).Mismatches)
		})
	}
}

func TestWhatCannotFitTheSchemaDoesNotLoad(t *testing.T) {
	for pattern, want := range map[string]string{
		`{text: 500}`:                     "the number 500 does not fit: the document says a string",
		`{text: true}`:                    "the boolean true does not fit: the document says a string",
		`{text: null}`:                    "nothing does not fit: the document says a string",
		`{text: {a: 1}}`:                  "a mapping does not fit: the document says a string",
		`{text: [a]}`:                     "a list does not fit: the document says a string",
		`{text: {some: a}}`:               "some reads an array, and the document says a string",
		`{text: {at_least: 5}}`:           "the number 5 does not fit: the document says a string",
		`{text: {contains: 401}}`:         "the number 401 does not fit: the document says a string",
		`{count: "5"}`:                    `the text "5" does not fit: the document says an integer`,
		`{count: 5.5}`:                    "the number 5.5 does not fit: the document says an integer",
		`{count: +5}`:                     "the number +5 does not fit: the document says an integer",
		`{count: {matches: 5}}`:           "matches reads text, and the document says an integer",
		`{maybe: 5}`:                      "the number 5 does not fit: the document says a string or null",
		`{word: qeued}`:                   "qeued is none of the words that the document has here",
		`{word: {not: done}}`:             "done is none of the words that the document has here",
		`{list: {each: 5}}`:               "the number 5 does not fit: the document says a string",
		`{unknown: 0123}`:                 "0123 could be a number or a text, and the document does not say which",
		`{nothing: +91}`:                  "+91 could be a number or a text, and the document does not say which",
		`{a: {at_least: often}}`:          `at_least compares numbers and timestamps, got the text "often"`,
		`{a: {sorted: up}}`:               "up is not an order (asc or desc)",
		`{a: {sorted: {a: asc, b: asc}}}`: "sorted wants one member, got 2",
		`{a: {seconds_between: [$a]}}`:    "seconds_between wants two timestamps, got 1",
		`{a: {one_of: []}}`:               "one_of has nothing to choose from",
		`{a: {some: []}}`:                 "some has no pattern",
		`{a: {absent: true, is: uuid}}`:   "absent stands beside another matcher, and an absent member has no value to match",
		`{a: {save: $x}}`:                 "a name is saved without its dollar",
		`{a: {one_of: [{save: x}]}}`:      "$x is saved inside one_of, which does not say of which value",
		`{a: {matches: '(?P<run>.)'}}`:    "run is a name that the run gives; call the group otherwise",
	} {
		t.Run(pattern, func(t *testing.T) {
			file := source.Parse("pattern.yaml", []byte(pattern))
			Compile(file, file.Documents[0], document())
			problems := file.Problems()
			require.NotEmpty(t, problems)
			assert.Equal(t, want, problems[0].Message)
		})
	}
}
