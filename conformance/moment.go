package conformance

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
)

// moment is a Moment before it is written out: a scenario that passes shows none.
type moment struct {
	at          time.Duration
	kind        string
	step        int
	name, as    string
	method, url string
	sentHeader  http.Header
	sent        []byte
	status      int
	gotHeader   http.Header
	got         []byte // its beginning
	size        int    // of all of it
	note        string
	times       int
	judged      []judgement
}

// judgement is a Judgement before it is written out.
type judgement struct {
	number int // of the step, from 1
	step   *scenario.Step
	result match.Result
	found  []shape.Violation // by the document or by coherence; then there is no step
	by     string
}

// expected files what a step said of the moment with this number.
func (p *play) expected(moment int, step *scenario.Step, result match.Result) {
	m := &p.log[moment]
	m.judged = append(m.judged, judgement{number: p.step, step: step, result: result})
}

// note files a moment. Equal ones in a row, such as polls, become one that keeps the last answer.
func (p *play) note(m moment) {
	m.at, m.step, m.times = p.world.now().Sub(p.began), p.step, 1
	if n := len(p.log); n > 0 && m.kind == "request" {
		last := &p.log[n-1]
		if last.kind == m.kind && last.step == m.step && last.name == m.name && last.url == m.url &&
			last.status == m.status && last.as == m.as && string(last.sent) == string(m.sent) {
			last.got, last.size, last.gotHeader, last.at, last.times = m.got, m.size, m.gotHeader, m.at, last.times+1
			last.judged = last.judged[:0] // the last answer is the one that counts
			return
		}
	}
	p.log = append(p.log, m)
}

// timeline writes the moments out, without secrets.
func (p *play) timeline() []Moment {
	const unasked = 200 // callbacks that no step took; failures count those that do not fit, and the trace has them all
	var moments []Moment
	idle, folded := 0, 0
	fold := func() {
		if folded > 0 {
			last := &moments[len(moments)-1]
			last.Note = fmt.Sprintf("and %d more callbacks that no step took", folded)
			folded = 0
		}
	}
	for _, m := range p.log {
		if m.kind == "callback" && m.step == 0 {
			if idle++; idle > unasked {
				if folded++; folded == 1 {
					moments = append(moments, Moment{At: Span(m.at), Kind: "time", Times: 1})
				}
				continue
			}
		}
		fold()
		one := Moment{
			At: Span(m.at), Kind: m.kind, Step: m.step, Name: m.name, As: m.as, Method: m.method, URL: p.mask.text(m.url),
			SentHeaders: p.headers(m.sentHeader), Sent: p.show(m.sent, len(m.sent)), Status: m.status,
			GotHeaders: p.headers(m.gotHeader), Got: p.show(m.got, m.size), Note: p.mask.text(m.note), Times: m.times,
		}
		for _, j := range m.judged {
			one.Judged = append(one.Judged, p.judgement(j))
		}
		moments = append(moments, one)
	}
	fold()
	return moments
}

func (p *play) judgement(j judgement) Judgement {
	if j.step == nil {
		return Judgement{By: j.by, Step: j.number, Mismatches: p.mask.mismatches(p.violations(j.found))}
	}
	at := j.step.Expect.Place
	return Judgement{
		By: byScenario, Step: j.number, File: at.File, Line: at.Line, Expect: p.mask.text(j.step.Expect.String()),
		OK: j.result.OK(), Mismatches: p.mask.mismatches(p.mismatches(j.step, j.result)),
	}
}

// headers are one line each, without secrets.
func (p *play) headers(header http.Header) map[string]string {
	if len(header) == 0 {
		return nil
	}
	lines := make(map[string]string, len(header))
	for name, values := range header {
		if name == sandboxHeader {
			continue // is ours, and of no interest to the implementation
		}
		lines[p.mask.text(name)] = p.mask.text(strings.Join(values, ", "))
	}
	return lines
}

// show is the beginning of a body of some size for people: text without secrets, and what is long or binary by its size.
func (p *play) show(body []byte, size int) string {
	const most = 4 << 10 // several screens; the trace of a run is not its archive
	for _, b := range body[:min(len(body), 512)] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			return fmt.Sprintf("(%d bytes)", size)
		}
	}
	text := p.mask.excerpt(excerpt(body), most)
	if size > keptBytes || strings.HasSuffix(text, "…") {
		text += fmt.Sprintf(" (%d bytes)", size)
	}
	return text
}
