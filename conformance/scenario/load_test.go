package scenario_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// broken holds one file for each thing that can be wrong, and beside it the
// whole message.
const broken = "../../testdata/broken/scenarios"

func loader(t testing.TB) *scenario.Loader {
	t.Helper()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	return scenario.NewLoader(specs.Names(), specs.Load, book)
}

func TestABrokenScenarioIsExplained(t *testing.T) {
	loader, files := loader(t), os.DirFS(broken)
	var paths []string
	require.NoError(t, fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".yaml") {
			paths = append(paths, path)
		}
		return err
	}))
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(path, ".yaml"), func(t *testing.T) {
			_, err := loader.Load(files, path)
			require.Error(t, err)
			golden := filepath.Join(broken, strings.TrimSuffix(path, ".yaml")+".txt")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644))
			}
			want, readErr := os.ReadFile(golden)
			require.NoError(t, readErr)
			assert.Equal(t, string(want), err.Error()+"\n")
		})
	}
}
