package conformance

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/trace"
)

// call sends a request as often as the step says, and each answer must be as expected.
func (p *play) call(ctx context.Context, step *scenario.Step) error {
	for n := range max(step.Times.Least, 1) {
		env := p.env.Fork(p.given(step.As.Name))
		got, err := p.ask(ctx, step, env)
		if err != nil {
			return err
		}
		result := step.Expect.Match(p.message(got), env)
		p.expected(len(p.log)-1, step, result)
		if !result.OK() {
			message := fmt.Sprintf("%s answered %d, not as expected", step.Operation.ID, got.Status)
			if n > 0 {
				message += fmt.Sprintf(" (request %d of %d)", n+1, step.Times.Least)
			}
			return &failed{message: message, mismatches: p.mismatches(step, result)}
		}
		p.env.Save(result.Saves...)
	}
	return nil
}

func (p *play) ask(ctx context.Context, step *scenario.Step, env *match.Env) (reply, error) {
	out, err := p.prepare(step, env)
	if err != nil {
		return reply{}, unaskable(fmt.Sprintf("step %d cannot be sent: %v", p.step, err))
	}
	return p.exchange(ctx, out, step.As, step.Invalid, env)
}

func (p *play) message(got reply) scenario.Message {
	m := scenario.Message{Status: got.Status, Header: got.Header, Body: got.JSON, Empty: len(got.Body) == 0}
	if got.Broken != nil {
		m.Body = string(got.Body)
	}
	return m
}

// get fetches an address that the implementation gave, exactly as it gave it.
func (p *play) get(ctx context.Context, step *scenario.Step) error {
	env := p.env.Fork(p.given(step.As.Name))
	text, err := step.URL.Text(env)
	if err != nil {
		return unaskable(fmt.Sprintf("step %d cannot be sent: %v", p.step, err))
	}
	address, err := absolute(text)
	if err != nil {
		return &failed{message: err.Error()}
	}
	req := p.request(ctx, "GET", address, map[string][]string{}, nil)
	if step.As.Name != scenario.Nobody || step.As.Token != nil {
		if !sameHost(address, p.run.wire.base) {
			return inconclusive(nil, "credentials are not sent to %s, which is not the target", address.Host)
		}
		if err := p.authoriseAny(ctx, req, step.As, env); err != nil {
			return err
		}
	}
	got, err := p.send(req, nil, nil, step.As)
	if err != nil {
		return err
	}
	result := step.Expect.Match(p.message(got), env)
	p.expected(len(p.log)-1, step, result)
	if !result.OK() {
		return &failed{message: fmt.Sprintf("GET %s answered %d, not as expected", address, got.Status), mismatches: p.mismatches(step, result)}
	}
	p.env.Save(result.Saves...)
	return nil
}

// eventually polls until the answer is what the step waits for, and then judges it.
func (p *play) eventually(ctx context.Context, step *scenario.Step) error {
	patience, cut := p.patience(step.Within)
	deadline := p.world.now().Add(patience)
	env := p.env.Fork(p.given(step.As.Name))
	for {
		got, err := p.ask(ctx, step, env)
		if err != nil {
			return err
		}
		message := p.message(got)
		if step.GiveUpIf != nil && step.GiveUpIf.Match(message, env).OK() {
			return &failed{message: fmt.Sprintf("%s says what it must never say here (give_up_if)", step.Operation.ID)}
		}
		result := step.Expect.Match(message, env)
		p.expected(len(p.log)-1, step, result)
		until := result
		if step.Until != nil {
			until = step.Until.Match(message, env)
		}
		if until.OK() {
			if !result.OK() {
				return &failed{message: fmt.Sprintf("%s answered %d, not as expected", step.Operation.ID, got.Status), mismatches: p.mismatches(step, result)}
			}
			p.env.Save(result.Saves...)
			return nil
		}
		left := deadline.Sub(p.world.now())
		if left <= 0 {
			if cut {
				p.cut = true
				return inconclusive(nil, "%s did not say so within %s, which is all that the target allows (wait.longest); the scenario allows %s",
					step.Operation.ID, brief(patience), brief(step.Within))
			}
			return &failed{
				message:    fmt.Sprintf("%s did not say so within %s", step.Operation.ID, brief(step.Within)),
				mismatches: p.mismatches(step, until),
			}
		}
		if err := p.world.pass(ctx, trace.Polling, left); err != nil {
			return err
		}
		p.look()
		if err := p.flood.err(); err != nil {
			return err
		}
	}
}

// brief writes a duration to the millisecond, the best that anyone can measure from outside, and without the zeros at
// its end: 10m instead of 10m0s.
func brief(d time.Duration) string {
	text := d.Round(time.Millisecond).String()
	if strings.HasSuffix(text, "m0s") {
		text = text[:len(text)-2]
	}
	if strings.HasSuffix(text, "h0m") {
		text = text[:len(text)-2]
	}
	return text
}
