package specs

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// collectSubjects reads x-subjects, and checks all that refers to it.
func (p *Provider) collectSubjects(root source) error {
	all := root.child("components")
	if all.node == nil || all.child(subjectsExtension).node == nil {
		return p.checkTellings(root)
	}
	kinds, err := all.child(subjectsExtension).members()
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		subject := Subject{Name: kind.key.node.Value}
		parts, err := kind.value.members("facts", "once", "apart", "readable")
		if err != nil {
			return err
		}
		for _, part := range parts {
			switch part.key.node.Value {
			case "facts":
				subject.Facts, err = facts(part.value)
			case "once":
				subject.Once, err = p.cited(part.value)
			case "apart":
				subject.Apart, err = p.cited(part.value)
			case "readable":
				subject.Readable, err = p.cited(part.value)
			}
			if err != nil {
				return err
			}
		}
		p.subjects = append(p.subjects, subject)
	}
	return p.checkTellings(root)
}

// cited are claims that exist and can be proven.
func (p *Provider) cited(list source) ([]string, error) {
	items, err := list.items()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, item := range items {
		id := item.node.Value
		if claim, ok := p.Ledger.Find(id); !ok {
			return nil, item.errorf("unknown claim %s%s", id, Hint(id, p.Ledger.ids()))
		} else if !claim.Testable() {
			return nil, item.errorf("%s cannot be proven: it is overruled or not testable", id)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// facts reads the facts of a subject. Their claims are checked with all others.
func facts(all source) ([]Fact, error) {
	members, err := all.members()
	if err != nil {
		return nil, err
	}
	names := all.keys()
	var list []Fact
	for _, m := range members {
		fact := Fact{Name: m.key.node.Value}
		parts, err := m.value.members("moves", "keeps", claimsExtension)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			switch part.key.node.Value {
			case "moves":
				fact.Moves, err = moves(part.value)
			case "keeps":
				if fact.Keeps, err = part.value.text(); err == nil && fact.Keeps != Always && !slices.Contains(names, fact.Keeps) {
					err = part.value.errorf("keeps %s, which is neither a fact nor the word %s%s", fact.Keeps, Always, Hint(fact.Keeps, append(names, Always)))
				}
			case claimsExtension:
				fact.Claims, err = part.value.list()
			}
			if err != nil {
				return nil, err
			}
		}
		if (fact.Moves == nil) == (fact.Keeps == "") {
			return nil, m.key.errorf("the fact %s needs either moves or keeps", fact.Name)
		}
		list = append(list, fact)
	}
	slices.SortFunc(list, func(a, b Fact) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// moves reads which words may follow which.
func moves(all source) (map[string][]string, error) {
	members, err := all.members()
	if err != nil {
		return nil, err
	}
	words := all.keys()
	found := map[string][]string{}
	for _, m := range members {
		items, err := m.value.items()
		if err != nil {
			return nil, err
		}
		found[m.key.node.Value] = []string{}
		for _, item := range items {
			next := item.node.Value
			if !slices.Contains(words, next) {
				return nil, item.errorf("%s may become %s, which moves does not list%s", m.key.node.Value, next, Hint(next, words))
			}
			found[m.key.node.Value] = append(found[m.key.node.Value], next)
		}
	}
	return found, nil
}

// subject returns the subject of a name.
func (p *Provider) subject(name string) (*Subject, bool) {
	i := slices.IndexFunc(p.subjects, func(s Subject) bool { return s.Name == name })
	if i < 0 {
		return nil, false
	}
	return &p.subjects[i], true
}

// checkTellings makes sure that what x-tells, x-makes and x-reads name exists.
func (p *Provider) checkTellings(root source) error {
	var kinds []string
	for _, s := range p.subjects {
		kinds = append(kinds, s.Name)
	}
	for _, o := range p.operations {
		at := root.at("paths", o.Path, strings.ToLower(o.Method))
		for _, one := range []struct{ kind, key string }{{o.Makes(), makesExtension}, {o.Reads().Subject, readsExtension}} {
			if _, ok := p.subject(one.kind); !ok && at.child(one.key).node != nil {
				return at.child(one.key).errorf("%s names the unknown subject %q%s", one.key, one.kind, Hint(one.kind, kinds))
			}
		}
		if by := o.Reads().Parameter; o.Reads().Subject != "" && !slices.ContainsFunc(o.Params, func(q *openapi3.Parameter) bool { return q.Name == by }) {
			return at.child(readsExtension).errorf("%s reads by %q, which is no parameter of %s", readsExtension, by, o.ID)
		}
	}
	return eachSchema(p.Document, func(path []string, schema *openapi3.Schema) error {
		if _, has := schema.Extensions[tellsExtension]; !has {
			return nil
		}
		at, t := root.at(to(path, tellsExtension)...), Tells(schema)
		if t == nil {
			return at.errorf("%s needs of, id and facts", tellsExtension)
		}
		subject, ok := p.subject(t.Subject)
		if !ok {
			return at.errorf("%s names the unknown subject %q%s", tellsExtension, t.Subject, Hint(t.Subject, kinds))
		}
		if schema.Properties[t.ID] == nil {
			return at.errorf("the id %q is no member of this object%s", t.ID, Hint(t.ID, sorted(schema.Properties)))
		}
		var names []string
		for _, f := range subject.Facts {
			names = append(names, f.Name)
		}
		for _, name := range sorted(t.Facts) {
			if subject.Fact(name) == nil {
				return at.at("facts", name).errorf("%s has no fact %s%s", subject.Name, name, Hint(name, names))
			}
			if schemaAt(schema, "/"+t.Facts[name]) == nil {
				return at.at("facts", name).errorf("%s is no member of this object%s", t.Facts[name], Hint(t.Facts[name], sorted(schema.Properties)))
			}
		}
		return nil
	})
}
