package shape

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// visit judges a value by a branch. owner are the claims of the nearest node above.
func (w *walk) visit(b *branch, value any, at *place, owner []string) {
	s := b.shape
	if len(b.claims) > 0 {
		owner = b.claims
		if value != nil {
			w.seen = append(w.seen, b.claims...)
		}
	}
	if text, ok := value.(string); ok {
		if s.secret {
			w.secrets = append(w.secrets, text)
		}
		if s.dials {
			w.dials = append(w.dials, text)
		}
	}
	if s.typed(w, value, at, owner) {
		w.words(s, value, at, owner)
		switch v := value.(type) {
		case map[string]any:
			w.object(s, v, at, owner)
		case []any:
			w.array(s, v, at, owner)
		case string:
			w.text(s, v, at, owner)
		case json.Number:
			f, _ := v.Float64()
			w.number(s, f, at, owner)
		case float64:
			w.number(s, v, at, owner)
		}
	}
	w.combined(s, value, at, owner)
}

// typed judges the JSON type, and says whether the value can be judged further.
func (s *Shape) typed(w *walk, value any, at *place, owner []string) bool {
	if value == nil {
		if s.schema.Nullable || s.anything || slices.Contains(s.types, "null") || len(s.types) == 0 && len(s.enum) == 0 {
			return false
		}
		w.blame(at, owner, wrongForm, s.kind(), "null")
		return false
	}
	if len(s.types) == 0 {
		return true
	}
	got := kindOf(value)
	if slices.Contains(s.types, got) || got == "integer" && slices.Contains(s.types, "number") {
		return true
	}
	w.blame(at, owner, wrongForm, s.kind(), show(value)+" ("+article(got)+")")
	return false
}

func (w *walk) words(s *Shape, value any, at *place, owner []string) {
	if len(s.enum) == 0 || slices.ContainsFunc(s.enum, func(word any) bool { return same(word, value) }) {
		return
	}
	var words []string
	for _, word := range s.enum {
		words = append(words, show(word))
	}
	want := words[0]
	if len(words) > 1 {
		want = "one of " + strings.Join(words, ", ")
	}
	w.blame(at, owner, wrongWord, want, show(value))
}

func (w *walk) object(s *Shape, value map[string]any, at *place, owner []string) {
	for _, name := range s.required {
		if _, there := value[name]; !there {
			w.blame(&place{up: at, name: name}, owner, wrongForm, "the member "+name, "no such member in "+show(value))
		}
	}
	for i := range s.members {
		if inner, there := value[s.members[i].name]; there {
			w.visit(&s.members[i].shape, inner, &place{up: at, name: s.members[i].name}, owner)
		}
	}
	if s.more != nil {
		for _, name := range sortedNames(value) {
			if !slices.ContainsFunc(s.members, func(m member) bool { return m.name == name }) {
				w.visit(s.more, value[name], &place{up: at, name: name}, owner)
			}
		}
	}
	if s.tells != nil {
		w.tell(s.tells, value, at)
	}
	w.count(uint64(len(value)), s.schema.MinProps, s.schema.MaxProps, "members", at, owner)
}

func (w *walk) array(s *Shape, value []any, at *place, owner []string) {
	w.count(uint64(len(value)), s.schema.MinItems, s.schema.MaxItems, "elements", at, owner)
	if s.items != nil {
		for i := range value {
			w.visit(s.items, value[i], &place{up: at, index: i}, owner)
		}
	}
	if s.schema.UniqueItems {
		for i := range value {
			if slices.ContainsFunc(value[:i], func(earlier any) bool { return same(earlier, value[i]) }) {
				w.blame(&place{up: at, index: i}, owner, wrongForm, "no element twice", show(value[i])+" again")
			}
		}
	}
}

func (w *walk) text(s *Shape, value string, at *place, owner []string) {
	if s.schema.MinLength > 0 || s.schema.MaxLength != nil {
		w.count(uint64(len([]rune(value))), s.schema.MinLength, s.schema.MaxLength, "characters", at, owner)
	}
	if s.pattern != nil && !s.pattern.MatchString(value) {
		w.blame(at, owner, wrongForm, "a string that matches "+s.schema.Pattern, show(value))
	}
	if want := s.formats.wrong(s.schema.Format, value); want != "" {
		w.blame(at, owner, wrongForm, want, show(value))
	}
}

func (w *walk) number(s *Shape, value float64, at *place, owner []string) {
	got := strconv.FormatFloat(value, 'g', -1, 64)
	if low := s.schema.Min; low != nil {
		open := s.schema.ExclusiveMin.Bool != nil && *s.schema.ExclusiveMin.Bool
		if value < *low || open && value == *low {
			w.blame(at, owner, wrongForm, fmt.Sprintf("at least %v", *low), got)
		}
	}
	if high := s.schema.Max; high != nil {
		open := s.schema.ExclusiveMax.Bool != nil && *s.schema.ExclusiveMax.Bool
		if value > *high || open && value == *high {
			w.blame(at, owner, wrongForm, fmt.Sprintf("at most %v", *high), got)
		}
	}
}

func (w *walk) count(n, low uint64, high *uint64, of string, at *place, owner []string) {
	if n < low {
		w.blame(at, owner, wrongForm, fmt.Sprintf("at least %d %s", low, of), strconv.FormatUint(n, 10))
	}
	if high != nil && n > *high {
		w.blame(at, owner, wrongForm, fmt.Sprintf("at most %d %s", *high, of), strconv.FormatUint(n, 10))
	}
}

// combined judges allOf, anyOf, oneOf and not. Of several alternatives the best counts: read open, two may fit.
func (w *walk) combined(s *Shape, value any, at *place, owner []string) {
	for i := range s.all {
		w.visit(&s.all[i], value, at, owner)
	}
	for _, choice := range [][]branch{s.any, s.one} {
		if len(choice) > 0 && !(value == nil && s.schema.Nullable) {
			w.merge(s.best(choice, value, at, owner))
		}
	}
	if s.not != nil && value != nil {
		var inner walk
		if inner.visit(s.not, value, at, owner); inner.weight == 0 {
			w.blame(at, owner, wrongForm, "a value that is not of the excluded form", show(value))
		}
	}
}

func (s *Shape) best(choice []branch, value any, at *place, owner []string) *walk {
	if chosen := s.chosen(choice, value); chosen != nil {
		choice = []branch{*chosen}
	}
	walks := make([]*walk, len(choice))
	for i := range choice {
		walks[i] = &walk{}
		if walks[i].visit(&choice[i], value, at, owner); walks[i].weight == 0 {
			return walks[i]
		}
	}
	return slices.MinFunc(walks, func(a, b *walk) int { return cmp.Compare(a.weight, b.weight) })
}

// chosen finds the branch that a member of the value names, by x-choose or by a discriminator.
func (s *Shape) chosen(choice []branch, value any) *branch {
	if schema, ok := specs.Choose(s.schema, value); ok && schema != s.schema {
		for i := range choice {
			if choice[i].shape.schema == schema {
				return &choice[i]
			}
		}
	}
	object, _ := value.(map[string]any)
	if s.schema.Discriminator == nil || object == nil {
		return nil
	}
	word, _ := object[s.schema.Discriminator.PropertyName].(string)
	ref := s.schema.Discriminator.Mapping[word].Ref
	for i := range choice {
		if choice[i].ref != "" && (choice[i].ref == ref || ref == "" && strings.HasSuffix(choice[i].ref, "/"+word)) {
			return &choice[i]
		}
	}
	return nil
}
