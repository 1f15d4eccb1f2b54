package scenario_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

// schemaOf compiles the schema of some providers.
func schemaOf(t *testing.T, names ...string) *jsonschema.Schema {
	t.Helper()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	var providers []*specs.Provider
	for _, name := range names {
		provider, err := specs.Load(name)
		require.NoError(t, err)
		providers = append(providers, provider)
	}
	text, err := scenario.Schema(book, providers...)
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("scenario.json", document))
	schema, err := compiler.Compile("scenario.json")
	require.NoError(t, err)
	return schema
}

// documents reads YAML as an editor does: a plain number is a number, a date is
// a text, and of keys that stand twice one counts.
func documents(t *testing.T, data []byte) ([]any, error) {
	t.Helper()
	var nodes []yaml.Node
	if err := yaml.Load(data, &nodes, yaml.WithAllDocuments()); err != nil {
		return nil, err
	}
	var all []any
	for _, node := range nodes {
		if len(node.Content) > 0 {
			all = append(all, plain(node.Content[0]))
		}
	}
	return all, nil
}

func plain(node *yaml.Node) any {
	switch node.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			object[node.Content[i].Value] = plain(node.Content[i+1])
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range node.Content {
			list = append(list, plain(item))
		}
		return list
	case yaml.AliasNode:
		return plain(node.Alias)
	}
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(node.Value, "true")
	case "!!int", "!!float":
		if n, err := strconv.ParseFloat(node.Value, 64); err == nil {
			return n
		}
		return json.Number(strings.TrimLeft(node.Value, "+"))
	}
	return node.Value
}

func TestTheSchemaTakesEveryScenarioThatThereIs(t *testing.T) {
	count := 0
	check := func(schema *jsonschema.Schema, files fs.FS, path string) {
		data, err := fs.ReadFile(files, path)
		require.NoError(t, err)
		list, err := documents(t, data)
		require.NoError(t, err)
		for _, one := range list {
			count++
			assert.NoError(t, schema.Validate(one), "%s: %v", path, one.(map[string]any)["scenario"])
		}
	}
	for _, name := range specs.Names() {
		paths, err := fs.Glob(scenarios.Files, name+"/*.yaml")
		require.NoError(t, err)
		schema := schemaOf(t, name)
		for _, path := range paths {
			check(schema, scenarios.Files, path)
		}
	}
	t.Logf("%d scenarios", count)
	assert.Greater(t, count, 400)
}

// Beyond the schema is what takes more than one look at one step.
var beyondTheSchema = map[string]string{
	"account-of-nobody":              "a value depends on who sends it",
	"address-twice":                  "two documents",
	"after-what-was-not-received":    "the order of steps",
	"alias":                          "how YAML is written",
	"bad-expression":                 "the grammar of regular expressions",
	"claim-of-an-event-not-received": "the order of steps",
	"claim-of-another-operation":     "the order of steps",
	"duplicate-key":                  "how YAML is written; editors say so by themselves",
	"elsewhere":                      "the name of the file",
	"empty":                          "nothing is there to judge",
	"name-twice":                     "the order of steps",
	"no-value":                       "null and nothing are the same to YAML",
	"not-yaml":                       "how YAML is written",
	"plain-zero-without-schema":      "how YAML is written",
	"saved-too-late":                 "the order of steps",
	"tab":                            "how YAML is written",
	"tag":                            "how YAML is written",
	"unset-name":                     "the order of steps",
}

func TestTheSchemaRefusesEveryBrokenScenarioThatASchemaCan(t *testing.T) {
	schema := schemaOf(t, "induslabs")
	paths, err := filepath.Glob(broken + "/*.yaml")
	require.NoError(t, err)
	inFolder, err := filepath.Glob(broken + "/*/*.yaml")
	require.NoError(t, err)
	for _, path := range slices.Concat(paths, inFolder) {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		list, err := documents(t, data)
		refused := err != nil
		for _, document := range list {
			refused = refused || schema.Validate(document) != nil
		}
		why, beyond := beyondTheSchema[name]
		if beyond && name != "not-yaml" && name != "tab" {
			assert.False(t, refused, "%s can be refused, although: %s", name, why)
			continue
		}
		assert.True(t, refused, "%s is taken", name)
	}
}

func TestTheSchemaOfSeveralProvidersGoesByTheAddress(t *testing.T) {
	schema := schemaOf(t, "induslabs", "intellicall")
	step := func(operation string) map[string]any { return map[string]any{"call": operation} }
	for _, c := range []struct {
		address, operation string
		fits               bool
	}{
		{"induslabs/a/b", "listRecentCalls", true},
		{"intellicall/a/b", "listRecentCalls", false},
		{"vinfer/a/b", "listRecentCalls", false},
		{"induslabs/a", "listRecentCalls", false},
	} {
		err := schema.Validate(map[string]any{"scenario": c.address, "title": "t", "steps": []any{step(c.operation)}})
		assert.Equal(t, c.fits, err == nil, "%s %s: %v", c.address, c.operation, err)
	}
}

func TestTheSchemaKnowsWhatGoesWithWhat(t *testing.T) {
	schema := schemaOf(t, "induslabs")
	for text, fits := range map[string]bool{
		"call: listRecentCalls, with: {limit: 2}":                                           true,
		"call: listRecentCalls, with: {limit: '2'}":                                         false,
		"call: listRecentCalls, with: {limit: '2'}, invalid: a text":                        true,
		"call: listRecentCalls, with: {limt: 2}, invalid: a text":                           false,
		"call: listRecentCalls, with: {limit: $much}":                                       true,
		"call: listRecentCalls, with: {did: $numbers.caller}":                               true,
		"call: listRecentCalls, with: {did: $numbers.callr}":                                false,
		"call: listRecentCalls, with: {did: 'x$numbers.callr'}":                             false,
		"call: listRecentCalls, with: {did: 'x$$numbers.callr'}":                            true,
		"call: listRecentCalls, with: {did: $numbers}":                                      false,
		"call: listRecentCalls, expect: {body: {data: {total: 3}}}":                         true,
		"call: listRecentCalls, expect: {body: {data: {total: three}}}":                     false,
		"call: listRecentCalls, expect: {body: {data: {calls: {some: {call_id: $a}}}}}":     true,
		"call: listRecentCalls, expect: {body: {data: {calls: {some: {call_id: 3}}}}}":      false,
		"call: listRecentCalls, expect: {body: {data: {calls: {sume: {call_id: $a}}}}}":     false,
		"call: listRecentCalls, expect: {body: {data: {total: {at_least: 3, at_mots: 4}}}}": false,
		"receive: call.failed, within: 5m, expect: {body: {event: {save: e}}}":              true,
		"receive: call.failed, within: 5m, where: {body: {event: {save: e}}}":               false,
		"receive: call.failed, within: 5m, where: {}":                                       false,
		"wait: 0s": false,
		"wait: 5m": true,
	} {
		list, err := documents(t, []byte("{scenario: induslabs/a/b, title: t, steps: [{"+text+"}]}"))
		require.NoError(t, err, text)
		err = schema.Validate(list[0])
		assert.Equal(t, fits, err == nil, "%s: %v", text, err)
	}
}
