package grade

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/specs"
)

var update = flag.Bool("update", false, "rewrite golden files")

func acme(t testing.TB) *specs.Provider {
	provider, err := specs.LoadFrom(os.DirFS("../testdata"), "acme")
	require.NoError(t, err)
	return provider
}

func TestADocumentHasAMutantOfEachMemberStatusWordAndEvent(t *testing.T) {
	var names strings.Builder
	for _, f := range Enumerated(acme(t)) {
		names.WriteString(f.Name + "\n")
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/acme.txt", []byte(names.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/acme.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), names.String())
}

// What a clean run shows decides where a mutant is played, so it must foretell exactly what the mutant does.
func TestAMutantIsForetoldExactly(t *testing.T) {
	provider := acme(t)
	bodies := []string{
		`null`, `{}`, `{"id": "call_1", "state": "waiting", "recording": null, "number": 12}`,
		`{"calls": [{"id": "call_1", "state": "done"}, {"id": "7", "recording": true}], "total": 2}`,
		`{"event": "call.ended", "id": "call_1", "state": "done", "data": {"id": "call_1", "state": "waiting"}}`,
		`{"token": "x", "reason": "no"}`,
	}
	foretold := 0
	for _, f := range Enumerated(provider) {
		if f.reach.changes == nil {
			continue
		}
		for _, text := range bodies {
			body := Decoded([]byte(text))
			before := string(Encoded(body))
			told := f.reach.by(sight{operation: f.reach.operation, status: f.reach.status, event: f.reach.event, body: body})
			require.Equal(t, before, string(Encoded(body)), "%s changes what it only looks at", f.Name)
			did := false
			if f.After != nil {
				operation, _ := provider.Operation(f.reach.operation)
				did = f.After(&Passing{Operation: operation, Status: f.reach.status, Body: body})
			} else {
				_, did = f.Push(&Proxy{memory: map[string]any{}}, Pushed{Event: f.reach.event, Body: body})
			}
			assert.Equal(t, did, told, "%s in %s", f.Name, text)
			if told {
				foretold++
			}
		}
	}
	assert.Greater(t, foretold, 20)
}

func TestARetypedValueSaysNearlyTheSame(t *testing.T) {
	for text, want := range map[string]string{
		`"12"`: `12`, `"007"`: `7`, `"text"`: `["text"]`, `12.5`: `"12.5"`, `true`: `"true"`, `null`: `0`, `[1]`: `{"items":[1]}`, `{"a":1}`: `[{"a":1}]`,
	} {
		assert.Equal(t, want, string(Encoded(retyped(Decoded([]byte(text))))), text)
	}
}

func TestAWordBecomesAnother(t *testing.T) {
	assert.Equal(t, "busy", another("answered", "busy"))
	assert.Equal(t, "answeredx", another("answered", "answered"), "there is no other")
	assert.Equal(t, "2001", another("200", "200"), "a number stays one")
	assert.Equal(t, "false", another("true", "true"))
	body := map[string]any{"n": json.Number("200"), "flag": true}
	assert.True(t, becoming("200", "404").apply(pointer{"n"}, body))
	assert.True(t, becoming("true", "false").apply(pointer{"flag"}, body))
	assert.False(t, becoming("200", "404").apply(pointer{"n"}, body), "it is no longer there")
	assert.Equal(t, `{"flag":false,"n":404}`, string(Encoded(body)))
}
