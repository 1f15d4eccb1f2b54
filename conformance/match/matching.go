package match

import (
	"strconv"

	"go.yaml.in/yaml/v4"
)

// All compares the parts of a message as one: all saves of all parts come
// before all comparisons.
//
//	bind     every save that needs no comparison
//	settle   saves that hang on other names: groups of matches, elements of some
//	compare  everything
func All(parts []Part, env *Env) Result {
	m := &matching{env: env.Fork(nil)}
	for _, part := range parts {
		m.part = part
		part.Pattern.root.bind(m, part.place())
	}
	m.settle()
	for _, part := range parts {
		m.part = part
		part.Pattern.root.compare(m, part.place())
	}
	return Result{m.mismatches, m.saves}
}

func (p Part) place() place { return place{p.Path, p.Value, p.Present} }

// place is a value and where it stands. A value that is not present is nil.
type place struct {
	path    string
	value   any
	present bool
}

func (p place) member(object map[string]any, member memberTest) place {
	value, present := object[member.name]
	return place{p.path + "/" + member.step, value, present}
}

func (p place) item(array []any, i int) place {
	return place{p.path + "/" + strconv.Itoa(i), array[i], true}
}

// matching is one run of All.
type matching struct {
	env        *Env // its own names are those saved in this run
	part       Part
	saves      []Save
	pending    []func() bool // each saves what it can, and tells whether it is done
	mismatches []Mismatch
	unset      bool // a name without a value was met
}

func (m *matching) save(name string, value any) {
	save := Save{name, value}
	m.saves = append(m.saves, save)
	m.env.Save(save)
}

// later puts off a save that may need a name saved elsewhere in the same step.
func (m *matching) later(try func() bool) { m.pending = append(m.pending, try) }

// settle tries what is pending until no try gets further.
func (m *matching) settle() {
	for progress := true; progress && len(m.pending) > 0; {
		progress = false
		waiting := m.pending
		m.pending = nil
		for _, try := range waiting {
			if try() {
				progress = true
			} else {
				m.pending = append(m.pending, try)
			}
		}
	}
}

// resolve fills in a template; a name without a value is a mismatch.
func (m *matching) resolve(node *yaml.Node, t *Template, at place) (any, bool) {
	value, err := t.Resolve(m.env)
	if err != nil {
		m.lost(node, at, err)
		return nil, false
	}
	return value, true
}

func (m *matching) lost(node *yaml.Node, at place, err error) {
	m.unset = true
	m.miss(node, at, flow(node)+" ("+err.Error()+")")
}

// miss notes that a value is not what was wanted.
func (m *matching) miss(node *yaml.Node, at place, want string) {
	got := "absent"
	if at.present {
		got = render(at.value)
	}
	m.missed(node, at, want, got)
}

func (m *matching) missed(node *yaml.Node, at place, want, got string) {
	m.mismatches = append(m.mismatches, Mismatch{m.part.Name, at.path, want, got, node.Line, node.Column})
}

// try matches one element by itself, with its own saves.
func (m *matching) try(p *Pattern, at place) (Result, bool) {
	inner := &matching{env: m.env.Fork(nil), part: m.part}
	p.root.bind(inner, at)
	inner.settle()
	p.root.compare(inner, at)
	return Result{inner.mismatches, inner.saves}, inner.unset
}
