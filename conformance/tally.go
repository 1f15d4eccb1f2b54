package conformance

import "github.com/ringer-mock/ringer/specs"

// tally counts what one scenario saw and what that says of the claims.
type tally struct {
	steps    map[string]int // claims, by how many steps that name them passed
	nodes    map[string]bool
	against  map[string]bool // refuted by a step or a node
	excused  map[string]bool // refuted, as known
	answers  map[string]map[int]int
	callback map[string]int
	told     map[telling]int // by their order
}

func newTally() tally {
	return tally{
		steps: map[string]int{}, nodes: map[string]bool{}, against: map[string]bool{}, excused: map[string]bool{},
		answers: map[string]map[int]int{}, callback: map[string]int{}, told: map[telling]int{},
	}
}

// passed files a step that was met.
func (t tally) passed(claims []specs.Claim) {
	for _, claim := range claims {
		t.steps[claim.ID]++
	}
}

// proven files the nodes of the document that were met.
func (t tally) proven(ids []string) {
	for _, id := range ids {
		t.nodes[id] = true
	}
}

// refuted files what is held against claims. Of a known failure, only the claims that are known to fail are refuted:
// of the others nothing can be said.
func (t tally) refuted(ids []string, known bool, isKnown func(id string) bool) {
	for _, id := range ids {
		switch {
		case !known:
			t.against[id] = true
		case isKnown(id):
			t.excused[id] = true
		}
	}
}

func (t tally) answered(operation string, status int) {
	if t.answers[operation] == nil {
		t.answers[operation] = map[int]int{}
	}
	t.answers[operation][status]++
}

func (t tally) heard(event string) { t.callback[event]++ }
