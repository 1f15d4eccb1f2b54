package scenario

import (
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/source"
)

// names checks the names of one step: what it reads must have been saved by an
// earlier step, or, within expect, by the step itself.
type names struct {
	reader  *reader
	step    *Step
	pending []match.Use // reads within expect, checked once all its saves are known
}

// read checks names that must have a value before the step's expect.
func (n *names) read(uses []match.Use) {
	for _, use := range uses {
		if !use.Saves {
			n.check(use)
		}
	}
}

// expect notes the names of expect.
func (n *names) expect(uses []match.Use) {
	r := n.reader
	for _, use := range uses {
		if !use.Saves {
			n.pending = append(n.pending, use)
			continue
		}
		if line, twice := r.saved[use.Name]; twice {
			r.file.ReportAt(use.Line, use.Column, "save under another name", "$%s is already saved on line %d", use.Name, line)
			continue
		}
		r.saved[use.Name] = use.Line
		n.step.Saves = append(n.step.Saves, use.Name)
	}
}

// close checks what was put off.
func (n *names) close() {
	for _, use := range n.pending {
		n.check(use)
	}
	s := n.step
	s.Reads = slices.DeleteFunc(s.Reads, func(name string) bool { return slices.Contains(s.Saves, name) })
	for _, list := range []*[]string{&s.Reads, &s.Given, &s.Saves} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

func (n *names) check(use match.Use) {
	if match.Given(use.Name) {
		n.checkGiven(use)
		return
	}
	r := n.reader
	if _, ok := r.saved[use.Name]; !ok {
		known := slices.Sorted(maps.Keys(r.saved))
		r.file.ReportAt(use.Line, use.Column, source.DidYouMean("$"+use.Name, dollars(known)), "$%s has no value here: no earlier step saves it", use.Name)
		return
	}
	n.step.Reads = append(n.step.Reads, use.Name)
}

// checkGiven checks a name that the run gives.
func (n *names) checkGiven(use match.Use) {
	r := n.reader
	root, key, _ := strings.Cut(use.Name, ".")
	known := r.contract.given[root]
	switch {
	case !slices.Contains(known, key):
		hint := source.DidYouMean("$"+use.Name, given(root, known))
		if hint == "" && len(known) > 0 && len(known) < 12 {
			hint = "known: " + strings.Join(known, ", ")
		}
		r.file.ReportAt(use.Line, use.Column, hint, "$%s does not exist: %s", use.Name, map[string]string{
			"numbers": "neither the phone book nor the world of " + r.contract.Name + " names it",
			"ids":     "the world of " + r.contract.Name + " has no such id",
			"account": "no account of " + r.contract.Name + " has such a field",
			"inbox":   "the inbox has a url",
			"run":     "the run has an id and a uuid",
		}[root])
	case root == "account" && (n.step.As.Token != nil || n.step.As.Name == Nobody || n.step.As.Name == Stranger):
		r.file.ReportAt(use.Line, use.Column, "", "$%s has no value: the step is not sent as an account", use.Name)
	default:
		n.step.Given = append(n.step.Given, use.Name)
	}
}

func dollars(names []string) []string {
	for i, name := range names {
		names[i] = "$" + name
	}
	return names
}

// given writes names as scenarios do: $numbers.busy.
func given(root string, keys []string) []string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = "$" + root + "." + key
	}
	return names
}
