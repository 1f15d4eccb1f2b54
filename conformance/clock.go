package conformance

import (
	"context"
	"fmt"
	"time"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/inbox"
)

// clock is how provider time passes for one scenario: moved over a control port, or waited for.
type clock struct {
	now func() time.Time
	// callback lets time pass until the box may hold a callback after the one with this number, at most so long.
	callback func(ctx context.Context, box *inbox.Box, after int, most time.Duration) error
	// poll lets time pass until asking again makes sense, at most so long.
	poll func(ctx context.Context, most time.Duration) error
	// pass lets so much time pass.
	pass func(ctx context.Context, d time.Duration) error
	// settle lets all arrive that is still to come, or all that the target's patience allows.
	settle func(ctx context.Context) error
	// sent returns the instants at which the deliveries since the last call of it were sent, if that is known.
	sent func() []time.Time
}

// virtualClock moves the frozen clock of a sandbox, one due instant at a time.
func virtualClock(c *control, sandbox string) clock {
	now, still := epoch, 0
	var sent []time.Time
	move := func(ctx context.Context, how map[string]string) error {
		got, err := c.advance(ctx, sandbox, how)
		if err != nil {
			return err
		}
		for _, one := range got.Sent {
			sent = append(sent, one.At)
		}
		if still++; got.Now.After(now) {
			now, still = got.Now, 0
		}
		if still > 1000 { // a scenario does not wait for a clock that stands
			return fmt.Errorf("the clock of sandbox %s does not move from %s", sandbox, now.Format(time.RFC3339))
		}
		return nil
	}
	next := func(ctx context.Context, most time.Duration) error {
		return move(ctx, map[string]string{"to": "next", "within": most.String()})
	}
	return clock{
		now:      func() time.Time { return now },
		callback: func(ctx context.Context, _ *inbox.Box, _ int, most time.Duration) error { return next(ctx, most) },
		poll:     next,
		pass: func(ctx context.Context, d time.Duration) error {
			return move(ctx, map[string]string{"by": d.String()})
		},
		settle: func(ctx context.Context) error { return move(ctx, map[string]string{"to": "idle"}) },
		sent: func() []time.Time {
			instants := sent
			sent = nil
			return instants
		},
	}
}

// realClock waits. Provider time runs wait.pace times as fast as ours.
func realClock(wait target.Wait) clock {
	pace := wait.Pace
	if pace <= 0 {
		pace = 1
	}
	ours := func(d time.Duration) time.Duration { return inOurs(d, wait) }
	began := time.Now()
	sleep := func(ctx context.Context, d time.Duration) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return clock{
		now: func() time.Time { return began.Add(time.Duration(float64(time.Since(began)) * pace)) },
		callback: func(ctx context.Context, box *inbox.Box, after int, most time.Duration) error {
			timed, cancel := context.WithTimeout(ctx, ours(most)+time.Millisecond)
			defer cancel()
			err := box.Await(timed, after)
			if ctx.Err() == nil {
				return nil
			}
			return err
		},
		poll: func(ctx context.Context, most time.Duration) error {
			// Each second of provider time, but never so often that asking becomes a load of its own.
			return sleep(ctx, max(min(ours(time.Second), ours(most)), 5*time.Millisecond))
		},
		pass:   func(ctx context.Context, d time.Duration) error { return sleep(ctx, ours(d)) },
		settle: func(ctx context.Context) error { return sleep(ctx, wait.Settle) },
		sent:   func() []time.Time { return nil },
	}
}
