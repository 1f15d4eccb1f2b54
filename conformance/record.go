package conformance

import (
	"context"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// recorder keeps what passes between a play and its world. A record is held back until all that is secret in it is
// known: until the scenario ends, or, in real time, until time is to pass, so that a run that breaks off has paid for
// something.
type recorder struct {
	play  *play
	world world
	sink  func(trace.Record)
	held  []trace.Record
	size  int // of the bodies in held
}

// heldBytes is how much is held back, before the next thing that happens.
const heldBytes = 4 << 20

// recorded is a world that keeps a trace.
func recorded(p *play, w world, sink func(trace.Record)) world {
	r := &recorder{play: p, world: w, sink: sink}
	return world{begin: r.begin, end: r.end, now: w.now, send: r.send, arrived: r.arrived, pass: r.pass, signed: r.signed}
}

func (r *recorder) note(record trace.Record, size int) {
	record.Scenario, record.Step = r.play.sc.Address, r.play.step
	if record.Callback == nil {
		record.At = r.since(r.world.now())
	}
	r.held = append(r.held, record)
	r.size += size
}

// relieve writes what is held where it is much. What was noted last must have been looked at for secrets by then.
func (r *recorder) relieve() {
	if r.size > heldBytes {
		r.flush()
	}
}

func (r *recorder) since(at time.Time) trace.Duration { return trace.Duration(at.Sub(r.play.began)) }

func (r *recorder) flush() {
	for _, record := range r.held {
		r.sink(record.Rewritten(r.play.mask.veiled))
	}
	r.held, r.size = nil, 0
}

func (r *recorder) begin(ctx context.Context) error {
	p := r.play
	p.began = r.world.now()
	err := r.world.begin(ctx)
	r.note(trace.Record{Begin: &trace.Begin{
		RunID: p.ids.id, RunUUID: p.ids.uuid, Sandbox: p.sandbox, Inbox: p.inbox, Key: p.key, Answers: p.answers(), Lost: asLost(err),
	}}, 0)
	return err
}

func (r *recorder) end(ctx context.Context, verdict Verdict) {
	r.note(trace.Record{End: &trace.End{Verdict: string(verdict)}}, 0)
	r.flush()
	r.world.end(ctx, verdict)
}

func (r *recorder) send(out sending) (reply, error) {
	r.relieve()
	dials := r.play.run.wire.guard.dialled(out.req)
	got, err := r.world.send(out)
	asked := r.play.asked(out)
	if asked.Lost = asLost(err); err == nil {
		asked.Answer = &trace.Answered{Status: got.Status, Header: got.Header, Body: got.Body}
	}
	asked.Dials = dials && (asked.Lost == nil || asked.Lost.Kind != trace.Refused)
	r.note(trace.Record{Request: asked}, len(out.body)+len(got.Body))
	return got, err
}

// asked is a request as a trace has it.
func (p *play) asked(out sending) *trace.Request {
	header := out.req.Header.Clone()
	header.Del(sandboxHeader)
	asked := &trace.Request{
		As: out.as.Name, Method: out.req.Method, URL: out.req.URL.String(), Header: header, Body: out.body, Poll: out.poll,
	}
	if out.operation != nil {
		asked.Operation = out.operation.ID
	}
	return asked
}

func (r *recorder) arrived() []*arrival {
	r.relieve()
	list := r.world.arrived()
	for _, a := range list {
		event, exact := r.play.run.document.EventOf(asShape(a.Delivery))
		r.note(trace.Record{At: r.since(a.at), Callback: &trace.Callback{
			Seq: a.Seq, Event: event, Exact: exact, Method: a.Method, Path: a.Path, Header: a.Header, Body: a.Body, Answered: a.Answered,
		}}, len(a.Body))
	}
	return list
}

func (r *recorder) pass(ctx context.Context, what string, most time.Duration) error {
	r.relieve()
	if !r.play.run.virtual() {
		r.flush()
	}
	err := r.world.pass(ctx, what, most)
	r.note(trace.Record{Passed: &trace.Passed{For: what, Most: trace.Duration(most), Lost: asLost(err)}}, 0)
	return err
}

func (r *recorder) signed(a *arrival, secret string, check func() bool) (bool, error) {
	ok, err := r.world.signed(a, secret, check)
	r.note(trace.Record{Signature: &trace.Signature{Callback: a.Seq, Secret: secret, OK: ok}}, 0)
	return ok, err
}

func asLost(err error) *trace.Lost {
	if l, ok := err.(*lost); ok {
		return (*trace.Lost)(l)
	}
	return nil
}

// answers is how the scenario tells the inbox to answer.
func (p *play) answers() map[string][]trace.Answer {
	if len(p.sc.Inbox) == 0 {
		return nil
	}
	all := map[string][]trace.Answer{}
	for event, list := range p.sc.Inbox {
		for _, a := range list {
			all[event] = append(all[event], trace.Answer{Status: a.Status, After: trace.Duration(a.After), Headers: a.Headers, Body: a.Body})
		}
	}
	return all
}

// traceRun writes what the run is.
func (r *run) traceRun() {
	if r.Trace == nil {
		return
	}
	t := r.target
	asked := trace.Run{
		Provider: r.provider.Name, Virtual: r.virtual(), Inbox: r.hooks.url, Select: r.Select, Strict: r.strict, Shuffle: r.Shuffle,
		Timelines: r.Timelines, MinCoverage: r.MinCoverage, Repeat: r.Repeat,
		Target: trace.Target{
			Name: t.Name, BaseURL: t.BaseURL, Numbers: t.Numbers, IDs: t.IDs, Lacks: t.Lacks, Pace: t.Wait.Pace,
			Longest: trace.Duration(t.Wait.Longest), Settle: trace.Duration(t.Wait.Settle), Hidden: t.Secrets(),
		},
	}
	for _, account := range t.Accounts {
		asked.Target.Accounts = append(asked.Target.Accounts, trace.Account(account))
	}
	for _, known := range t.Known {
		asked.Target.Known = append(asked.Target.Known, trace.Known{Scenario: known.Scenario, Claim: known.Claim, Because: known.Because})
	}
	if t.Safety != nil {
		asked.Target.Safety = &trace.Safety{MayDial: t.Safety.MayDial, MaxCalls: t.Safety.MaxCalls}
	}
	r.Trace(trace.Record{Run: &asked}.Rewritten(r.mask().veiled))
}

// mask hides what is secret from the start.
func (r *run) mask() *mask {
	m := newMask(r.target.Secrets())
	m.add(r.credentials...)
	return m
}

func (r *run) traceSkipped(pl *played) {
	if r.Trace != nil {
		r.Trace(trace.Record{Scenario: pl.sc.Address, Skipped: &trace.Skipped{Verdict: string(pl.result.Verdict), Reason: pl.result.Reason}})
	}
}

func (r *run) traceOver(result *Result) {
	if r.Trace != nil {
		r.Trace(trace.Record{Over: &trace.Over{
			Verdict: string(result.Verdict), Took: trace.Duration(result.Took), Interrupted: result.Interrupted, Running: result.Running,
			Unfired: result.Unfired,
		}}.Rewritten(r.mask().veiled))
	}
}

// dialled tells whether a request reaches an operation that dials.
func (g *guard) dialled(req *http.Request) bool {
	for _, route := range g.dials {
		if _, hit := route.match(req, g.prefixes); hit {
			return true
		}
	}
	return false
}
