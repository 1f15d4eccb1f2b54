package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsSaidFitsIntoTheCall(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	for _, answered := range []time.Duration{0, time.Second, 5 * time.Second, 8 * time.Second, 20 * time.Second, 48 * time.Second, 5 * time.Minute} {
		for range 30 {
			said := s.Speech(order(t, s, p, placing()), answered)
			assert.NotEmpty(t, said.Summary)
			assert.NotContains(t, said.Summary, "{")
			end := time.Duration(0)
			for _, turn := range said.Turns {
				assert.Contains(t, []string{RoleAgent, RoleCustomer}, turn.Role)
				assert.NotContains(t, turn.Text, "{")
				require.GreaterOrEqual(t, turn.Start, end)
				require.Greater(t, turn.End, turn.Start)
				end = turn.End
			}
			require.LessOrEqual(t, end, answered)
			if answered >= 20*time.Second {
				assert.GreaterOrEqual(t, len(said.Turns), 4)
			}
		}
	}
}

func TestWhatIsSaidDependsOnTheCallAlone(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	first, second := order(t, s, p, placing()), order(t, s, p, placing())
	before := s.Speech(first, time.Minute)
	different := s.Speech(second, time.Minute)
	assert.Equal(t, before, s.Speech(first, time.Minute))
	assert.NotEqual(t, before, different)
}

func TestNeighbouringOrdinalsGiveUnrelatedWords(t *testing.T) {
	s, _, _ := newBox(t, single, frozen())
	seen := map[string]bool{}
	for i := range uint64(10_000) {
		word := Letters(s.Faker("call", i), "abcdefghijklmnopqrstuvwxyz0123456789", 16)
		require.False(t, seen[word])
		seen[word] = true
	}
	assert.Equal(t, s.Faker("call", 5).Name(), s.Faker("call", 5).Name())
	assert.NotEqual(t, s.Faker("call", 5).Uint64(), s.Faker("job", 5).Uint64())
}
