package specs

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheWordOfAStateChoosesItsSchema(t *testing.T) {
	provider := acme(t)
	get, _ := provider.Operation("getCall")
	reply, _ := get.Response(200)
	schema := reply.Content.Get("application/json").Schema.Value
	waiting, done := schema.OneOf[0].Value, schema.OneOf[1].Value

	for word, want := range map[string]*openapi3.Schema{"queued": waiting, "ringing": waiting, "done": done} {
		chosen, ok := Choose(schema, map[string]any{"state": word, "ended_at": 7})
		assert.True(t, ok)
		assert.Same(t, want, chosen, "the rest of the value does not matter: %s", word)
	}
	for _, value := range []any{map[string]any{"state": "gone"}, map[string]any{}, map[string]any{"state": nil}, "queued", nil} {
		chosen, ok := Choose(schema, value)
		assert.False(t, ok, "%v", value)
		assert.Same(t, schema, chosen)
	}

	chosen, ok := Choose(done, map[string]any{"state": "queued"})
	assert.True(t, ok, "a schema without alternatives is its own choice")
	assert.Same(t, done, chosen)
}

func TestOneAlternativeMayDoWithoutTheWord(t *testing.T) {
	kind := openapi3.NewObjectSchema().WithProperty("kind", openapi3.NewStringSchema().WithEnum("phone"))
	plain := openapi3.NewObjectSchema().WithProperty("agent", openapi3.NewStringSchema())
	schema := openapi3.NewOneOfSchema(plain, kind)
	schema.Extensions = map[string]any{chooseExtension: "/kind"}

	for _, c := range []struct {
		value any
		want  *openapi3.Schema
	}{
		{map[string]any{"kind": "phone"}, kind},
		{map[string]any{"agent": "a"}, plain},
		{map[string]any{}, plain},
		{map[string]any{"kind": "fax"}, schema},
		{map[string]any{"kind": nil}, schema},
		{"phone", schema},
	} {
		chosen, ok := Choose(schema, c.value)
		assert.Same(t, c.want, chosen, "%v", c.value)
		assert.Equal(t, c.want != schema, ok, "%v", c.value)
	}
}

func TestAFaultOfAStateNamesItsMember(t *testing.T) {
	provider := acme(t)
	get, _ := provider.Operation("getCall")
	reply, _ := get.Response(200)
	body := map[string]any{"state": "done", "ended_at": "2026-02-31T12:00:00Z"}

	chosen, _ := Choose(reply.Content.Get("application/json").Schema.Value, body)
	var fault *openapi3.SchemaError
	require.ErrorAs(t, chosen.VisitJSON(body, provider.Document.GetSchemaValidationOptions()...), &fault)
	assert.Equal(t, []string{"ended_at"}, fault.JSONPointer())
	assert.Equal(t, "format", fault.SchemaField)
}
