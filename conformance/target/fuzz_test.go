package target_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
)

// Whatever stands in a file, parsing it ends with a whole target or with an
// error.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{samples + "/*.yaml", broken + "/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, path := range paths {
			data, err := os.ReadFile(path)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	options := options(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := target.Parse("t.yaml", data, options)
		if (parsed == nil) != (err != nil) {
			t.Fatal("neither a target nor an error, or both")
		}
		if parsed != nil && (parsed.BaseURL == "" || parsed.Name == "" || len(parsed.Accounts) == 0) {
			t.Fatalf("half a target: %+v", parsed)
		}
	})
}
