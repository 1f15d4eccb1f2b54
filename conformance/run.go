package conformance

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/specs"
)

// Config is what to run against whom.
type Config struct {
	Provider  *specs.Provider
	Scenarios []*scenario.Scenario
	Target    *target.Target
	// Files is where the scenarios were loaded from, to show the line that a mismatch points to. It may be nil.
	Files fs.FS
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
	// Repeat is how this run was begun, such as "ringer conform acme --target acme.yaml". Results append to it.
	Repeat string
	// Inbox is where callbacks arrive; nil: the target's inbox.listen, or any port of this machine.
	Inbox net.Listener
	// Transport reaches the target; nil: pooled connections, no proxy.
	Transport http.RoundTripper
	// Begin is called once before the first scenario. It may be nil.
	Begin func(Plan)
}

// run is a Config at work.
type run struct {
	Config
	provider *specs.Provider
	target   *target.Target
	document *shape.Document
	wire     *wire
	control  *control // nil in real time
	hooks    *hooks
	jobs     int
	strict   bool
	complete bool
	id       string // of this run, in the names of its sandboxes

	lines sync.Map // file -> []string
}

// Run plays the selected scenarios against the target and judges them. An error means that the run could not begin, and
// ExitCode says which code that is. When ctx ends, what is known so far is the Result.
func Run(ctx context.Context, c Config) (*Result, error) {
	r, err := begin(ctx, c)
	if err != nil {
		return nil, err
	}
	defer r.hooks.close()
	defer r.wire.hangUp()
	began := time.Now()
	all, err := r.arrange()
	if err != nil {
		return nil, err
	}
	if c.Begin != nil {
		c.Begin(r.plan(all))
	}
	running := r.playAll(ctx, all)
	result := r.sum(all)
	result.Interrupted = ctx.Err() != nil
	if result.Interrupted {
		result.Running = running
	}
	result.Took = Span(time.Since(began))
	return result, nil
}

// begin checks all that must be right before the first request.
func begin(ctx context.Context, c Config) (*run, error) {
	r := &run{Config: c, provider: c.Provider, target: c.Target, jobs: c.Jobs, strict: c.Strict, complete: len(c.Select) == 0}
	if r.target == nil || r.provider == nil || r.target.Provider != nil && r.target.Provider.Name != r.provider.Name {
		return nil, usage("the target is not one of this provider")
	}
	if _, err := Select(c.Scenarios, c.Select); err != nil {
		return nil, err
	}
	r.document = shape.Compile(r.provider)
	var err error
	if r.wire, err = newWire(c.Target, r.document, c.Transport); err != nil {
		return nil, err
	}
	if c.Transport == nil {
		if err := r.wire.reach(ctx); err != nil {
			return nil, err
		}
	}
	if r.target.Control != "" {
		r.control = &control{base: strings.TrimRight(r.target.Control, "/"), transport: r.wire.transport}
		if err := r.control.owns(ctx, r.wire.base); err != nil {
			return nil, err
		}
	}
	if r.jobs <= 0 {
		r.jobs = 1
		if r.virtual() {
			r.jobs = 2 * runtime.GOMAXPROCS(0)
		}
	}
	var id [4]byte
	rand.Read(id[:])
	r.id = hex.EncodeToString(id[:])
	r.hooks, err = listen(c.Inbox, r.target)
	if err == nil && r.target.Inbox.Listen == "" && r.target.Inbox.URL == "" && !loopback(r.wire.base.Hostname()) {
		r.hooks.url = "" // nothing beyond this machine could reach it
	}
	return r, err
}

func (r *run) virtual() bool { return r.control != nil }

// arrange decides for each scenario whether it is selected and can be judged.
func (r *run) arrange() ([]*played, error) {
	chosen, err := Select(r.Scenarios, r.Select)
	if err != nil {
		return nil, err
	}
	selected := map[*scenario.Scenario]bool{}
	for _, sc := range chosen {
		selected[sc] = true
	}
	var all []*played
	for _, sc := range r.Scenarios {
		pl := &played{sc: sc, selected: selected[sc], tally: newTally()}
		pl.result = ScenarioResult{
			Address: sc.Address, Title: sc.Title, Why: sc.Why, File: sc.Place.File, Line: sc.Place.Line,
			Verdict: NotSelected, Alone: strings.TrimSpace(r.Repeat + " --run " + sc.Address),
		}
		if pl.selected {
			pl.result.Verdict, pl.result.Reason, pl.result.Lacks = r.applies(sc)
		}
		all = append(all, pl)
	}
	return all, nil
}

