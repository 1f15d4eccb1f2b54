package coherence

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

// most is how many different values of one fact are kept: more than any state has words.
const most = 32

// facts judges all that a message says of one subject.
func (b *Book) facts(subject *specs.Subject, k key, r *record, s Statement, told shape.Told) (found []Violation) {
	for _, name := range slices.Sorted(maps.Keys(told.Facts)) {
		fact := subject.Fact(name)
		now := said{source: s.Source, callback: s.Callback, value: told.Facts[name], closed: closed(subject, fact, told), at: s.At}
		known := false
		for _, then := range r.facts[name] {
			known = known || then.source == now.source && then.closed == now.closed && match.Equal(then.value, now.value)
			what := b.differ(fact, then, now)
			if what == "" {
				continue
			}
			found = append(found, Violation{
				Message: fmt.Sprintf("%s of a %s: %s", s.Source, k.subject, fmt.Sprintf(what, then.source)),
				Path:    told.Path + "." + strings.ReplaceAll(told.Members[name], "/", "."),
				Want:    fmt.Sprintf("%s, as %s said at %s", show(then.value), then.source, b.when(then.at)),
				Got:     show(now.value), Claims: fact.Claims,
			})
			break // the rest would say the same of the same value
		}
		if !known && len(r.facts[name]) < most {
			r.facts[name] = append(r.facts[name], now)
		}
	}
	return found
}

// closed tells whether a fact must stay as a message says it.
func closed(subject *specs.Subject, fact *specs.Fact, told shape.Told) bool {
	switch fact.Keeps {
	case "":
		return false
	case specs.Always:
		return told.Facts[fact.Name] != nil
	}
	gate, value := subject.Fact(fact.Keeps), told.Facts[fact.Keeps]
	if gate.Moves != nil {
		return value != nil && gate.Final(word(value))
	}
	return value != nil
}

// differ says how a value does not agree with an earlier one, or nothing; %s is who said that one.
func (b *Book) differ(fact *specs.Fact, then, now said) string {
	behind := !now.callback && (then.source == now.source || now.at.Sub(then.at) >= b.lag)
	if fact.Moves == nil {
		switch {
		case then.closed && now.closed && !agree(then.value, now.value):
			return "contradicts %s"
		case fact.Keeps == specs.Always && then.closed && !now.closed && behind:
			return "no longer says what %s said"
		}
		return ""
	}
	if then.value == nil || now.value == nil {
		return ""
	}
	from, to := word(then.value), word(now.value)
	switch {
	case fact.Leads(from, to):
		return ""
	case !fact.Leads(to, from):
		return "contradicts %s, and no way leads from one to the other"
	case !behind:
		return ""
	case fact.Final(from):
		return "left the final state that %s told of"
	}
	return "went back behind what %s said"
}

// agree tells whether two values do not contradict each other. An object may be told with more members in one place
// than in another; those that both have must agree.
func agree(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		for name := range a {
			if there, both := b[name]; both && !agree(a[name], there) {
				return false
			}
		}
		return ok
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !agree(a[i], b[i]) {
				return false
			}
		}
		return true
	}
	return match.Equal(a, b)
}

// word is the text of a state.
func word(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	return fmt.Sprint(value)
}

// show is a value for people.
func show(value any) string {
	const most = 120 // a line of a terminal
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	if runes := []rune(string(text)); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(text)
}
