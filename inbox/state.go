package inbox

import "maps"

// State is how a Box goes on: what it will answer, and the Seq of its next delivery. What has arrived is no part of it.
type State struct {
	Answers map[string][]Answer `json:"answers,omitempty"`
	Used    map[string]int      `json:"used,omitempty"` // how many answers of each list were given
	Seq     int                 `json:"seq"`            // of the latest delivery
}

// State tells how the Box goes on, and whether that is all there is to know: not so where a function picks the answers.
func (b *Box) State() (state State, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return State{Answers: maps.Clone(b.script.answers), Used: maps.Clone(b.script.used), Seq: b.seq}, b.script.pick == nil
}

// Restore lets the Box go on as another one would have. It is to be empty.
func (b *Box) Restore(from State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seq = from.Seq
	b.script = script{answers: from.Answers, used: maps.Clone(from.Used)}
	if b.script.used == nil {
		b.script.used = map[string]int{}
	}
}
