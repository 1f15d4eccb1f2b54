package match

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNumbersAreJudgedByValueAndExactly(t *testing.T) {
	for _, test := range []struct {
		a, b string
		sign int
	}{
		{"1", "1.0", 0}, {"-0", "0", 0}, {"0e9", "0", 0}, {"1e3", "1000", 0}, {"0.001", "1e-3", 0}, {"100e-2", "1", 0},
		{"9007199254740993", "9007199254740992", 1}, {"0.1", "0.10000000000000000001", -1},
		{"-1", "1", -1}, {"-2", "-1", -1}, {"10", "9", 1}, {"0.5", "0.05", 1}, {"-0.5", "-0.05", -1},
		{"1e999999", "1e999998", 1}, {"0", "-1e-999999", 1},
	} {
		a, ok := decimalOf(test.a)
		require.True(t, ok, test.a)
		b, ok := decimalOf(test.b)
		require.True(t, ok, test.b)
		assert.Equal(t, test.sign, a.compare(b), "%s and %s", test.a, test.b)
		assert.Equal(t, -test.sign, b.compare(a), "%s and %s", test.b, test.a)
		assert.Equal(t, test.sign == 0, Equal(json.Number(test.a), json.Number(test.b)))
	}
	for _, text := range []string{"", "+1", "01", ".5", "1.", "1e", "0x1f", "1_000", "NaN", "-", "1e99999999999999999999"} {
		_, ok := decimalOf(text)
		assert.False(t, ok, text)
	}
}

// Big rationals are slow but beyond doubt.
func TestNumbersCompareAsRationalsDo(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func() string {
		text := strconv.Itoa(random.IntN(2001) - 1000)
		if random.IntN(2) == 0 {
			text += "." + strconv.Itoa(random.IntN(1000))
		}
		if random.IntN(2) == 0 {
			text += "e" + strconv.Itoa(random.IntN(9)-4)
		}
		return text
	}
	for range 5000 {
		a, b := draw(), draw()
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		p, _ := decimalOf(a)
		q, _ := decimalOf(b)
		require.Equal(t, x.Cmp(y), p.compare(q), "%s and %s", a, b)
		require.Equal(t, x.IsInt(), p.whole(), a)
	}
}
