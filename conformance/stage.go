package conformance

import (
	"context"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/ringer-mock/ringer/conformance/coverage"
	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/inbox"
)

// playOne plays one scenario in a world of its own.
func (r *run) playOne(ctx context.Context, pl *played, number int) []placed {
	p := &play{
		run: r, sc: pl.sc, number: number, strict: r.strict, tally: pl.tally, tokens: map[string]string{}, lost: map[string]bool{}, met: map[int]bool{},
		mask: r.mask(), ids: newIDs(), inbox: pl.inbox,
	}
	if !r.virtual() {
		p.longest = r.target.Wait.Longest
	}
	p.env = match.NewEnv(p.given(scenario.Main))
	p.world = r.enters(p)

	result := &pl.result
	err := p.world.begin(ctx)
	p.began = p.world.now()
	p.book, p.story = p.newBook(), coverage.NewStory()
	if err != nil {
		result.Verdict, result.Reason, result.Lacks = p.ended(err)
	} else {
		result.Verdict, result.Reason, result.Lacks = p.perform(ctx)
	}
	defer p.world.end(ctx, result.Verdict)
	pl.watched = p.watched
	if p.cut && result.Verdict == Inconclusive {
		result.Longest = Span(longest(pl.sc))
	}
	r.covered.hide(p.mask)
	result.Reason = p.mask.text(result.Reason)
	result.Breaks.answer(p)
	for i := range p.failures {
		p.mask.failure(&p.failures[i])
	}
	result.Failures = p.failures
	result.Owner = p.owner
	result.Covered = Span(p.world.now().Sub(p.began))
	if result.Verdict != Pass || len(p.failures) > 0 || r.Timelines {
		result.Timeline = p.timeline()
	}
	if len(result.Timeline) > 0 {
		result.Steps = p.steplist()
	}
	for i := range p.placed {
		p.placed[i].text = p.mask.excerpt(p.placed[i].text, 400)
		p.placed[i].open = ctx.Err() != nil
	}
	return p.placed
}

// live is the world of the target, with a trace where one is wanted.
func (r *run) live(p *play) world {
	l := &live{play: p}
	options := inbox.Options{Bytes: inboxBytes}
	if r.virtual() {
		p.sandbox = "conform-" + r.id + "-" + p.turn()
		l.clock = virtualClock(r.control, p.sandbox)
	} else {
		l.clock = realClock(r.target.Wait)
		options.Now, options.Sleep = l.clock.now, func(ctx context.Context, d time.Duration) { l.clock.pass(ctx, d) }
	}
	l.at = l.clock.now()
	l.looked = l.at
	l.box, p.key = r.hooks.open(options)
	p.script(l.box)
	if r.Trace != nil {
		return recorded(p, l.world(), r.Trace)
	}
	return l.world()
}

// turn tells the scenario from the others of the run: in a run with a name by its address, so that alone it is given what
// it was given among others.
func (p *play) turn() string {
	if p.run.Name == "" {
		return strconv.Itoa(p.number)
	}
	sum := fnv.New64a()
	sum.Write([]byte(p.sc.Address))
	return strconv.FormatUint(sum.Sum64(), 36)
}

// enter makes the sandbox of a scenario, with its callback address.
func (p *play) enter(ctx context.Context) error {
	if p.sandbox == "" {
		return nil
	}
	if err := p.run.control.create(ctx, p.sandbox); err != nil {
		return err
	}
	if f := p.run.faulting; f != nil {
		if err := p.run.control.fault(ctx, p.sandbox, f.Text); err != nil {
			return err
		}
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
	if f := p.run.faulting; f != nil {
		if list, err := p.run.control.faults(ctx, p.sandbox); err == nil { // else they count as not fired, which is told
			f.note(list)
		}
	}
	p.run.control.remove(ctx, p.sandbox) // what stays behind is idle, and the fake collects it
}

func (p *play) inboxURL() string { return p.inbox + "/" + p.key }

// script arranges the answers of our receiver.
func (p *play) script(box *inbox.Box) {
	if len(p.sc.Inbox) == 0 {
		return
	}
	answers := map[string][]inbox.Answer{}
	for event, list := range p.sc.Inbox {
		for _, a := range list {
			answers[event] = append(answers[event], inbox.Answer{Status: a.Status, After: a.After, Headers: a.Headers, Body: a.Body})
		}
	}
	box.Script(func(d inbox.Delivery) string {
		name, _ := p.run.document.EventOf(asShape(d))
		return name
	}, answers)
}
