package target

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/specs"
)

// dialling is an operation that dials by a parameter, by members at several
// depths, and by one alternative of two.
func dialling(t *testing.T) *specs.Operation {
	t.Helper()
	var schema openapi3.Schema
	require.NoError(t, schema.UnmarshalJSON([]byte(`{
		"type": "object",
		"properties": {
			"to": {"type": "string", "x-dials": true},
			"note": {"type": "string"},
			"legs": {"type": "array", "items": {"type": "object", "properties": {"number": {"type": "string", "x-dials": true}}}},
			"who": {"oneOf": [{"type": "object", "properties": {"phone": {"type": "string", "x-dials": true}}}, {"type": "object", "properties": {"id": {"type": "string"}}}]}
		},
		"additionalProperties": {"type": "string", "x-dials": true}
	}`)))
	param := openapi3.NewQueryParameter("number")
	param.Extensions = map[string]any{specs.DialsExtension: true}
	body := openapi3.NewRequestBody().WithJSONSchema(&schema)
	return &specs.Operation{ID: "dial", Params: []*openapi3.Parameter{param}, Spec: &openapi3.Operation{RequestBody: &openapi3.RequestBodyRef{Value: body}}}
}

func TestOnlyAllowedNumbersAreDialled(t *testing.T) {
	safety := &Safety{MayDial: []string{"91981*", "918888888888", "AGT_*_test"}}
	operation := dialling(t)
	for _, test := range []struct {
		name, params, body, refusal string
	}{
		{"nothing is sent", `{}`, `null`, ""},
		{"allowed by its beginning", `{}`, `{"to": "919810012345"}`, ""},
		{"allowed by beginning and end", `{}`, `{"to": "AGT_1_test"}`, ""},
		{"a member that does not dial", `{}`, `{"note": "911111111111"}`, ""},
		{"not allowed", `{}`, `{"to": "911111111111"}`, "to would dial 911111111111, which safety.may_dial does not allow"},
		{"an allowed number with more behind it", `{}`, `{"to": "9188888888880"}`, "to would dial 9188888888880, which safety.may_dial does not allow"},
		{"written with a plus", `{}`, `{"to": "+918888888888"}`, "to would dial +918888888888, which safety.may_dial does not allow"},
		{"a number that is no string", `{}`, `{"to": 918888888888}`, "to dials, and must be a string, got 918888888888"},
		{"null", `{}`, `{"to": null}`, "to dials, and must be a string, got <nil>"},
		{"a list where one number stands", `{}`, `{"to": ["918888888888"]}`, "to dials, and must be a string, got [918888888888]"},
		{"a parameter", `{"number": "911111111111"}`, `null`, "number would dial 911111111111, which safety.may_dial does not allow"},
		{"an allowed parameter", `{"number": "918888888888"}`, `null`, ""},
		{"the second element", `{}`, `{"legs": [{"number": "918888888888"}, {"number": "911111111111"}]}`, "legs.1.number would dial 911111111111, which safety.may_dial does not allow"},
		{"allowed elements", `{}`, `{"legs": [{"number": "918888888888"}, {}]}`, ""},
		{"an object where the document has a list", `{}`, `{"legs": {"number": "911111111111"}}`, "legs is not of the form in which the document gives numbers, and could dial anyone"},
		{"a text where the document has a list", `{}`, `{"legs": "911111111111"}`, "legs is not of the form in which the document gives numbers, and could dial anyone"},
		{"one of two alternatives", `{}`, `{"who": {"phone": "911111111111"}}`, "who.phone would dial 911111111111, which safety.may_dial does not allow"},
		{"the other alternative", `{}`, `{"who": {"id": "x"}}`, ""},
		{"a member that the document does not name", `{}`, `{"other": "911111111111"}`, "other would dial 911111111111, which safety.may_dial does not allow"},
		{"a body that is no object", `{}`, `["911111111111"]`, "the body is not of the form in which the document gives numbers, and could dial anyone"},
	} {
		t.Run(test.name, func(t *testing.T) {
			params, err := match.Decode([]byte(test.params))
			require.NoError(t, err)
			body, err := match.Decode([]byte(test.body))
			require.NoError(t, err)
			err = safety.Refuse(operation, params.(map[string]any), body)
			if test.refusal == "" {
				assert.NoError(t, err)
			} else {
				assert.EqualError(t, err, test.refusal)
			}
		})
	}
}

func TestWithoutSafetyNothingIsRefused(t *testing.T) {
	var none *Safety
	assert.NoError(t, none.Refuse(dialling(t), nil, map[string]any{"to": "911"}))
	assert.EqualError(t, (&Safety{}).Refuse(dialling(t), nil, map[string]any{"to": "911"}), "to would dial 911, which safety.may_dial does not allow")
}

func TestAnOperationThatDialsIsKnown(t *testing.T) {
	assert.True(t, Dials(dialling(t)))
	quiet := dialling(t)
	quiet.Params = nil
	quiet.Spec.RequestBody = nil
	assert.False(t, Dials(quiet))
}

func TestASchemaThatContainsItselfIsWalkedOnce(t *testing.T) {
	node := openapi3.NewObjectSchema()
	node.Properties = openapi3.Schemas{"next": node.NewRef()}
	operation := &specs.Operation{Spec: &openapi3.Operation{RequestBody: &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithJSONSchema(node)}}}
	assert.False(t, Dials(operation))
	assert.NoError(t, (&Safety{}).Refuse(operation, nil, map[string]any{"next": map[string]any{"next": nil}}))
}

func TestAGlobCoversTheWholeText(t *testing.T) {
	for glob, texts := range map[string]map[string]bool{
		"91981*":  {"91981": true, "919810": true, "091981": false, "9198": false},
		"*":       {"": true, "1": true},
		"1*1":     {"11": true, "121": true, "1": false},
		"a*b*c":   {"abc": true, "aXbYc": true, "acb": false, "abcb": false},
		"9188.88": {"9188.88": true, "9188888": false},
		"":        {"": true, "1": false},
	} {
		for text, want := range texts {
			assert.Equal(t, want, fits(glob, text), "%q and %q", glob, text)
		}
	}
}
