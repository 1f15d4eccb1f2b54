package grade

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// members are the pointers to all members of a schema, in every form it may take.
func members(s *openapi3.Schema) []pointer {
	seen := map[string]bool{}
	var list []pointer
	visit(s, nil, func(at pointer, _ *openapi3.Schema) {
		if len(at) > 0 && at[len(at)-1] != "*" && !seen[at.String()] {
			seen[at.String()] = true
			list = append(list, at)
		}
	})
	sort.Slice(list, func(i, j int) bool { return list[i].String() < list[j].String() })
	return list
}

// mayDiffer tells whether a member may be anything but null.
func mayDiffer(s *openapi3.Schema, member pointer) bool {
	differs := false
	visit(s, nil, func(at pointer, s *openapi3.Schema) {
		if slices.Equal(at, member) && !(len(s.Enum) == 1 && s.Enum[0] == nil) {
			differs = true
		}
	})
	return differs
}

// word is one of an enumeration, and what a mutant makes of it.
type word struct {
	at          pointer
	is, becomes string
}

func words(s *openapi3.Schema) []word {
	seen := map[string]bool{}
	var list []word
	all := map[string][]string{} // by pointer, over all forms of the schema
	visit(s, nil, func(at pointer, s *openapi3.Schema) {
		for _, v := range s.Enum {
			if v == nil {
				continue
			}
			if text := fmt.Sprint(v); !slices.Contains(all[at.String()], text) {
				all[at.String()] = append(all[at.String()], text)
			}
		}
	})
	visit(s, nil, func(at pointer, _ *openapi3.Schema) {
		if len(at) == 0 || seen[at.String()] {
			return
		}
		seen[at.String()] = true
		known := all[at.String()]
		for i, text := range known {
			list = append(list, word{at, text, another(text, known[(i+1)%len(known)])})
		}
	})
	return list
}

// another is what a word becomes: the next one, or one that is none where there is only one.
func another(text, next string) string {
	switch {
	case text == "true":
		return "false"
	case text == "false":
		return "true"
	case next != text:
		return next
	}
	if _, err := strconv.Atoi(text); err == nil {
		return text + "1"
	}
	return text + "x"
}

func visit(s *openapi3.Schema, at pointer, found func(pointer, *openapi3.Schema)) {
	if s == nil {
		return
	}
	found(at, s)
	for _, forms := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf} {
		for _, form := range forms {
			visit(form.Value, at, found)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		visit(s.Properties[name].Value, append(slices.Clone(at), name), found)
	}
	if s.Items != nil {
		visit(s.Items.Value, append(slices.Clone(at), "*"), found)
	}
}
