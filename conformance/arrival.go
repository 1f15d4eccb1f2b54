package conformance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/inbox"
)

// arrival is a callback that came, and what it is.
type arrival struct {
	inbox.Delivery
	event  string // the nearest, where exact is false
	exact  bool
	at     time.Time // provider time
	taken  bool
	moment int // its number in the log
}

func asShape(d inbox.Delivery) shape.Message {
	return shape.Message{
		Method: d.Method, Header: d.Header, JSON: d.JSON, Text: excerpt(d.Body), Broken: d.JSONErr,
	}
}

func (a *arrival) message() scenario.Message {
	m := scenario.Message{Header: a.Header, Body: a.JSON, Empty: len(a.Body) == 0}
	if a.JSONErr != nil {
		m.Body = string(a.Body)
	}
	return m
}

// name is the event for people.
func (a *arrival) name() string {
	switch {
	case a.exact:
		return a.event
	case a.event == "":
		return "a callback of no known event"
	}
	return "a callback of no known event, nearest to " + a.event
}

// look takes in what has arrived since the last look, and judges it by the document.
func (p *play) look() {
	for _, a := range p.world.arrived() {
		if !p.room(a) {
			continue
		}
		p.mask.learn(a.Header, a.Path, readable(a.JSON, a.JSONErr, a.Body))
		m := asShape(a.Delivery)
		a.event, a.exact = p.run.document.EventOf(m)
		a.moment = len(p.log)
		p.arrivals = append(p.arrivals, a)
		p.log = append(p.log, moment{
			at: a.at.Sub(p.began), kind: "callback", name: a.name(), method: a.Method, url: a.Path,
			sentHeader: a.Header, sent: a.Body, status: a.Answered, times: 1,
		})
		if a.event == "" {
			continue
		}
		p.tally.heard(a.event)
		p.maskSignature(a)
		found := p.run.document.Delivery(a.event, m)
		p.judged(a.moment, found, "the callback "+a.event)
		p.run.covered.delivered(p.story, a, found)
		p.heardCallback(a, found.Told)
	}
}

// nearest lists what did arrive, for the missing callback of a step: of the same event first, and of those the ones
// that differ least.
func (p *play) nearest(step *scenario.Step) []string {
	const most = 5
	type near struct {
		text string
		off  int // how many members differ
	}
	var same []near
	var others []string
	for _, a := range p.arrivals {
		off := 0
		text := fmt.Sprintf("%s at +%s", a.name(), brief(a.at.Sub(p.began)))
		switch {
		case a.taken:
			text += " (taken by an earlier step)"
		case a.event == step.Event.Name && step.Where != nil:
			var differs []string
			for _, m := range step.Where.Match(a.message(), p.env).Mismatches {
				differs = append(differs, fmt.Sprintf("%s is %s, not %s", dotted(m.Part, m.Path), m.Got, m.Want))
			}
			if off = len(differs); off > 0 {
				text += ": " + strings.Join(differs, ", ")
			}
		}
		if a.event == step.Event.Name && !a.taken {
			same = append(same, near{text, off})
		} else {
			others = append(others, text)
		}
	}
	slices.SortStableFunc(same, func(a, b near) int { return cmp.Compare(a.off, b.off) })
	var all []string
	for _, n := range same {
		all = append(all, n.text)
	}
	all = append(all, others...)
	if len(all) > most {
		all = append(all[:most:most], fmt.Sprintf("and %d more", len(all)-most))
	}
	if len(all) == 0 {
		all = []string{"no callback at all"}
	}
	return all
}
