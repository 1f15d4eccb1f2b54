package engine

import (
	"math/rand/v2"
	"strings"
	"time"
)

// A Speech is what was said in a call. It is made from the sandbox's seed and
// the call's ordinal, and rendered anew each time: nothing of it is stored.
type Speech struct {
	Agent, Customer string // their names
	Language        string // "en", unless a fault arranged for another
	Summary         string
	Outcome         string // in the provider-free words of the topic, such as "Interested"
	Turns           []Turn
}

// A Turn is what one party said at once.
type Turn struct {
	Role       string        // "agent" or "customer"
	Text       string        //
	Start, End time.Duration // from the answer
}

// Roles of turns.
const (
	RoleAgent    = "agent"
	RoleCustomer = "customer"
)

// Speech is what was said in a subject that was answered for so long. The turns
// fit into that time; of a call that nobody answered there are none, nor of one
// whose transcript was arranged to be empty.
func (s *Sandbox) Speech(of Subject, answered time.Duration) Speech {
	dice := rand.New(rand.NewPCG(s.Seed(), keyed(keyed(keyed(0, of.Provider+"/"+of.Kind), "speech"), of.Ordinal)))
	pick := func(list []string) string { return list[dice.IntN(len(list))] }
	about := topics[dice.IntN(len(topics))]
	told := Speech{
		Agent:    pick(givenNames),
		Customer: pick(givenNames) + " " + pick(familyNames),
		Language: "en",
		Outcome:  about.outcome,
	}
	names := cast{told.Agent, told.Customer, pick(cities)}
	trouble := of.Timeline.Trouble()
	if trouble != nil {
		if other, known := translated[trouble.Language]; known {
			told.Language, about = trouble.Language, other
		}
	}
	told.Summary = names.fill(about.summary)
	if trouble == nil || !trouble.Empty {
		told.Turns = about.turns(answered, names)
	}
	return told
}

// Pace of speech.
const (
	perWord = 350 * time.Millisecond
	breath  = 400 * time.Millisecond
)

// cast are who and what the lines of a topic speak of.
type cast struct{ agent, customer, city string }

// fill puts the names into a line. A strings.Replacer that is made for one call
// costs ten times as much.
func (c cast) fill(text string) string {
	for {
		before, rest, found := strings.Cut(text, "{")
		if !found {
			return text
		}
		name, after, _ := strings.Cut(rest, "}")
		switch name {
		case "agent":
			name = c.agent
		case "customer":
			name = c.customer
		case "city":
			name = c.city
		}
		text = before + name + after
	}
}

// turns are the opening, as much of the middle as there is time for, and the
// farewell where it still fits.
func (t topic) turns(answered time.Duration, names cast) []Turn {
	said := make([]Turn, 0, 2*len(t.middle)+len(t.opening)+len(t.farewell))
	now := breath
	say := func(limit time.Duration, lines ...line) bool {
		end, before := now, len(said)
		for _, l := range lines {
			text := names.fill(l.text)
			takes := time.Duration(spoken(text)) * perWord
			said = append(said, Turn{Role: l.role, Text: text, Start: end, End: end + takes})
			end += takes + breath
		}
		if end-breath > limit {
			said = said[:before]
			return false
		}
		now = end
		return true
	}
	farewell := 8 * time.Second
	if !say(answered, t.opening[:1]...) {
		return nil
	}
	if !say(answered, t.opening[1:]...) {
		return said
	}
	for _, exchange := range t.middle {
		if !say(answered-farewell, exchange...) {
			break
		}
	}
	say(answered, t.farewell...)
	return said
}

// spoken counts the words of a text.
func spoken(text string) int {
	n := 0
	for range strings.FieldsSeq(text) {
		n++
	}
	return n
}
