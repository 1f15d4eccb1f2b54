package scenario_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

// Whatever stands in a file, loading it ends with scenarios or with an error,
// and what loads can be matched.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/*.yaml", broken + "/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, path := range paths {
			data, err := os.ReadFile(path)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	for _, seed := range []string{"---\n---\n", "&a [*a]", "? {a: 1}\n: b", "scenario: acme/a/b\nsteps: [[], 1, {}, {call: }, {call: []}, {wait: {}}, {receive: [a]}]", "\xff", "a: !!binary x", "steps: {a: b}"} {
		f.Add([]byte(seed))
	}
	loader := everyone(f)
	value, err := match.Decode([]byte(`{"a": [1, {"b": "2026-01-15T12:00:00Z"}], "state": "made"}`))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := loader.Parse("acme/a.yaml", data)
		if err != nil && err.Error() == "" {
			t.Fatal("an error without words")
		}
		for _, s := range list {
			for _, step := range s.Steps {
				if step.Expect != nil && step.Expect.Body != nil {
					step.Expect.Body.Match(value, true, match.NewEnv(nil))
				}
			}
		}
	})
}

// everyone loads scenarios of all providers, and of the one in testdata.
func everyone(t testing.TB) *scenario.Loader {
	t.Helper()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	return scenario.NewLoader(append(specs.Names(), "acme"), func(name string) (*specs.Provider, error) {
		if name == "acme" {
			return specs.LoadFrom(os.DirFS("testdata"), name)
		}
		return specs.Load(name)
	}, book)
}
