package engine

import (
	"encoding/json"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// once lets a change happen in one object of a body: the first in which it can
// that the draw chooses.
func (p *pick) once(change func(list []namedValue, of []*openapi3.Schema) ([]namedValue, bool)) rewriting {
	done := false
	return func(list []namedValue, of []*openapi3.Schema) []namedValue {
		if done || !described(of) {
			return list
		}
		list, done = change(list, of)
		return list
	}
}

// contradict replaces a word by another one of its enumeration.
func (p *pick) contradict() rewriting {
	return p.once(func(list []namedValue, of []*openapi3.Schema) ([]namedValue, bool) {
		for i, m := range list {
			inner, _ := member(of, m.name)
			for _, s := range inner {
				if others := otherWords(s, m.value); len(others) > 0 {
					list[i].value, _ = written(others[p.draw.Rand.Intn(len(others))])
					return list, true
				}
			}
		}
		return list, false
	})
}

func otherWords(s *openapi3.Schema, value json.RawMessage) []string {
	var others []string
	var now string
	if json.Unmarshal(value, &now) != nil || now == "" {
		return nil
	}
	for _, e := range s.Enum {
		if word, ok := e.(string); ok && word != now {
			others = append(others, word)
		}
	}
	return others
}

// retype gives a member that is there another type.
func (p *pick) retype() rewriting {
	return p.once(func(list []namedValue, of []*openapi3.Schema) ([]namedValue, bool) {
		i := p.one(list, of, func(value json.RawMessage) bool { return string(value) != "null" })
		if i < 0 {
			return list, false
		}
		switch list[i].value[0] {
		case '"':
			list[i].value = json.RawMessage(`17`)
		case '{':
			list[i].value = json.RawMessage(`[]`)
		case '[':
			list[i].value = json.RawMessage(`{}`)
		default:
			list[i].value = json.RawMessage(`"` + string(list[i].value) + `"`)
		}
		return list, true
	})
}

// omit leaves a member out.
func (p *pick) omit() rewriting {
	return p.once(func(list []namedValue, of []*openapi3.Schema) ([]namedValue, bool) {
		i := p.one(list, of, func(json.RawMessage) bool { return true })
		if i < 0 {
			return list, false
		}
		return append(list[:i:i], list[i+1:]...), true
	})
}

// one draws one of the members that the document names and that fit; -1: none.
func (p *pick) one(list []namedValue, of []*openapi3.Schema, fits func(json.RawMessage) bool) int {
	var found []int
	for i, m := range list {
		required := slices.ContainsFunc(of, func(s *openapi3.Schema) bool { return slices.Contains(s.Required, m.name) })
		if required && fits(m.value) {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return -1
	}
	return found[p.draw.Rand.Intn(len(found))]
}
