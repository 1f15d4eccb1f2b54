package conformance

import (
	"context"
	"fmt"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/inbox"
)

// playOne plays one scenario in a world of its own.
func (r *run) playOne(ctx context.Context, pl *played, number int) []placed {
	p := &play{
		run: r, sc: pl.sc, number: number, strict: r.strict, tally: pl.tally, tokens: map[string]string{}, lost: map[string]bool{}, met: map[int]bool{},
		mask: newMask(r.target.Secrets()), ids: newIDs(),
	}
	if r.virtual() {
		p.sandbox = fmt.Sprintf("conform-%s-%d", r.id, number)
		p.clock = virtualClock(r.control, p.sandbox)
	} else {
		p.clock = realClock(r.target.Wait)
	}
	p.began = p.clock.now()
	p.looked = p.began
	p.env = match.NewEnv(p.given(scenario.Main))
	options := inbox.Options{}
	if !r.virtual() {
		options.Now, options.Sleep = p.clock.now, func(ctx context.Context, d time.Duration) { p.clock.pass(ctx, d) }
	}
	p.box, p.key = r.hooks.open(options)
	p.inbox = pl.inbox
	defer r.hooks.shut(p.key)
	p.script()

	result := &pl.result
	if err := p.enter(ctx); err != nil {
		result.Verdict, result.Reason = Error, short(err)
		p.owner = ownerOf(err)
		if ctx.Err() != nil {
			result.Verdict, result.Reason, p.owner = Inconclusive, "interrupted", OwnerEnvironment
		}
	} else {
		result.Verdict, result.Reason, result.Lacks = p.perform(ctx)
		p.leave(ctx)
	}
	pl.watched = p.watched
	if p.cut && result.Verdict == Inconclusive {
		result.Longest = Span(longest(pl.sc))
	}
	result.Reason = p.mask.text(result.Reason)
	result.Failures = p.failures
	result.Owner = p.owner
	result.Covered = Span(p.clock.now().Sub(p.began))
	if result.Verdict != Pass || len(p.failures) > 0 || r.Timelines {
		result.Timeline = p.timeline()
		for i := range result.Failures {
			p.mask.failure(&result.Failures[i])
		}
	}
	if len(result.Timeline) > 0 {
		result.Steps = p.steplist()
	}
	for i := range p.placed {
		p.placed[i].open = ctx.Err() != nil
	}
	return p.placed
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

func (p *play) inboxURL() string { return p.inbox + "/" + p.key }

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
