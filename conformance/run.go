package conformance

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"io/fs"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/specs"
)

// Config is what to run against whom.
type Config struct {
	Provider  *specs.Provider
	Scenarios []*scenario.Scenario
	Target    *target.Target
	// Files is where the scenarios were loaded from, to show the line that a mismatch points to. It may be nil.
	Files fs.FS
	// Faults are arranged in every sandbox; they need a target with a control port.
	Faults Faults
	// Select are globs over addresses; empty: all.
	Select []string
	// FailFast begins no further scenario after the first failure.
	FailFast bool
	// Shuffle is the seed of a random order; 0: the order given.
	Shuffle uint64
	// Jobs is how many scenarios run at once; 0: twice the cores in virtual time, one in real time.
	Jobs int
	// Strict makes assumed claims count like any other.
	Strict bool
	// Timelines are wanted of scenarios that pass, too.
	Timelines bool
	// Repeat is how this run was begun, such as "ringer conform acme --target acme.yaml". Results append to it.
	Repeat string
	// Inbox is where callbacks arrive; nil: the target's inbox.listen, or any port of this machine.
	Inbox net.Listener
	// Carry, where it is set, takes the inbox before anything is sent: nothing listens, and whoever carries the callbacks
	// in this process hands them to it, at paths below the target's inbox.url.
	Carry func(http.Handler)
	// Transport reaches the target; nil: pooled connections, no proxy.
	Transport http.RoundTripper
	// Name is of the run in the names of its sandboxes, and with it in all that a fake makes up for them; empty: one that
	// no other run has.
	Name string
	// Trace, where it is set, takes what passes between the run and the world, without secrets, as trace.Writer.Write
	// does. Scenarios that run at once call it at once.
	Trace func(trace.Record)
	// MinCoverage is how much of the document has to be seen, in per cent as coverage.Coverage counts; less is a failure.
	MinCoverage float64
	// Guards names, for claims, a mutant that is known to die of each. It may be nil.
	Guards map[string]string
	// Begin is called once before the first scenario. It may be nil.
	Begin func(Plan)
	// Waiting is called while a run in real time waits: when a wait begins, each second of it, and at last when nothing is
	// waited for any more. One call is made at a time. It may be nil.
	Waiting func(Waiting)
}

// run is a Config at work.
type run struct {
	Config
	provider *specs.Provider
	target   *target.Target
	document *shape.Document
	wire     *wire
	control  *control  // nil in real time
	faulting *faulting // nil: no faults are arranged
	unfired  []string  // of a run that was recorded
	hooks    *hooks
	covered  *covered // nil: nobody asks
	jobs     int
	strict   bool
	complete bool
	id       string // of this run, in the names of its sandboxes
	// enters makes the world of a play.
	enters func(*play) world
	// credentials are what the target's accounts sign in with.
	credentials []string
	moved       bool // provider time is moved by us

	lines sync.Map // file -> []string
	vigil *vigil   // nil: nobody is told
}

// Run plays the selected scenarios against the target and judges them. An error means that the run could not begin, and
// ExitCode says which code that is. When ctx ends, also before the run could begin, what is known so far is the Result.
func Run(ctx context.Context, c Config) (*Result, error) {
	r, err := begin(ctx, c)
	if err != nil {
		return nil, err
	}
	defer r.hooks.close()
	defer r.wire.hangUp()
	r.cover()
	began := time.Now()
	all, err := r.arrange()
	if err != nil {
		return nil, err
	}
	if c.Begin != nil {
		c.Begin(r.plan(all))
	}
	r.traceRun()
	r.vigil = r.watch(all)
	calls := r.playAll(ctx, all)
	r.vigil.end()
	result := r.sum(all)
	result.Interrupted = ctx.Err() != nil
	if result.Interrupted {
		result.Running = r.running(calls)
	}
	result.Took = Span(time.Since(began))
	r.traceOver(result)
	return result, nil
}

// begin checks all that must be right before the first request.
func begin(ctx context.Context, c Config) (_ *run, err error) {
	defer func() { err = withoutSecrets(err, c.Target) }()
	r := &run{Config: c, provider: c.Provider, target: c.Target, jobs: c.Jobs, strict: c.Strict, complete: len(c.Select) == 0}
	if r.target == nil || r.provider == nil || r.target.Provider != nil && r.target.Provider.Name != r.provider.Name {
		return nil, usage("the target is not one of this provider")
	}
	if _, err := Select(c.Scenarios, c.Select); err != nil {
		return nil, err
	}
	r.document = shape.Compile(r.provider)
	r.credentials = credentials(r.target)
	if r.wire, err = newWire(c.Target, r.document, c.Transport); err != nil {
		return nil, err
	}
	if c.Transport == nil {
		if err := r.wire.reach(ctx); err != nil && ctx.Err() == nil {
			return nil, err
		}
	}
	if r.target.Control != "" {
		r.control = &control{base: strings.TrimRight(r.target.Control, "/"), transport: r.wire.transport}
		if err := r.control.owns(ctx, r.wire.base); err != nil && ctx.Err() == nil {
			return nil, err
		}
		r.moved = true
	}
	r.enters = r.live
	if r.jobs <= 0 {
		r.jobs = 1
		if r.virtual() {
			r.jobs = 2 * runtime.GOMAXPROCS(0)
		}
	}
	if r.id = c.Name; r.id == "" {
		var id [4]byte
		rand.Read(id[:])
		r.id = hex.EncodeToString(id[:])
	}
	if len(c.Faults.Text) > 0 {
		if r.faulting, err = r.newFaulting(ctx); err != nil && ctx.Err() == nil {
			return nil, err
		}
	}
	if c.Carry != nil {
		r.hooks = inProcess(c.Target.Inbox.URL)
		c.Carry(r.hooks)
		return r, nil
	}
	r.hooks, err = listen(c.Inbox, r.target)
	if err == nil && r.target.Inbox.Listen == "" && r.target.Inbox.URL == "" && !loopback(r.wire.base.Hostname()) {
		r.hooks.url = "" // nothing beyond this machine could reach it
	}
	return r, err
}

func (r *run) virtual() bool { return r.moved }
