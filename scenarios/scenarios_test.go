package scenarios_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

func load(t *testing.T) []*scenario.Scenario {
	t.Helper()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	paths, err := fs.Glob(scenarios.Files, "*/*.yaml")
	require.NoError(t, err)
	list, err := scenario.NewLoader(specs.Names(), specs.Load, book).Load(scenarios.Files, paths...)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list
}

func TestEveryScenarioLoadsAndHasAnAddressOfItsOwn(t *testing.T) {
	seen := map[string]scenario.Place{}
	for _, s := range load(t) {
		assert.Equal(t, strings.TrimSuffix(s.Place.File, ".yaml"), path.Dir(s.Address), "%s:%d", s.Place.File, s.Place.Line)
		assert.NotContains(t, seen, s.Address, "%s:%d", s.Place.File, s.Place.Line)
		seen[s.Address] = s.Place
	}
}

// A reader should see why a scenario exists without running it.
func TestEveryScenarioSaysWhyAndProvesSomething(t *testing.T) {
	for _, s := range load(t) {
		assert.NotEmpty(t, s.Title, s.Address)
		assert.NotEmpty(t, s.Why, s.Address)
		var proves int
		for _, step := range append(append([]*scenario.Step(nil), s.Steps...), s.Never...) {
			proves += len(step.Proves)
		}
		assert.NotZero(t, proves, "%s proves nothing", s.Address)
	}
}
