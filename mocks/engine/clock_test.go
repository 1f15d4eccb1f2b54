package engine

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAModeIsReadFromItsWord(t *testing.T) {
	for text, want := range map[string]Mode{
		"real":                             {},
		"frozen":                           {Kind: Frozen},
		"frozen@2026-03-01T00:00:00Z":      {Kind: Frozen, At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		"frozen@2026-03-01T05:30:00+05:30": {Kind: Frozen, At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		"60x":                              {Kind: Scaled, Factor: 60},
		"0.5x":                             {Kind: Scaled, Factor: 0.5},
	} {
		mode, err := ParseMode(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, mode, text)
	}
	for _, text := range []string{"", "x", "0x", "-1x", "1e99x", "NaNx", "Infx", "fast", "frozen@", "frozen@noon", "real@2026-03-01T00:00:00Z", "frozen@9999-01-01T00:00:00Z"} {
		_, err := ParseMode(text)
		assert.ErrorContains(t, err, "want", text)
	}
}

func TestAModeIsWrittenAsItIsRead(t *testing.T) {
	for _, text := range []string{"real", "frozen", "60x", "0.25x"} {
		mode, err := ParseMode(text)
		require.NoError(t, err)
		assert.Equal(t, text, mode.String())
	}
}

func TestAFrozenClockBeginsWhereItIsTold(t *testing.T) {
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, frozenAt, newClock(Mode{Kind: Frozen}, time.Time{}).now())
	assert.Equal(t, at, newClock(Mode{Kind: Frozen, At: at}, time.Time{}).now())
	assert.Equal(t, at, newClock(Mode{Kind: Scaled, Factor: 2}, at).now().Truncate(time.Minute))
}

func TestAClockNeverGoesBackAndAChangeOfModeKeepsItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClock(Mode{}, time.Time{})
		began := c.now()
		time.Sleep(time.Second)
		require.NoError(t, c.set(Mode{Kind: Scaled, Factor: 60}, nil))
		assert.Equal(t, time.Second, c.now().Sub(began))
		time.Sleep(time.Second)
		assert.Equal(t, 61*time.Second, c.now().Sub(began))
		require.NoError(t, c.set(Mode{Kind: Frozen}, nil))
		time.Sleep(time.Hour)
		assert.Equal(t, 61*time.Second, c.now().Sub(began))

		past := c.now().Add(-1)
		assert.ErrorIs(t, c.set(Mode{Kind: Frozen}, &past), ErrPast)
		same := c.now()
		assert.NoError(t, c.set(Mode{Kind: Frozen}, &same))
		later := same.Add(time.Hour)
		require.NoError(t, c.set(Mode{}, &later))
		time.Sleep(time.Second)
		assert.Equal(t, later.Add(time.Second), c.now())
		c.move(began.UnixNano())
		assert.Equal(t, later.Add(time.Second), c.now())
	})
}

func TestTheWaitForAnInstantGoesByTheFactor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClock(Mode{Kind: Scaled, Factor: 60}, time.Time{})
		assert.Equal(t, time.Second+1, c.until(c.nano()+int64(time.Minute)))
		assert.Zero(t, c.until(c.nano()-1))
		assert.Equal(t, longestWait, c.until(c.nano()+int64(100_000*time.Hour)))
	})
}
