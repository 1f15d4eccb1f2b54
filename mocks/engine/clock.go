package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// A ModeKind says how a sandbox's clock moves.
type ModeKind uint8

// The kinds of clocks.
const (
	Real   ModeKind = iota // as the wall clock does
	Scaled                 // a factor faster
	Frozen                 // only when it is told to
)

// A Mode is how a clock moves. The zero Mode is real.
type Mode struct {
	Kind   ModeKind
	Factor float64   // of a scaled clock; more than 0
	At     time.Time // where a frozen clock begins; zero: 2026-01-15T12:00:00Z
}

// frozenAt is where frozen clocks begin unless they are told otherwise.
var frozenAt = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

// fastest bounds factors, so that one real second is not beyond a century.
const fastest = 1e9

// ParseMode reads real, frozen, frozen@TIME (RFC 3339) or a factor such as 60x.
func ParseMode(text string) (Mode, error) {
	kind, at, given := strings.Cut(text, "@")
	switch {
	case text == "real":
		return Mode{Kind: Real}, nil
	case text == "frozen":
		return Mode{Kind: Frozen}, nil
	case kind == "frozen" && given:
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil || !inRange(instant) {
			return Mode{}, fmt.Errorf("clock %q: want a time such as frozen@2026-01-15T12:00:00Z", text)
		}
		return Mode{Kind: Frozen, At: instant.UTC()}, nil
	}
	if digits, ok := strings.CutSuffix(text, "x"); ok {
		factor, err := strconv.ParseFloat(digits, 64)
		if err == nil && factor > 0 && factor <= fastest {
			return Mode{Kind: Scaled, Factor: factor}, nil
		}
	}
	return Mode{}, fmt.Errorf("clock %q: want real, frozen, frozen@TIME or a factor such as 60x", text)
}

// String is the text that ParseMode reads, without the time of a frozen clock.
func (m Mode) String() string {
	switch m.Kind {
	case Scaled:
		return strconv.FormatFloat(m.Factor, 'f', -1, 64) + "x"
	case Frozen:
		return "frozen"
	default:
		return "real"
	}
}

// inRange tells whether an instant fits into int64 nanoseconds with a century to spare.
func inRange(t time.Time) bool { return t.Year() >= 1700 && t.Year() <= 2150 }

// endOfTime is where clocks stop: the end of 2150.
var endOfTime = time.Date(2151, time.January, 1, 0, 0, 0, 0, time.UTC).UnixNano() - 1

// ErrPast is returned where a clock was to go back.
var ErrPast = errors.New("a clock never goes back")

// clock is the time of one sandbox. Reading it takes no lock; its writers hold
// the sandbox's.
type clock struct {
	reading atomic.Pointer[reading]
}

// reading is a clock as it was set: at the real instant it showed this time.
type reading struct {
	mode  Mode
	shown int64 // nanoseconds since 1970
	real  time.Time
}

// newClock starts a clock. A frozen one begins at the mode's instant, others
// at the wall clock's, all at now if that is given.
func newClock(mode Mode, now time.Time) *clock {
	wall := time.Now()
	switch {
	case !now.IsZero():
	case mode.Kind == Frozen && !mode.At.IsZero():
		now = mode.At
	case mode.Kind == Frozen:
		now = frozenAt
	default:
		now = wall
	}
	c := &clock{}
	c.reading.Store(&reading{mode: mode, shown: now.UnixNano(), real: wall})
	return c
}

func (c *clock) mode() Mode { return c.reading.Load().mode }

func (c *clock) virtual() bool { return c.mode().Kind != Real }

func (c *clock) frozen() bool { return c.mode().Kind == Frozen }

func (c *clock) now() time.Time { return instant(c.nano()) }

func (c *clock) nano() int64 {
	r := c.reading.Load()
	switch r.mode.Kind {
	case Frozen:
		return r.shown
	case Scaled:
		return max(r.shown, min(r.shown+scale(time.Since(r.real), r.mode.Factor), endOfTime))
	default:
		return r.shown + int64(time.Since(r.real))
	}
}

// scale multiplies without running over.
func scale(d time.Duration, factor float64) int64 {
	return int64(min(float64(d)*factor, math.MaxInt64/4))
}

// set changes the mode, and keeps the time or moves it forward.
func (c *clock) set(mode Mode, now *time.Time) error {
	shown := c.nano()
	if now != nil {
		switch {
		case !inRange(*now):
			return fmt.Errorf("set the clock to %s: %w", now.Format(time.RFC3339), errFar)
		case now.UnixNano() < shown:
			return fmt.Errorf("set the clock to %s, it shows %s: %w",
				now.UTC().Format(time.RFC3339Nano), instant(shown).Format(time.RFC3339Nano), ErrPast)
		}
		shown = now.UnixNano()
	}
	c.reading.Store(&reading{mode: mode, shown: shown, real: time.Now()})
	return nil
}

var errFar = errors.New("clocks run between the years 1700 and 2150")

// move sets a frozen clock to an instant that is not in its past.
func (c *clock) move(to int64) {
	r := *c.reading.Load()
	if to > r.shown {
		r.shown = to
		c.reading.Store(&r)
	}
}

// until is the real time that passes before the clock shows an instant; where
// that is not exact rather too much, since who wakes early finds nothing due.
func (c *clock) until(at int64) time.Duration {
	wait := at - c.nano()
	mode := c.mode()
	switch {
	case wait <= 0:
		return 0
	case mode.Kind == Real:
		return min(time.Duration(wait), longestWait)
	default:
		return time.Duration(min(math.Ceil(float64(wait)/mode.Factor)+1, float64(longestWait)))
	}
}

// longestWait keeps timers far from running over; who wakes early waits again.
const longestWait = 24 * time.Hour

func instant(nano int64) time.Time { return time.Unix(0, nano).UTC() }

// An alarm calls a function once, at a real instant that may be moved.
type alarm struct {
	timer *time.Timer
	fire  func()
}

func (a *alarm) set(in time.Duration) {
	if a.timer == nil {
		a.timer = time.AfterFunc(in, a.fire)
		return
	}
	a.timer.Reset(in)
}

func (a *alarm) stop() {
	if a.timer != nil {
		a.timer.Stop()
	}
}

// pause lets real time pass.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// uptime is the real time since the process began to serve. It never goes back.
type uptime struct{ began time.Time }

func newUptime() uptime { return uptime{time.Now()} }

func (u uptime) now() time.Duration { return time.Since(u.began) }

// wait lets a length of provider time pass, at the pace at which the clock goes
// now; where it stands still, at the pace of real time.
func (c *clock) wait(ctx context.Context, d time.Duration) {
	if mode := c.mode(); mode.Kind == Scaled {
		d = time.Duration(min(float64(d)/mode.Factor, float64(longestWait)))
	}
	pause(ctx, d) // that it ended early is all the same
}

// deadline is the real instant after a length of real time.
func deadline(d time.Duration) time.Time { return time.Now().Add(d) }

// A pulse beats at the pace of real time, for connections that would look dead.
type pulse struct{ *time.Ticker }

func newPulse(every time.Duration) pulse { return pulse{time.NewTicker(every)} }
