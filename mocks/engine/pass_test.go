package engine

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeThatPassesByItselfIsToldAsAnAdvanceIs(t *testing.T) {
	for _, a := range []Advance{{By: 20 * time.Second}, {By: 2 * time.Minute}, {To: "next"}, {To: "next", Within: time.Millisecond}, {To: "idle"}} {
		synctest.Test(t, func(t *testing.T) {
			still, p, told := newBox(t, single, frozen())
			moving, q, heard := newBox(t, single, Mode{Kind: Real})
			order(t, still, p, placing(hook))
			order(t, moving, q, placing(hook))
			began := time.Now()
			want := advance(t, still, a)
			got, err := moving.Pass(t.Context(), a)
			require.NoError(t, err)

			assert.Equal(t, want.Now.Sub(want.From), got.Now.Sub(got.From), "%+v", a)
			assert.Equal(t, want.Now.Sub(want.From), time.Since(began), "%+v: the time is real", a)
			assert.Equal(t, []any{want.Events, want.Deliveries, want.Retries, want.Idle}, []any{got.Events, got.Deliveries, got.Retries, got.Idle}, "%+v", a)
			assert.Equal(t, told.events(hook), heard.events(hook), "%+v", a)
			moving.retire()
		})
	}
}

func TestAFrozenClockDoesNotPass(t *testing.T) {
	s, _, _ := newBox(t, single, frozen())
	_, err := s.Pass(t.Context(), Advance{By: time.Second})
	assert.ErrorIs(t, err, ErrFrozen)
}

func TestAPassEndsWithItsContextAndTellsHowFarItCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p, _ := newBox(t, single, Mode{Kind: Real})
		order(t, s, p, placing(hook))
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		came, err := s.Pass(ctx, Advance{By: time.Hour})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 4*time.Second, came.Now.Sub(came.From))
		assert.Equal(t, 2, came.Events)
		s.retire()
	})
}

func TestTwoDoNotCountTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, _ := newBox(t, single, Mode{Kind: Real})
		go s.Pass(t.Context(), Advance{By: time.Second})
		synctest.Wait()
		_, err := s.Pass(t.Context(), Advance{By: time.Second})
		assert.ErrorIs(t, err, ErrAdvancing)
		time.Sleep(2 * time.Second)
		_, err = s.Pass(t.Context(), Advance{By: time.Second})
		assert.NoError(t, err)
	})
}

func TestACaptureAddressTakesItsTimeWhereThatIsReal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for mode, want := range map[Mode]time.Duration{{Kind: Real}: time.Hour, {Kind: Frozen}: 0, {Kind: Scaled, Factor: 60}: 0} {
			s, _, _ := newBox(t, single, mode)
			began := time.Now()
			s.dwell(t.Context(), time.Hour)
			assert.Equal(t, want, time.Since(began), mode)
			s.retire()
		}
	})
}
