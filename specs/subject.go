package specs

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// The extensions by which a document says what it tells of in several places.
// x-subjects stands under components and has the kinds; x-tells on an object
// that tells of one; x-makes and x-reads on operations; x-repeats on the
// parameter by which a request may be sent again without making another.
const (
	subjectsExtension = "x-subjects"
	tellsExtension    = "x-tells"
	makesExtension    = "x-makes"
	readsExtension    = "x-reads"
	repeatsExtension  = "x-repeats"
)

// Subject is a kind of record, such as a call, that operations and events tell
// of. No id of it is used twice, and no account is shown another's.
type Subject struct {
	Name  string
	Facts []Fact // in the order of their names
	// Once, Apart and Readable are claims: that an id is used once, that
	// accounts see their own only, and that what was told can be read. They may
	// be empty.
	Once, Apart, Readable []string
}

// Fact is something that is told of a subject, perhaps in several places.
type Fact struct {
	Name string
	// Moves has the words of a state and which of them may come right after
	// each; one that none may follow is final. Nil: it is no state.
	Moves map[string][]string
	// Keeps says from when on the fact stays as it is: Always, once it is told
	// at all; else once the state of this name is final, or the fact of this name told.
	Keeps string
	// Claims are those that say so; there may be none.
	Claims []string
}

// Always is the value of Fact.Keeps for what never changes once it is told.
const Always = "always"

// Telling is what an object of a message tells of a subject.
type Telling struct {
	Subject string
	ID      string // the member that is the id
	// Facts are the members that tell them, each with slashes where it stands deeper.
	Facts map[string]string
}

// Reading is how an operation asks for one subject.
type Reading struct{ Subject, Parameter string }

// Fact returns the fact of a name, or nil.
func (s *Subject) Fact(name string) *Fact {
	for i := range s.Facts {
		if s.Facts[i].Name == name {
			return &s.Facts[i]
		}
	}
	return nil
}

// Final tells whether nothing may follow a word of a state.
func (f *Fact) Final(word string) bool {
	next, known := f.Moves[word]
	return known && len(next) == 0
}

// Leads tells whether a state may become another one, at once or by and by. Of
// a word that the document does not know nothing is known, and it may.
func (f *Fact) Leads(from, to string) bool {
	if _, known := f.Moves[from]; !known || from == to {
		return true
	}
	if _, known := f.Moves[to]; !known {
		return !f.Final(from)
	}
	seen := map[string]bool{from: true}
	for open := []string{from}; len(open) > 0; open = open[1:] {
		for _, next := range f.Moves[open[0]] {
			if next == to {
				return true
			}
			if !seen[next] {
				seen[next] = true
				open = append(open, next)
			}
		}
	}
	return false
}

// Subjects are the kinds of records that the document names, in order.
func (p *Provider) Subjects() []Subject { return slices.Clone(p.subjects) }

// Tells is what an object of a schema tells of a subject, nil if nothing.
func Tells(schema *openapi3.Schema) *Telling {
	raw, _ := schema.Extensions[tellsExtension].(map[string]any)
	if raw == nil {
		return nil
	}
	t := &Telling{Facts: map[string]string{}}
	t.Subject, _ = raw["of"].(string)
	t.ID, _ = raw["id"].(string)
	facts, _ := raw["facts"].(map[string]any)
	for name, member := range facts {
		t.Facts[name], _ = member.(string)
	}
	return t
}

// Makes is the subject that each success of the operation makes; empty: none.
func (o *Operation) Makes() string {
	subject, _ := o.Spec.Extensions[makesExtension].(string)
	return subject
}

// Reads is which subject the operation is asked for; its zero value: none.
func (o *Operation) Reads() Reading {
	raw, _ := o.Spec.Extensions[readsExtension].(map[string]any)
	subject, _ := raw["one"].(string)
	parameter, _ := raw["by"].(string)
	return Reading{subject, parameter}
}

// Repeats is the header by which a request may be sent again, such as an
// idempotency key; empty: there is none.
func (o *Operation) Repeats() string {
	for _, param := range o.Params {
		if param.In == openapi3.ParameterInHeader && Flag(param.Extensions, repeatsExtension) {
			return param.Name
		}
	}
	return ""
}
