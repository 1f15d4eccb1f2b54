package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// printedSchema compiles what ringer schema prints.
func printedSchema(t *testing.T, args ...string) *jsonschema.Schema {
	t.Helper()
	printed := ringer(t, append([]string{"schema"}, args...)...)
	require.Equal(t, exitFine, printed.code, printed.err)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(printed.out))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("printed.json", document))
	schema, err := compiler.Compile("printed.json")
	require.NoError(t, err)
	return schema
}

func yamlValue(t *testing.T, text string) any {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal([]byte(text), &value))
	return value
}

func TestTheSchemaOfFaultsTakesEveryExampleOfTheList(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"induslabs", "vinfer"} {
		schema := printedSchema(t, "faults", provider)
		var list struct{ Points, Effects []wordView }
		told := ringer(t, "faults", provider, "--json")
		require.NoError(t, json.Unmarshal([]byte(told.out), &list))
		require.NotEmpty(t, list.Effects)
		for _, row := range append(list.Points, list.Effects...) {
			assert.NoError(t, schema.Validate(yamlValue(t, "["+row.Example+"]")), row.Example)
		}
	}
}

func TestTheSchemaOfFaultsRefusesWhatTheProgramRefuses(t *testing.T) {
	t.Parallel()
	schema := printedSchema(t, "faults", "induslabs")
	folder := t.TempDir()
	for i, text := range []string{
		"[]",
		"{on: {operation: login}, do: {status: 503}}",
		"[{on: {operation: logn}, do: {status: 503}}]",
		"[{on: {event: call.complete}, do: {deliver: twice}}]",
		"[{on: {stage: transcripts}, do: {fail: 401}}]",
		"[{on: {operation: login, stage: dial}, do: {status: 503}}]",
		"[{on: {operation: login, attempt: 1}, do: {status: 503}}]",
		"[{on: {operation: login, persona: bussy}, do: {status: 503}}]",
		"[{on: {operation: login, account: mian}, do: {status: 503}}]",
		"[{on: {operation: login, nth: 0}, do: {status: 503}}]",
		"[{on: {operation: login, chance: 2}, do: {status: 503}}]",
		"[{on: {operation: login, provider: nobody}, do: {status: 503}}]",
		"[{on: {operation: login}, do: {}}]",
		"[{on: {operation: login}}]",
		"[{on: {operation: login}, do: {status: 99}}]",
		"[{on: {operation: login}, do: {deliver: twice}}]",
		"[{on: {operation: login}, do: {status: 503, hang: true}}]",
		"[{on: {operation: login}, do: {retry_after: 30s}}]",
		"[{on: {operation: login}, do: {delay: 3}}]",
		"[{on: {operation: login}, do: {hang: false}}]",
		"[{on: {operation: login}, do: {reset: amid}}]",
		"[{on: {stage: dial}, do: {empty: true}}]",
		"[{on: {stage: dial}, do: {fail: no-answer}}]",
		"[{on: {stage: transcript}, do: {fail: 200}}]",
		"[{on: {stage: transcript}, do: {language: klingon}}]",
		"[{on: {event: call.completed}, do: {deliver: thrice}}]",
		"[{on: {event: call.completed}, do: {alter: gone}}]",
	} {
		assert.Error(t, schema.Validate(yamlValue(t, text)), "the schema takes %s", text)
		file := filepath.Join(folder, fmt.Sprint(i))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		got := ringer(t, "serve", "induslabs=198.51.100.1:1", "--control", "127.0.0.1:0", "--faults", file)
		assert.Contains(t, got.err, file, "the program takes %s", text)
	}
}

func TestASchemaOfOneProviderNamesItsOwn(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"scenario", "target", "faults"} {
		one, all := ringer(t, "schema", name, "induslabs").out, ringer(t, "schema", name).out
		assert.Contains(t, one, "listRecentCalls", name)
		assert.NotContains(t, one, "vinfer", name)
		assert.Contains(t, all, "listRecentCalls", name)
		assert.Contains(t, all, "vinfer", name)
		assert.Equal(t, one, ringer(t, "schema", name, "induslabs").out, "the same each time")
	}
}
