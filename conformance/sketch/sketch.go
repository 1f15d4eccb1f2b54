// Package sketch writes files for authors to start from: Drafts a scenario of
// an operation, Target a target file. What it writes loads; whether a draft
// holds against an implementation is for the caller to try, draft by draft.
package sketch

import (
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// Draft is one way to begin a scenario of an operation.
type Draft struct {
	Provider  *specs.Provider
	Operation *specs.Operation
	Steps     []Step
}

// Step is one step of a draft.
type Step struct {
	Kind   string // call, receive or wait
	Name   string // the operation, the event, or how long
	With   []Argument
	Where  []string // path of the member that must be the subject's id; a receive may go
	Saves  []string // path of the member that is saved as the subject's id
	As     string   // the name that Saves gives, and Where wants
	Status int      // 0: any success
	Point  bool     // it is what the scenario is about
}

// Argument is one parameter, or member of a body, with a value as YAML has it.
type Argument struct{ Name, Value string }

// Drafts are the ways to begin a scenario of an operation, the best first: what
// it is asked for is made by another operation and asked for at once, or some
// time later, or is found in a list, or is that of the document's example. Each
// with what is required first, then with all that the example has.
func Drafts(provider *specs.Provider, operation *specs.Operation) []Draft {
	var drafts []Draft
	draft := func(steps ...Step) { drafts = append(drafts, Draft{provider, operation, steps}) }
	fillers := []filler{{}, {whole: true}, {literal: true}, {literal: true, whole: true}}
	for _, f := range fillers {
		f.provider = provider
		for _, steps := range asked(f, operation) {
			draft(steps...)
		}
	}
	for _, f := range fillers {
		f.provider = provider
		point := f.step(operation)
		point.Point = true
		draft(append([]Step{point}, receives(provider, operation, point)...)...)
	}
	return drafts
}

// asked are the ways to ask for a subject that the scenario has made or found.
func asked(f filler, operation *specs.Operation) (ways [][]Step) {
	parameter, subject, ok := asksFor(f.provider, operation)
	if !ok {
		return nil
	}
	knowing := f
	knowing.known = map[string]string{parameter: "$" + subject + "_id"}
	point := knowing.step(operation)
	point.Point = true
	for _, maker := range makers(f.provider, subject) {
		if made := f.step(maker); made.Saves != nil {
			ways = append(ways, []Step{made, point}, []Step{made, wait("20s"), point}, []Step{made, wait("10m"), point})
		}
	}
	for _, list := range lists(f.provider, subject) {
		for _, other := range f.provider.Operations() {
			if other.Makes() != "" && other.Makes() != subject {
				ways = append(ways, []Step{f.step(other).quietly(), wait("10m"), list, point})
			}
		}
	}
	return ways
}

// wait lets a call be answered, or come to its end.
func wait(span string) Step { return Step{Kind: "wait", Name: span} }

// quietly is a step that saves nothing.
func (s Step) quietly() Step {
	s.Saves = nil
	return s
}

// lists are steps that find the subject in a list.
func lists(provider *specs.Provider, subject string) []Step {
	var steps []Step
	for _, operation := range provider.Operations() {
		body := success(operation)
		if body == nil || operation.Makes() != "" {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(body.Properties)) {
			if items := body.Properties[name].Value.Items; items != nil && idOf(items.Value, subject) != nil {
				path := append([]string{name, "some"}, idOf(items.Value, subject)...)
				steps = append(steps, Step{Kind: "call", Name: operation.ID, Saves: path, As: subject + "_id"})
			}
		}
	}
	return steps
}

// Without is the draft without one of its steps.
func (d Draft) Without(index int) Draft {
	d.Steps = slices.Delete(slices.Clone(d.Steps), index, index+1)
	return d
}

// asksFor is the parameter by which an operation asks for a subject: as the
// document says, or one in the path behind the subject's plural.
func asksFor(provider *specs.Provider, operation *specs.Operation) (parameter, subject string, ok bool) {
	if reads := operation.Reads(); reads.Parameter != "" {
		return reads.Parameter, reads.Subject, true
	}
	parts := strings.Split(operation.Path, "/")
	for i := 1; i < len(parts); i++ {
		for _, one := range provider.Subjects() {
			if strings.HasPrefix(parts[i], "{") && parts[i-1] == one.Name+"s" {
				return strings.Trim(parts[i], "{}"), one.Name, true
			}
		}
	}
	return "", "", false
}

// makers are the operations that make a subject.
func makers(provider *specs.Provider, subject string) []*specs.Operation {
	var list []*specs.Operation
	for _, operation := range provider.Operations() {
		if operation.Makes() == subject {
			list = append(list, operation)
		}
	}
	return list
}

// receives are the callbacks that tell of what an operation makes.
func receives(provider *specs.Provider, operation *specs.Operation, made Step) []Step {
	if made.Saves == nil {
		return nil
	}
	var steps []Step
	for _, event := range provider.Events() {
		if event.Operation != "" && event.Operation != operation.ID {
			continue
		}
		if path := idOf(event.Body(), operation.Makes()); path != nil {
			steps = append(steps, Step{Kind: "receive", Name: event.Name, Where: path, As: made.As})
		}
	}
	return steps
}
