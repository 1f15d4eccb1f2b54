package target_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

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
	text, err := target.Schema(book, providers...)
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("target.json", document))
	schema, err := compiler.Compile("target.json")
	require.NoError(t, err)
	return schema
}

// fits tells what an editor would say of a file: nil where it fits.
func fits(t *testing.T, schema *jsonschema.Schema, path string) error {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var content any
	if err := yaml.Unmarshal(data, &content); err != nil {
		return err
	}
	return schema.Validate(content)
}

func TestTheSchemaTakesTheSampleTargets(t *testing.T) {
	schema := schemaOf(t, specs.Names()...)
	paths, err := filepath.Glob("../../testdata/targets/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		assert.NoError(t, fits(t, schema, path), path)
	}
}

// Beyond the schema is what the members of a file do not tell.
var beyondTheSchema = map[string]string{
	"environment-not-set": "the environment of a run",
	"two-targets":         "two documents",
}

func TestTheSchemaRefusesEveryBrokenTargetThatASchemaCan(t *testing.T) {
	schema, alone := schemaOf(t, specs.Names()...), schemaOf(t, "induslabs")
	paths, err := filepath.Glob(broken + "/*.yaml")
	require.NoError(t, err)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		why, beyond := beyondTheSchema[name]
		if beyond {
			assert.NoError(t, fits(t, schema, path), "%s can be refused, although: %s", name, why)
			continue
		}
		assert.Error(t, fits(t, schema, path), "%s is taken", name)
		assert.Error(t, fits(t, alone, path), "%s is taken by the schema of its provider alone", name)
	}
}
