package scenario_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// All our scenarios must load in under 50 ms, documents not counted.
func BenchmarkLoad(b *testing.B) {
	files := os.DirFS("../../scenarios")
	paths, err := fs.Glob(files, "*/*.yaml")
	require.NoError(b, err)
	loader := loader(b)
	scenarios, err := loader.Load(files, paths...)
	require.NoError(b, err)
	b.ReportMetric(float64(len(scenarios)), "scenarios")
	for b.Loop() {
		if _, err := loader.Load(files, paths...); err != nil {
			b.Fatal(err)
		}
	}
}
