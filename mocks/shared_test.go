package mocks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

func TestTestsShareOneFake(t *testing.T) {
	t.Parallel()
	assert.Same(t, mocks.Shared(t), mocks.Shared(t))
}

// BenchmarkSandbox is what a test costs before and after its own work: a world
// made, asked for all that a client needs, judged and removed.
func BenchmarkSandbox(b *testing.B) {
	fake := mocks.Shared(b)
	for b.Loop() {
		failed := watch(b, "TestOfAnIntegration/with_a_name", func(t testing.TB) {
			w := fake.Sandbox(t)
			for _, name := range mocks.Names() {
				w.URL(name)
				w.Account(name)
			}
			w.Client()
		})
		require.Empty(b, failed)
	}
}
