package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/specs"
)

// Chaos is how a sandbox behaves where it has a choice. The zero Chaos always
// chooses the same.
type Chaos struct {
	Level string   // Legal, Hostile or ""
	Only  []string // the behaviours that are chosen from, by name; nil: all of the level
}

// The levels of chaos.
const (
	Legal   = "legal"   // what the documents permit
	Hostile = "hostile" // that, and what no document permits
)

// ParseChaos reads a level, or a level and the behaviours that it is confined
// to: "legal", "hostile:drop,forge"; "" and "none" are no chaos.
func ParseChaos(text string) (Chaos, error) {
	level, names, confined := strings.Cut(text, ":")
	c := Chaos{Level: level}
	if level == "" || level == "none" {
		c.Level = ""
	} else if level != Legal && level != Hostile {
		return Chaos{}, fmt.Errorf("unknown chaos %q%s: want legal, hostile or none", level, specs.Hint(level, []string{Legal, Hostile, "none"}))
	}
	if !confined {
		return c, nil
	}
	if c.Level == "" || names == "" {
		return Chaos{}, fmt.Errorf("chaos %q: want behaviours after legal: or hostile:, separated by commas", text)
	}
	c.Only = strings.Split(names, ",")
	return c, nil
}

// String is what ParseChaos reads; "none" for no chaos.
func (c Chaos) String() string {
	switch {
	case c.Level == "":
		return "none"
	case c.Only == nil:
		return c.Level
	}
	return c.Level + ":" + strings.Join(c.Only, ",")
}

// A Choice is a behaviour that was chosen, and why it was allowed.
type Choice struct {
	Name    string   `json:"name"`
	Claims  []string `json:"claims,omitempty"`  // that permit it
	Hostile bool     `json:"hostile,omitempty"` // nothing permits it
}

// String is a choice in words: more-members (IND-002), hostile drop.
func (c Choice) String() string {
	if c.Hostile {
		return "hostile " + c.Name
	}
	return c.Name + " (" + strings.Join(c.Claims, ", ") + ")"
}

// chosen is choices in one text, for the journal; "" for none.
func chosen(list []Choice) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = c.String()
	}
	if len(words) == 0 {
		return ""
	}
	return "chaos: " + strings.Join(words, ", ")
}

// behaviours are those that a level lets a provider choose from, hostile ones
// last.
func (c Chaos) behaviours(p *Provider) []behaviour {
	var list []behaviour
	add := func(f *specs.Freedom, hostile bool) {
		kind, known := chaosKind(f.Do, f.At, hostile)
		if known && (c.Only == nil || slices.Contains(c.Only, f.Name)) {
			list = append(list, behaviour{Freedom: f, kind: kind})
		}
	}
	if c.Level == "" {
		return nil
	}
	for i := range p.Spec.Freedoms {
		add(&p.Spec.Freedoms[i], false)
	}
	if c.Level == Hostile {
		for _, k := range ChaosKinds() {
			if k.Hostile {
				add(&specs.Freedom{Name: k.Word, At: k.At, Do: k.Word, Because: k.Says}, true)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b behaviour) int { return a.kind.rank - b.kind.rank })
	return list
}

// judgeChaos refuses behaviours that nobody here has.
func (f *Fake) judgeChaos(c Chaos) error {
	var known []string
	all := Chaos{Level: c.Level}
	for _, p := range f.providers {
		for _, b := range all.behaviours(p) {
			known = append(known, b.Name)
		}
	}
	for _, name := range c.Only {
		if !slices.Contains(known, name) {
			return fmt.Errorf("chaos: %s has no behaviour %q%s", c.Level, name, specs.Hint(name, known))
		}
	}
	return nil
}

// settled are a provider's freedoms that the engine cannot take.
func settled(p *Provider) []error {
	var problems []error
	for _, f := range p.Spec.Freedoms {
		wrong := lacking(&f)
		if _, known := chaosKind(f.Do, f.At, false); !known {
			words := legalWords(f.At)
			wrong = fmt.Sprintf("there is no behaviour %q at %q%s", f.Do, f.At, specs.Hint(f.Do, words))
			if len(words) == 0 {
				wrong = fmt.Sprintf("%q is no place: want replies, callbacks, or a stage: %s", f.At, among(Stages()))
			}
		}
		if wrong != "" {
			problems = append(problems, fmt.Errorf("provider %s: chaos.yaml:%d: %s: %s", p.Spec.Name, f.Line, f.Name, wrong))
		}
	}
	return problems
}

// lacking says what a freedom has to say for its kind and does not; "" if it
// says it.
func lacking(f *specs.Freedom) string {
	switch {
	case (f.Do == "slower" || f.Do == "late") && f.Most < time.Second:
		return f.Do + " needs most, of at least a second"
	case f.Do == "text" && len(f.Members) == 0:
		return "text needs the members that hold the words"
	case f.Do == "retry" && len(f.Attempts) == 0 && len(f.Pauses) == 0 && f.Accepts == 0:
		return "retry needs attempts, pauses or accepts"
	}
	return ""
}

// MarshalJSON writes what ParseChaos reads.
func (c Chaos) MarshalJSON() ([]byte, error) { return json.Marshal(c.String()) }

// UnmarshalJSON reads what ParseChaos reads.
func (c *Chaos) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	read, err := ParseChaos(text)
	*c = read
	return err
}

// alsoChosen is a note that also tells what was chosen.
func alsoChosen(note string, list []Choice) string {
	told := chosen(list)
	switch {
	case told == "" || strings.HasPrefix(note, told):
		return note
	case note == "":
		return told
	}
	return note + "; " + told
}
