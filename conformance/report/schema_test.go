package report

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft7)
	require.NoError(t, compiler.AddResource("result.schema.json", document))
	schema, err := compiler.Compile("result.schema.json")
	require.NoError(t, err)
	return schema
}

func TestWhatIsWrittenAsJSONFitsThePublishedSchema(t *testing.T) {
	schema := compiled(t)
	for name, results := range map[string][]*conformance.Result{
		"failing": {failing()}, "passing": {passing()}, "both": {passing(), failing()}, "none": nil, "hostile": {hostile()},
	} {
		var out bytes.Buffer
		require.NoError(t, JSON(&out, results...))
		instance, err := jsonschema.UnmarshalJSON(&out)
		require.NoError(t, err)
		assert.NoError(t, schema.Validate(instance), name)
	}
}

func TestTheSchemaRefusesWhatIsNoResult(t *testing.T) {
	schema := compiled(t)
	for name, alter := range map[string]func(map[string]any){
		"another version":      func(whole map[string]any) { whole["version"] = 2 },
		"no exit code":         func(whole map[string]any) { delete(whole, "exit") },
		"an unknown verdict":   func(whole map[string]any) { first(whole, "results")["verdict"] = "green" },
		"a number for a name":  func(whole map[string]any) { first(whole, "results")["provider"] = 7 },
		"an owner of no kind":  func(whole map[string]any) { first(whole, "results", "scenarios", "failures")["owner"] = "nobody" },
		"a moment of no kind":  func(whole map[string]any) { first(whole, "results", "scenarios", "timeline")["kind"] = "noise" },
		"a duration in words":  func(whole map[string]any) { first(whole, "results")["took"] = "long" },
		"a failure of no line": func(whole map[string]any) { delete(first(whole, "results", "scenarios", "failures"), "line") },
	} {
		var out bytes.Buffer
		require.NoError(t, JSON(&out, failing()))
		var whole map[string]any
		require.NoError(t, json.Unmarshal(out.Bytes(), &whole))
		alter(whole)
		assert.Error(t, schema.Validate(whole), name)
	}
}

func first(whole map[string]any, path ...string) map[string]any {
	for _, name := range path {
		whole = whole[name].([]any)[0].(map[string]any)
	}
	return whole
}

func TestTheSchemaIsOfTheVersionThatIsWritten(t *testing.T) {
	var schema struct {
		Properties struct{ Version struct{ Const int } }
	}
	require.NoError(t, json.Unmarshal(Schema(), &schema))
	assert.Equal(t, Version, schema.Properties.Version.Const)
}

// Whoever adds a member to the result describes it here, too.
func TestTheSchemaDescribesEveryMemberOfTheResult(t *testing.T) {
	var schema struct {
		Definitions map[string]struct{ Properties map[string]any }
	}
	require.NoError(t, json.Unmarshal(Schema(), &schema))
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || seen[of] {
			return
		}
		seen[of] = true
		definition, ok := schema.Definitions[of.Name()]
		assert.True(t, ok, "%s has no definition", of.Name())
		var names []string
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			names = append(names, name)
			assert.Contains(t, definition.Properties, name, "%s.%s", of.Name(), of.Field(i).Name)
			visit(of.Field(i).Type)
		}
		for name := range definition.Properties {
			assert.Contains(t, names, name, "%s has no such member", of.Name())
		}
	}
	visit(reflect.TypeFor[conformance.Result]())
	assert.Greater(t, len(seen), 10)
}
