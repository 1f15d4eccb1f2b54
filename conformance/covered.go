package conformance

import (
	"slices"
	"sync"

	"github.com/ringer-mock/ringer/conformance/coverage"
	"github.com/ringer-mock/ringer/conformance/shape"
)

// covered takes in what was exchanged, from all scenarios at once. A nil one takes in nothing.
type covered struct {
	mu    sync.Mutex
	sheet *coverage.Sheet
	words []string // that scenarios found out to be secret
}

// hide takes in what a scenario found out to be secret.
func (c *covered) hide(m *mask) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for word := range m.words {
		c.words = append(c.words, word)
	}
}

// cover begins to take in what is exchanged.
func (r *run) cover() { r.covered = &covered{sheet: coverage.New(r.provider, r.target.LacksWord)} }

// exchanged takes in a request and its answer.
func (c *covered) exchanged(story *coverage.Story, out *outgoing, got reply, told []shape.Told) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sheet.Request(out.operation, out.params, out.body)
	var body any
	if got.Broken == nil {
		body = got.JSON
	}
	c.sheet.Answer(out.operation, got.Status, body)
	c.sheet.Told(story, told)
}

// delivered takes in a callback.
func (c *covered) delivered(story *coverage.Story, a *arrival, found shape.Finding) {
	if c == nil || !a.exact {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var body any
	if a.JSONErr == nil {
		body = a.JSON
	}
	c.sheet.Callback(story, a.event, a.Body, body, a.Answered, len(found.Violations) == 0, found.Told)
}

// coverage is how much of the document was seen, nil where nothing took it in.
func (r *run) coverage(claims []ClaimResult) *coverage.Coverage {
	if r.covered == nil {
		return nil
	}
	c := r.covered.sheet.Sum(r.MinCoverage)
	m := r.mask()
	m.add(r.covered.words...)
	if m.text(c.Proposed) != c.Proposed { // a target that names members by secrets proposes nothing
		c.Proposed = ""
	}
	for i := range c.Undocumented {
		c.Undocumented[i] = m.text(c.Undocumented[i])
	}
	slices.Sort(c.Undocumented)
	c.Undocumented = slices.Compact(c.Undocumented)
	for _, claim := range claims {
		if claim.Verdict == Overruled || claim.Verdict == NotTestable {
			continue
		}
		c.Claims.Testable++
		if claim.Verdict == Verified {
			c.Claims.Proven++
		}
		if claim.Guard != "" {
			c.Claims.Guarded++
		}
	}
	return c
}

// Audit holds what the target claims against what was found. All of it are ids of claims, but Works.
type Audit struct {
	// Proven and False were claimed and were found to be so, and not; a known failure is false.
	Proven []string `json:"proven"`
	False  []string `json:"false"`
	// Unproven were claimed, and nothing shows that they hold.
	Unproven []string `json:"unproven"`
	// Works are words under the target's lacks that were seen working all the same.
	Works []string `json:"works,omitempty"`
}

func (r *run) audit(claims []ClaimResult, operations []OperationResult, events []EventResult) Audit {
	audit := Audit{Proven: []string{}, False: []string{}, Unproven: []string{}}
	for _, claim := range claims {
		switch claim.Verdict {
		case Verified:
			audit.Proven = append(audit.Proven, claim.ID)
		case Failed, Warned, KnownFailure:
			audit.False = append(audit.False, claim.ID)
		case Untested:
			audit.Unproven = append(audit.Unproven, claim.ID)
		}
	}
	for _, one := range operations {
		if r.target.LacksWord(one.Operation) && succeeded(one) {
			audit.Works = append(audit.Works, one.Operation)
		}
	}
	for _, one := range events {
		if r.target.LacksWord(one.Event) && one.Count > 0 {
			audit.Works = append(audit.Works, one.Event)
		}
	}
	return audit
}

// succeeded tells whether an operation was answered with a success.
func succeeded(one OperationResult) bool {
	for status, n := range one.Statuses {
		if status/100 == 2 && n > 0 {
			return true
		}
	}
	return false
}