// playAll plays what can be played, so many at once, and returns the calls that were left in progress.
func (r *run) playAll(ctx context.Context, all []*played) (running []string) {
	var order []*played
	for _, pl := range all {
		if pl.selected && pl.result.Verdict == Pass {
			order = append(order, pl)
		}
	}
	if r.Shuffle != 0 {
		random := mathrand.New(mathrand.NewPCG(r.Shuffle, 0))
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	next := make(chan int)
	var workers sync.WaitGroup
	var mu sync.Mutex
	enough := false
	for range min(r.jobs, len(order)) {
		workers.Go(func() {
			for i := range next {
				pl := order[i]
				mu.Lock()
				skip := enough
				mu.Unlock()
				switch {
				case ctx.Err() != nil:
					pl.result.Verdict, pl.result.Reason = Inconclusive, "interrupted before it began"
					continue
				case skip:
					pl.result.Verdict, pl.result.Reason = NotSelected, "not begun after the first failure (--fail-fast)"
					continue
				}
				left := r.playOne(ctx, pl, i)
				mu.Lock()
				running = append(running, left...)
				enough = enough || r.FailFast && (pl.result.Verdict == Fail || pl.result.Verdict == Error)
				mu.Unlock()
			}
		})
	}
	for i := range order {
		next <- i
	}
	close(next)
	workers.Wait()
	return running
}

// playOne plays one scenario in a world of its own.
func (r *run) playOne(ctx context.Context, pl *played, number int) (left []string) {
	p := &play{
		run: r, sc: pl.sc, number: number, strict: r.strict, tally: pl.tally, tokens: map[string]string{}, lost: map[string]bool{},
		mask: newMask(r.target.Secrets()), ids: newIDs(),
	}
	if r.virtual() {
		p.sandbox = fmt.Sprintf("conform-%s-%d", r.id, number)
		p.clock = virtualClock(r.control, p.sandbox)
	} else {
		p.clock = realClock(r.target.Wait)
	}
	p.began = p.clock.now()
	p.env = match.NewEnv(p.given(scenario.Main))
	options := inbox.Options{}
	if !r.virtual() {
		options.Now, options.Sleep = p.clock.now, func(ctx context.Context, d time.Duration) { p.clock.pass(ctx, d) }
	}
	p.box, p.key = r.hooks.open(options)
	defer r.hooks.shut(p.key)
	p.script()

	result := &pl.result
	if err := p.enter(ctx); err != nil {
		result.Verdict, result.Reason = Error, short(err)
		if ctx.Err() != nil {
			result.Verdict, result.Reason = Inconclusive, "interrupted"
		}
	} else {
		result.Verdict, result.Reason, result.Lacks = p.perform(ctx)
		p.leave(ctx)
	}
	result.Reason = p.mask.text(result.Reason)
	result.Failures = p.failures
	result.Covered = Span(p.clock.now().Sub(p.began))
	if result.Verdict != Pass || len(p.failures) > 0 {
		result.Timeline = p.timeline()
		for i := range result.Failures {
			p.mask.failure(&result.Failures[i])
		}
	}
	if ctx.Err() != nil {
		return p.placed
	}
	return nil
}

// enter makes the sandbox of a scenario, with its callback address.
func (p *play) enter(ctx context.Context) error {
	if p.sandbox == "" {
		return nil
	}
	if err := p.run.control.create(ctx, p.sandbox); err != nil {
		return err
	}
	for _, event := range p.sc.Provider.Events() {
		if event.Operation == "" {
			return p.run.control.callbacks(ctx, p.sandbox, p.sc.Provider.Name, p.inboxURL())
		}
	}
	return nil
}

// leave removes the sandbox, also after an interruption.
func (p *play) leave(ctx context.Context) {
	if p.sandbox == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	p.run.control.remove(ctx, p.sandbox) // what stays behind is idle, and the fake collects it
}

func (p *play) inboxURL() string { return p.run.hooks.url + "/" + p.key }

// script arranges the answers of our receiver.
func (p *play) script() {
	if len(p.sc.Inbox) == 0 {
		return
	}
	answers := map[string][]inbox.Answer{}
	for event, list := range p.sc.Inbox {
		for _, a := range list {
			answers[event] = append(answers[event], inbox.Answer{Status: a.Status, After: a.After, Headers: a.Headers, Body: a.Body})
		}
	}
	p.box.Script(func(d inbox.Delivery) string {
		name, _ := p.run.document.EventOf(asShape(d))
		return name
	}, answers)
}

// sum makes the result of all that was played.
func (r *run) sum(all []*played) *Result {
	result := &Result{
		Provider: r.provider.Name, Title: r.provider.Ledger.Title, Target: r.target.Name, BaseURL: r.target.BaseURL,
		Virtual: r.virtual(), Strict: r.strict, Shuffle: r.Shuffle, Complete: r.complete,
		Claims: r.judgeClaims(all), Calls: r.wire.guard.calls(), Lacks: lacking(all),
	}
	result.Operations, result.Events = r.seen(all)
	for _, pl := range all {
		result.Scenarios = append(result.Scenarios, pl.result)
		result.Covered += pl.result.Covered
		if !r.virtual() && len(pl.sc.Never) > 0 && pl.selected {
			result.Watched = Span(r.target.Wait.Settle)
		}
	}
	result.Unfulfilled = r.unfulfilled(all, result.Claims)
	result.Verdict, result.Exit = r.verdict(result)
	return result
}

// verdict is the one line of the whole run, and its exit code.
func (r *run) verdict(result *Result) (Verdict, int) {
	count := map[Verdict]int{}
	for _, sc := range result.Scenarios {
		count[sc.Verdict]++
	}
	judged := count[Pass] + count[Fail] + count[KnownFailure]
	switch {
	case count[Fail] > 0 || len(result.Unfulfilled) > 0:
		return Fail, ExitFailure
	case count[Error] > 0:
		return Error, ExitEnvironment
	case count[Inconclusive] > 0 || judged == 0:
		return Inconclusive, ExitIncomplete
	case r.complete && count[NotApplicable] == 0 && untested(result.Claims):
		return Inconclusive, ExitIncomplete
	}
	return Pass, ExitConformant
}

// untested tells whether a claim that counts was not judged, although everything ran.
func untested(claims []ClaimResult) bool {
	for _, claim := range claims {
		if claim.Verdict == Untested && claim.Basis != "assumed" {
			return true
		}
	}
	return false
}
