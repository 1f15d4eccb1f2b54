package call

import (
	"maps"
	"slices"
	"time"
)

// Persona is how a party, or a stage after the call, behaves. The zero Persona answers.
type Persona struct {
	Name        string // such as "busy"
	Code        string // the six digits that end its numbers, such as "000486"
	Stage       string // where it shows: one of At…
	Cause       Cause  // how the call fails; NoCause: it is answered
	Status      int    // at a later stage: what upstream answers. 202 never finishes, 400 and more fail
	Disposition string // the outcome it is given, in the provider's word; "escalated" also hands the call to a human
	Word        string // the raw word that a carrier reports for the end; "": none

	// Of a number that was bound with times of its own; zero means the plan's, else the default story's.
	AnsweredAfter time.Duration // from dialing to the answer
	TalksFor      time.Duration // of the customer: from the answer to the end
}

// The stages at which a persona shows. One at the API has no story: the provider refuses the request.
const (
	AtCall       = "call"
	AtTranscript = "transcript"
	AtRecording  = "recording"
	AtAPI        = "api"
	AtOutcome    = "outcome"
)

// Plain is the name of the persona that answers: that of every number the book does not know.
const Plain = "answers"

// Book is the phone book: from number to persona. It never changes once it is made.
type Book struct {
	plain  Persona
	byCode map[string]Persona
	byName map[string]Persona
}

// NewBook makes a book of these personas. The one named Plain, which may be left out, answers all other numbers.
func NewBook(entries []Persona) *Book {
	b := &Book{
		plain:  Persona{Name: Plain, Stage: AtCall},
		byCode: make(map[string]Persona, len(entries)),
		byName: make(map[string]Persona, len(entries)+1),
	}
	for _, p := range entries {
		if p.Name == Plain {
			b.plain = p
		}
		if p.Code != "" {
			b.byCode[p.Code] = p
		}
		b.byName[p.Name] = p
	}
	b.byName[Plain] = b.plain
	return b
}

// Of is the persona of a number or id: that of its last six characters, else the one that answers.
func (b *Book) Of(number string) Persona {
	if p, ok := b.byCode[number[max(0, len(number)-codeLength):]]; ok {
		return p
	}
	return b.plain
}

// Names lists all personas, in alphabetical order.
func (b *Book) Names() []string { return slices.Sorted(maps.Keys(b.byName)) }

// ByName finds a persona by its name.
func (b *Book) ByName(name string) (Persona, bool) {
	p, ok := b.byName[name]
	return p, ok
}

const codeLength = 6
