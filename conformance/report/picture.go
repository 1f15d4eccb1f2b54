package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance"
)

// picture is the sequence of a story: what each step expected beside what was seen, one row each, from top to bottom in
// the provider's time. Heights are in pixels; widths are the page's, so nothing here has an x.
//
//	expected            time    seen
//	   → placeCall       +0s      → placeCall
//	   ← 200                      ← 200
//	   ← call.ended      +1m      ← call.ended
type picture struct {
	story  *story
	Height int
	Rows   []row
}

type row struct {
	// Y is the top; the time since the row above has its room before it.
	Y, Height int
	// At is the provider time, empty where it is that of the row above.
	At string
	// Expected and Seen are nil where there is nothing to draw.
	Expected, Seen *arrow
}

// arrow is one request with its answer, one callback, or time that passes.
type arrow struct {
	// Toward is right for a request, left for a callback, and empty for neither.
	Toward string
	Label  string
	// Reply is the answer to a request, or a remark below a callback.
	Reply string
	// Below is the expectation again, for a screen too narrow to show it beside.
	Below string
	Tone  string
	// Ghost: it did not happen, or not yet.
	Ghost bool
	// Exchange is the number of the exchange that it stands for, or 0.
	Exchange int
	// Full is what a label that was cut says.
	Full string
	// Y is the top of its row, Link the anchor of its exchange.
	Y    int
	Link string
}

// widest is how many characters a label has room for on a phone.
const widest = 30

// Picture is nil where nothing was played.
func (s *story) Picture() *picture {
	if len(s.Timeline) == 0 {
		return nil
	}
	p := &picture{story: s, Height: 40} // the names of the two sides
	drawn := map[int]bool{}
	before := time.Duration(-1)
	for i, m := range s.Timeline {
		one := row{Seen: s.seen(m, i+1), Height: 60}
		if m.Kind == "time" {
			one.Height = 36
		}
		if n := m.Step; n > 0 && n <= len(s.Steps) && !drawn[n] && belongs(s.Steps[n-1], m) {
			drawn[n] = true
			one.Expected = s.expected(n)
			if m.Kind != "time" {
				one.Seen.Below, one.Height = one.Expected.Reply, 74
				if wanted := brief(s.Steps[n-1].Expected); wanted != "" {
					one.Seen.Below = cut("want " + wanted)
				}
			}
		}
		p.add(one, time.Duration(m.At), &before)
	}
	for n := 1; n <= len(s.Steps); n++ {
		if !drawn[n] {
			p.add(row{Expected: s.expected(n), Seen: s.missing(n), Height: 60}, before, &before)
		}
	}
	p.Height += 12
	return p
}

// belongs tells whether a moment is what a step is about, and not, say, the signing in before it.
func belongs(step conformance.StepResult, m conformance.Moment) bool {
	for _, j := range m.Judged {
		if j.By == "scenario" {
			return true
		}
	}
	return m.Kind == "time" && step.Kind == "wait" || step.Name != "" && step.Name == m.Name
}

// add places a row below the others. The room before it grows with the logarithm of the time that passed: an hour and a
// second stand on one screen.
func (p *picture) add(one row, at time.Duration, before *time.Duration) {
	if at != *before {
		one.At = "+" + conformance.Span(at).String()
		if passed := at - *before; *before >= 0 && passed > 0 {
			p.Height += min(6+int(9*math.Log10(1+passed.Seconds())), 48)
		}
		*before = at
	}
	one.Y = p.Height
	for _, a := range []*arrow{one.Expected, one.Seen} {
		if a != nil {
			if a.Y = one.Y; a.Exchange > 0 {
				a.Link = p.story.At(a.Exchange)
			}
		}
	}
	p.Height += one.Height
	p.Rows = append(p.Rows, one)
}

// Cut tells whether Full says more than is drawn.
func (a *arrow) Cut() bool { return a.Full != "" && a.Full != a.Label }

func (s *story) seen(m conformance.Moment, number int) *arrow {
	a := &arrow{Label: cut(labelOf(m)), Full: labelOf(m), Tone: s.toneOf(m), Exchange: number}
	switch m.Kind {
	case "request":
		a.Toward, a.Reply = "right", fmt.Sprint(m.Status)
		if m.Status == 0 {
			a.Reply = cut(m.Note)
		}
	case "callback":
		a.Toward = "left"
		if m.Status > 0 {
			a.Reply = fmt.Sprintf("we answered %d", m.Status)
		}
	default:
		a.Label, a.Full, a.Exchange, a.Tone = cut(m.Note), m.Note, 0, "plain"
	}
	if differs := differing(m); differs != "" {
		a.Reply = cut(strings.TrimPrefix(a.Reply+", ", "we answered 200, ") + differs)
	}
	return a
}

// expected is what a step wanted, whether it came or not.
func (s *story) expected(n int) *arrow {
	step := s.Steps[n-1]
	a := &arrow{Full: step.Expected, Tone: "plain", Ghost: step.Verdict == conformance.Untested}
	name := step.Name
	switch step.Kind {
	case "call", "eventually", "get":
		a.Toward = "right"
		a.Reply = cut(brief(step.Expected))
		if name == "" {
			name = "GET an address that was given"
		}
		if step.Kind == "eventually" {
			name += ", within " + step.Within.String()
		}
	case "receive":
		a.Toward, a.Reply = "left", cut(brief(step.Expected))
		name += ", within " + step.Within.String()
	case "never":
		a.Toward, name, a.Reply, a.Ghost = "left", "never "+name, "must not come", true
	case "wait":
		name = "wait " + step.Within.String()
	}
	if step.As != "" {
		name += " as " + step.As
	}
	a.Label = cut(fmt.Sprintf("%d  %s", n, name))
	return a
}

// missing is what stands where a step has nothing to show.
func (s *story) missing(n int) *arrow {
	step := s.Steps[n-1]
	a := &arrow{Ghost: true, Tone: tone(step.Verdict), Full: step.Expected}
	switch {
	case step.Kind == "never" && step.Verdict == conformance.Pass:
		a.Toward, a.Label, a.Tone = "", cut(step.Name+" did not come"), "good"
	case step.Verdict == conformance.Untested:
		a.Label, a.Tone = "not reached: "+cut(or(step.Name, step.Kind)), "quiet"
	case step.Kind == "receive":
		a.Toward, a.Label, a.Reply = "left", cut(step.Name), "did not come as expected"
	case step.Verdict == conformance.Pass:
		a.Label, a.Tone = "done", "good"
	default:
		a.Label = string(step.Verdict)
	}
	return a
}

// Provider is the name of the right side.
func (p *picture) Provider() string { return p.story.sheet.Provider }

// Alt says in words what was seen.
func (p *picture) Alt() string {
	s := p.story
	var parts []string
	for _, m := range s.Timeline {
		text := fmt.Sprintf("+%s ", m.At)
		switch m.Kind {
		case "request":
			text += fmt.Sprintf("%s answered %d", labelOf(m), m.Status)
		case "callback":
			text += "callback " + labelOf(m)
		default:
			text += m.Note
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}
