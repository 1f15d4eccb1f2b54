// Package coverage says how much of a provider's document a run came by, from what was exchanged: which documented
// statuses were answered, which events arrived, which optional members were sent and seen, and which words. What a
// scenario expects counts for nothing, and what nobody documents counts neither: that is listed, with a proposal for
// the document.
//
// Begin with New; Request, Answer and Callback take in what passes, and Sum says what came of it. It judges nobody.
package coverage

// Coverage is how much of a document was seen. Percent is Seen of Documented: one point for each status that an operation
// documents, each event, each word of an enum that has several, and each optional member, in requests, answers and
// callbacks. What the target lacks is not counted.
type Coverage struct {
	Percent    float64 `json:"percent"`
	Seen       int     `json:"seen"`
	Documented int     `json:"documented"`
	// Wanted is the least that will do, in per cent, and 0 where nothing was asked for.
	Wanted float64 `json:"wanted,omitempty"`
	// Statuses, Events, Words and Members are the four parts of it.
	Statuses Share `json:"statuses"`
	Events   Share `json:"events"`
	Words    Share `json:"words"`
	Members  Share `json:"members"`
	// Operations are what was sent to each and seen of it.
	Operations []OperationCoverage `json:"operations"`
	Deliveries []EventCoverage     `json:"deliveries"`
	// States are those that records can be in, and which were seen.
	States []StateCoverage `json:"states,omitempty"`
	// Claims are those that could be proven.
	Claims ClaimCoverage `json:"claims"`
	// Undocumented is what was seen and stands nowhere in the document; Proposed are the nodes that would say so, as YAML
	// to be pasted into it.
	Undocumented []string `json:"undocumented,omitempty"`
	Proposed     string   `json:"proposed,omitempty"`
}

// Share is a part of a whole, with the names of what is missing.
type Share struct {
	Seen       int      `json:"seen"`
	Documented int      `json:"documented"`
	Missing    []string `json:"missing,omitempty"`
}

// OperationCoverage is what of one operation was seen: Documented statuses and Seen ones of them, optional members that
// it takes and that were Sent, and that it may answer with and that were Got.
type OperationCoverage struct {
	Operation string `json:"operation"`
	Statuses  Share  `json:"statuses"`
	Sent      Share  `json:"sent"`
	Got       Share  `json:"got"`
}

// EventCoverage counts the callbacks of one event: all, those that fit the document, those that no callback before them
// was ahead of, those that came again after we refused them, and those that came again although we took them.
type EventCoverage struct {
	Event   string `json:"event"`
	Seen    int    `json:"seen"`
	Valid   int    `json:"valid"`
	InOrder int    `json:"in_order"`
	Retried int    `json:"retried"`
	Doubled int    `json:"doubled"`
}

// StateCoverage is a state of a kind of record: its words that were seen, and the moves from one to another.
type StateCoverage struct {
	Subject string   `json:"subject"`
	Fact    string   `json:"fact"`
	Words   Share    `json:"words"`
	Walked  []string `json:"walked,omitempty"`
}

// ClaimCoverage counts claims: those that can be proven, those that were, and those of which a mutant is known to die.
type ClaimCoverage struct {
	Testable int `json:"testable"`
	Proven   int `json:"proven"`
	Guarded  int `json:"guarded"`
}

// Short tells whether less was seen than was asked for.
func (c *Coverage) Short() bool { return c != nil && c.Percent < c.Wanted }

// Missing names all that is documented and was not seen.
func (c *Coverage) Missing() []string {
	var all []string
	for _, share := range []Share{c.Statuses, c.Events, c.Words, c.Members} {
		all = append(all, share.Missing...)
	}
	return all
}
