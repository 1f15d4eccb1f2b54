package engine

import (
	mathrand "math/rand"
	"math/rand/v2"

	"github.com/brianvoe/gofakeit/v6"
)

// Faker makes up values that depend on the sandbox's seed, the kind and the
// ordinal alone, so that it does not matter what else was made up before.
func (s *Sandbox) Faker(kind string, ordinal uint64) *gofakeit.Faker {
	return newFaker(s.Seed(), keyed(keyed(0, kind), ordinal))
}

// Letters is a word of n letters out of an alphabet of single bytes.
func Letters(f *gofakeit.Faker, alphabet string, n int) string {
	word := make([]byte, n)
	for i := range word {
		word[i] = alphabet[f.Rand.Intn(len(alphabet))]
	}
	return string(word)
}

// newFaker does what gofakeit.NewCustom does, in one piece of memory.
func newFaker(seed, key uint64) *gofakeit.Faker {
	var f struct {
		gofakeit.Faker
		rand   mathrand.Rand
		stream stream
	}
	f.stream.PCG.Seed(seed, key)
	f.rand = *mathrand.New(&f.stream)
	f.Rand = &f.rand
	return &f.Faker
}

// stream is a PCG in the form that gofakeit takes, which is math/rand's.
type stream struct{ rand.PCG }

func (s *stream) Int63() int64    { return int64(s.Uint64() >> 1) }
func (s *stream) Seed(seed int64) { s.PCG.Seed(uint64(seed), 0) }

// keyed adds a word or a number to a hash: FNV-1a, then a mixing step, since
// neighbouring ordinals must not give neighbouring streams.
func keyed[T string | uint64](hash uint64, part T) uint64 {
	const prime = 1099511628211
	hash ^= 14695981039346656037
	switch part := any(part).(type) {
	case string:
		for i := range len(part) {
			hash = (hash ^ uint64(part[i])) * prime
		}
	case uint64:
		hash = (hash ^ part) * prime
	}
	hash ^= hash >> 30
	hash *= 0xbf58476d1ce4e5b9
	hash ^= hash >> 27
	hash *= 0x94d049bb133111eb
	return hash ^ hash>>31
}
