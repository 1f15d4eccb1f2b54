package conformance

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/specs"
)

// world is all that a scenario meets: whom it asks, who calls it back, and time. A live one is the target; a recorded
// one is a live one that keeps a trace; a retold one is a trace, read back. Time stands still between two of its calls, so
// that a play is a function of what they return.
type world struct {
	// begin gives the scenario what it is given, and makes its sandbox.
	begin func(ctx context.Context) error
	// end undoes begin, also one that failed.
	end func(ctx context.Context, verdict Verdict)
	// now is provider time as of the last thing that passed.
	now func() time.Time
	// send sends a request. The error is a *lost.
	send func(out sending) (reply, error)
	// arrived returns the callbacks that came since it was last called, in their order, each dated.
	arrived func() []*arrival
	// pass lets provider time pass: for a callback or for polling at most so long, for waiting exactly, for settling
	// until nothing more is to come.
	pass func(ctx context.Context, what string, most time.Duration) error
	// signed tells whether a callback is signed with a secret.
	signed func(a *arrival, secret string, check func() bool) (bool, error)
}

// sending is a request on its way out.
type sending struct {
	req       *http.Request
	body      []byte
	operation *specs.Operation // nil: an address that the implementation gave
	as        scenario.Account
	poll      bool
	step      int
}

// lost is why something has no outcome.
type lost trace.Lost

func (l *lost) Error() string { return l.Why }

// Is makes an interruption be one, also when it is read from a trace.
func (l *lost) Is(other error) bool { return l.Kind == trace.Interrupted && other == context.Canceled }

// lose sorts an error; nil stays nil.
func lose(ctx context.Context, err error) error {
	var r *refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &r):
		return &lost{trace.Refused, r.reason}
	case ctx.Err() != nil:
		return &lost{trace.Interrupted, short(err)}
	case unreachable(err):
		return &lost{trace.Unreachable, short(err)}
	}
	return &lost{trace.Broken, short(err)}
}

// live is the world of a target.
type live struct {
	play   *play
	clock  clock
	box    *inbox.Box
	at     time.Time // provider time as of the last thing that passed
	seen   int       // Seq of the last delivery handed out
	looked time.Time // provider time of the last look
}

// world returns the functions of a live one.
func (l *live) world() world {
	return world{
		begin: l.begin, end: l.end, send: l.send, arrived: l.arrived, pass: l.pass,
		now:    func() time.Time { return l.at },
		signed: func(_ *arrival, _ string, check func() bool) (bool, error) { return check(), nil },
	}
}

func (l *live) begin(ctx context.Context) error { return lose(ctx, l.play.enter(ctx)) }

func (l *live) end(ctx context.Context, _ Verdict) {
	l.play.leave(ctx)
	l.play.run.hooks.shut(l.play.key)
}

func (l *live) send(out sending) (reply, error) {
	got, err := l.play.run.wire.send(out.req, out.body)
	l.at = l.clock.now()
	return got, lose(out.req.Context(), err)
}

func (l *live) pass(ctx context.Context, what string, most time.Duration) error {
	defer l.play.run.vigil.wait(l.play, what, most)()
	var err error
	switch what {
	case trace.Awaiting:
		err = l.clock.callback(ctx, l.box, l.seen, most)
	case trace.Polling:
		err = l.clock.poll(ctx, most)
	case trace.Waiting:
		err = l.clock.pass(ctx, most)
	case trace.Settling:
		err = l.clock.settle(ctx)
	}
	l.at = l.clock.now()
	return lose(ctx, err)
}

// arrived dates each callback: by the inbox's own clock in real time, and by what moving the clock told of in virtual
// time.
func (l *live) arrived() []*arrival {
	deliveries, sent := l.box.Since(l.seen), l.clock.sent()
	early := len(deliveries) - len(sent) // were on their way before the clock moved, which tells only what came after
	var list []*arrival
	for i, d := range deliveries {
		l.seen = d.Seq
		a := &arrival{Delivery: d, at: l.at}
		switch {
		case !d.At.IsZero():
			a.at = d.At
		case early >= 0 && i < early:
			a.at = l.looked
		case early >= 0:
			a.at = sent[i-early]
		}
		list = append(list, a)
	}
	l.looked = l.at
	return list
}
