package engine

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// A ChaosKind is one kind of behaviour: what chaos.yaml may say under do, or
// what hostile chaos does of itself.
type ChaosKind struct {
	Word    string
	At      string // replies, callbacks or stages
	Says    string // what it does, in one sentence
	Hostile bool   // no document permits it

	chance float64 // of each occasion
	rank   int     // its place among those that change one thing
}

// Where behaviours show.
const (
	atReplies   = "replies"
	atCallbacks = "callbacks"
	atStages    = "stages"
)

// ChaosKinds are all there are, in the order in which they have their effect.
func ChaosKinds() []ChaosKind {
	const often, rarely = 0.25, 0.2
	kinds := []ChaosKind{
		{Word: "slower", At: atStages, Says: "a stage of a call's life lasts longer", chance: often},
		{Word: "ids", At: atStages, Says: "an id has another form behind its prefix", chance: often},
		{Word: "late", At: atCallbacks, Says: "a callback is sent later", chance: often},
		{Word: "repeat", At: atCallbacks, Says: "a callback that was received is sent again", chance: often},
		{Word: "retry", At: atCallbacks, Says: "what was not received is sent again in another rhythm", chance: often},
		{Word: "members", At: atReplies, Says: "objects of a reply have members that are not documented", chance: often},
		{Word: "members", At: atCallbacks, Says: "objects of a callback have members that are not documented", chance: often},
		{Word: "text", At: atReplies, Says: "a failure is told in other words", chance: often},
		{Word: "order", At: atReplies, Says: "the members of a reply come in another order", chance: often},
		{Word: "order", At: atCallbacks, Says: "the members of a callback come in another order", chance: often},
		{Word: "spacing", At: atReplies, Says: "a reply is written with white space and escapes", chance: often},
		{Word: "spacing", At: atCallbacks, Says: "a callback is written with white space and escapes", chance: often},
		{Word: "charset", At: atReplies, Says: "the media type of a reply names its charset", chance: often},

		{Word: "drop", At: atCallbacks, Says: "a callback is never sent", Hostile: true, chance: rarely},
		{Word: "overdue", At: atCallbacks, Says: "a callback is sent an hour late", Hostile: true, chance: rarely},
		{Word: "swap", At: atCallbacks, Says: "a callback is sent after the next one of its call", Hostile: true, chance: rarely},
		{Word: "forge", At: atCallbacks, Says: "a callback is signed with another secret, or not at all", Hostile: true, chance: rarely},
		{Word: "stale", At: atReplies, Says: "a read is answered as of ten minutes ago", Hostile: true, chance: rarely},
		{Word: "break", At: atReplies, Says: "a request is carried out and answered with 500", Hostile: true, chance: rarely},
		{Word: "cut", At: atReplies, Says: "a request is carried out and its connection reset", Hostile: true, chance: rarely},
		{Word: "contradict", At: atReplies, Says: "a word of a reply is another one of its enumeration", Hostile: true, chance: rarely},
		{Word: "mislead", At: atCallbacks, Says: "a word of a callback is another one of its enumeration", Hostile: true, chance: rarely},
		{Word: "retype", At: atReplies, Says: "a member of a reply is of another type", Hostile: true, chance: rarely},
		{Word: "garble", At: atCallbacks, Says: "a member of a callback is of another type", Hostile: true, chance: rarely},
		{Word: "omit", At: atReplies, Says: "a member of a reply is missing", Hostile: true, chance: rarely},
		{Word: "leave-out", At: atCallbacks, Says: "a member of a callback is missing", Hostile: true, chance: rarely},
	}
	for i := range kinds {
		kinds[i].rank = i
	}
	return kinds
}

// chaosKind finds a kind by its word and where it shows; any stage is a place
// for what shows at stages.
func chaosKind(word, at string, hostile bool) (ChaosKind, bool) {
	if _, stage := call.PartNamed(at); stage {
		at = atStages
	}
	for _, k := range ChaosKinds() {
		if k.Word == word && k.At == at && k.Hostile == hostile {
			return k, true
		}
	}
	return ChaosKind{}, false
}

// ChaosKindOf is the kind of a freedom, if there is such a kind.
func ChaosKindOf(f *specs.Freedom) (ChaosKind, bool) { return chaosKind(f.Do, f.At, false) }

func legalWords(at string) []string {
	var words []string
	if _, stage := call.PartNamed(at); stage {
		at = atStages
	}
	for _, k := range ChaosKinds() {
		if !k.Hostile && k.At == at {
			words = append(words, k.Word)
		}
	}
	return words
}

// A behaviour is a freedom, or a hostile one of the engine's own, with its kind.
type behaviour struct {
	*specs.Freedom
	kind ChaosKind
}

// choice is what is told of a behaviour that was chosen.
func (b *behaviour) choice() Choice {
	return Choice{Name: b.Name, Claims: b.Claims, Hostile: b.kind.Hostile}
}
