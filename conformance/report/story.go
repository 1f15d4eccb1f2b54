package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/source"
)

// story is one scenario as the page shows it.
type story struct {
	conformance.ScenarioResult
	sheet *sheet
	// Open: it is shown whole at once.
	Open bool
}

func (s *sheet) story(sc conformance.ScenarioResult) *story {
	open := sc.Verdict == conformance.Fail || sc.Verdict == conformance.Error
	return &story{sc, s, open}
}

// Anchor is where links to the story lead.
func (s *story) Anchor() string { return s.sheet.Anchor(s.Address) }

// Name is the address without the provider, which the sheet has named.
func (s *story) Name() string { return strings.TrimPrefix(s.Address, s.sheet.Provider+"/") }

// Mark is the verdict: one that passed with a warning says so.
func (s *story) Mark() conformance.Verdict {
	if s.Verdict == conformance.Pass && len(s.Failures) > 0 {
		return conformance.Warned
	}
	return s.Verdict
}

// problem is one failure of a story.
type problem struct {
	conformance.Failure
	story   *story
	Verdict conformance.Verdict
	// Exchange is the number of the exchange that shows it, and 0 where there is none.
	Exchange int
}

// Claim and At lead to the claim and to the exchange.
func (p problem) Claim(id string) string { return p.story.sheet.Anchor(id) }
func (p problem) At() string             { return p.story.At(p.Exchange) }

// Excerpt is the line of the scenario with a caret under the column.
func (p problem) Excerpt() string { return source.Excerpt(p.Source, p.Line, p.Column) }

// Problems are the failures, each with the exchange that shows it.
func (s *story) Problems() []problem {
	var list []problem
	for _, f := range s.Failures {
		list = append(list, problem{f, s, verdictOf(f), s.exchangeOf(f)})
	}
	return list
}

func (s *story) exchangeOf(f conformance.Failure) int {
	last := 0
	for i, m := range s.Timeline {
		for _, j := range m.Judged {
			if !j.OK && j.By == f.By && (f.Index == 0 || j.Step == f.Index) && samePlace(j.Mismatches, f.Mismatches) {
				return i + 1
			}
		}
		if m.Step == f.Index && m.Step > 0 {
			last = i + 1
		}
	}
	return last
}

// samePlace tells whether any of the places that differ is the same, or whether there are none to compare.
func samePlace(a, b []conformance.Mismatch) bool {
	for _, one := range a {
		if slices.ContainsFunc(b, func(other conformance.Mismatch) bool { return other.Path == one.Path }) {
			return true
		}
	}
	return len(a) == 0 || len(b) == 0
}

// exchange is one moment of a story, for those who want to see what was said.
type exchange struct {
	conformance.Moment
	story  *story
	Number int
}

// Exchanges are the moments in which something was sent.
func (s *story) Exchanges() []exchange {
	var list []exchange
	for i, m := range s.Timeline {
		if m.Kind != "time" {
			list = append(list, exchange{m, s, i + 1})
		}
	}
	return list
}

// At is the anchor of an exchange by its number.
func (s *story) At(number int) string { return fmt.Sprintf("%s:%d", s.Anchor(), number) }

// Anchor is where links to the exchange lead, Back where it belongs.
func (e exchange) Anchor() string { return e.story.At(e.Number) }
func (e exchange) Back() string   { return e.story.Anchor() }

// Tone is that of what was said of it.
func (e exchange) Tone() string { return e.story.toneOf(e.Moment) }

// Label names it in a few words.
func (e exchange) Label() string { return labelOf(e.Moment) }

// Said are the request and the answer, with their headers.
func (e exchange) Said() []message {
	whose := [2]string{"Request", "Answer"}
	if e.Kind == "callback" {
		whose = [2]string{"Callback", "Our answer"}
	}
	return []message{
		{whose[0], e.headers(e.SentHeaders), e.body(e.Sent)},
		{whose[1], e.headers(e.GotHeaders), e.body(e.Got)},
	}
}

// message is one side of an exchange.
type message struct {
	Whose, Headers, Body string
}

// headers are shown where something may have gone wrong: of a run that passes they would be most of the page.
func (e exchange) headers(header map[string]string) string {
	if e.story.Verdict == conformance.Pass && len(e.story.Failures) == 0 {
		return ""
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(header)) {
		lines = append(lines, name+": "+header[name])
	}
	return strings.Join(lines, "\n")
}

// body is JSON with its members on lines of their own where something may have gone wrong, and else on one, cut short.
func (e exchange) body(text string) string {
	const brief = 400 // enough to see what kind of answer it was
	if e.story.Verdict == conformance.Pass && len(e.story.Failures) == 0 {
		if runes := []rune(text); len(runes) > brief {
			return string(runes[:brief]) + "…"
		}
		return text
	}
	var out bytes.Buffer
	if json.Indent(&out, []byte(text), "", "  ") == nil {
		return out.String()
	}
	return text
}

// toneOf is bad where a moment was not as it had to be, unsure where that fails nobody, good where it was judged and fits.
func (s *story) toneOf(m conformance.Moment) string {
	judged := "plain"
	for _, j := range m.Judged {
		if j.OK {
			if judged == "plain" {
				judged = "good"
			}
			continue
		}
		one := "bad"
		for _, f := range s.Failures {
			if f.By == j.By && (f.Index == j.Step || f.Index == 0) && samePlace(j.Mismatches, f.Mismatches) {
				one = tone(verdictOf(f))
			}
		}
		if judged != "bad" {
			judged = one
		}
	}
	if m.Kind == "request" && m.Status == 0 {
		return "bad"
	}
	return judged
}

// labelOf names a moment by its operation or event, or else by what was fetched.
func labelOf(m conformance.Moment) string {
	text := m.Name
	if text == "" {
		text = strings.TrimSpace(m.Method + " " + m.URL)
	}
	if m.As != "" && m.As != "main" {
		text += " as " + m.As
	}
	if m.Times > 1 {
		text += fmt.Sprintf(" ×%d", m.Times)
	}
	return text
}
