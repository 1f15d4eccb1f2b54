package engine

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// mostTexts bounds how much of a request is searched for calls.
const mostTexts = 256

// about lists the calls that a request concerns: those whose id stands anywhere
// in it; else the one that it would place, by the numbers that it dials.
func (v *visit) about() []party {
	var texts []string
	for _, p := range v.Input.params {
		texts = gather(texts, p.value)
	}
	texts = gather(texts, v.value)
	var found []party
	for _, text := range texts {
		if s, ok := v.Sandbox.subjectOf(v.Provider, text); ok {
			found = append(found, party{call: s.ID, number: digits(s.Order.To), persona: nameOf(s.Timeline.Plan().Customer)})
		}
	}
	if len(found) > 0 {
		return found
	}
	return v.dials(texts)
}

// gather collects the strings in a value.
func gather(texts []string, value any) []string {
	if len(texts) >= mostTexts {
		return texts
	}
	switch value := value.(type) {
	case string:
		texts = append(texts, value)
	case []any:
		for _, item := range value {
			texts = gather(texts, item)
		}
	case map[string]any:
		for _, member := range value {
			texts = gather(texts, member)
		}
	}
	return texts
}

// dials lists the parties that a request to place a call would reach. Where
// one of them does not simply answer, the call is known by that one; where no
// number is dialled, an id may carry the code of a persona.
func (v *visit) dials(texts []string) []party {
	var parties []party
	odd := false
	add := func(number, text string) {
		p := v.Sandbox.Persona(text)
		odd = odd || nameOf(p) != call.Plain
		parties = append(parties, party{number: number, persona: nameOf(p)})
	}
	if schema := v.Operation.Body(); schema != nil {
		for name, ref := range schema.Properties {
			if number, ok := v.body[name].(string); ok && specs.Flag(ref.Value.Extensions, specs.DialsExtension) {
				add(digits(number), number)
			}
		}
	}
	if len(parties) == 0 {
		for _, text := range texts {
			if nameOf(v.Sandbox.Persona(text)) != call.Plain {
				add("", text)
			}
		}
	}
	for i := range parties {
		if odd && parties[i].persona == call.Plain {
			parties[i].persona = ""
		}
	}
	return parties
}

// nameOf is the name of a persona; the zero one answers.
func nameOf(p call.Persona) string {
	if p.Name == "" {
		return call.Plain
	}
	return p.Name
}
