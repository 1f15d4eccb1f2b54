package conformance

import (
	"fmt"
	"time"
)

// moment is a Moment before it is written out: a scenario that passes shows none.
type moment struct {
	at          time.Duration
	kind        string
	step        int
	name, as    string
	method, url string
	sent        []byte
	status      int
	got         []byte
	note        string
	times       int
}

// note files a moment. Equal ones in a row, such as polls, become one that keeps the last answer.
func (p *play) note(m moment) {
	m.at, m.step, m.times = p.clock.now().Sub(p.began), p.step, 1
	if n := len(p.log); n > 0 && m.kind == "request" {
		last := &p.log[n-1]
		if last.kind == m.kind && last.step == m.step && last.name == m.name && last.url == m.url &&
			last.status == m.status && last.as == m.as && string(last.sent) == string(m.sent) {
			last.got, last.at, last.times = m.got, m.at, last.times+1
			return
		}
	}
	p.log = append(p.log, m)
}

// timeline writes the moments out, without secrets.
func (p *play) timeline() []Moment {
	moments := make([]Moment, len(p.log))
	for i, m := range p.log {
		moments[i] = Moment{
			At: Span(m.at), Kind: m.kind, Step: m.step, Name: m.name, As: m.as, Method: m.method, URL: p.mask.text(m.url),
			Sent: p.show(m.sent), Status: m.status, Got: p.show(m.got), Note: p.mask.text(m.note), Times: m.times,
		}
	}
	return moments
}

// show is a body for people: text without secrets, and what is long or binary by its size.
func (p *play) show(body []byte) string {
	const most = 4 << 10 // several screens; the trace of a run is not its archive
	for _, b := range body[:min(len(body), 512)] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			return fmt.Sprintf("(%d bytes)", len(body))
		}
	}
	text := p.mask.text(string(body))
	if len(text) > most {
		return text[:most] + fmt.Sprintf("… (%d bytes)", len(body))
	}
	return text
}
