package shape

import "slices"

// Violation is one place where a value does not fit the document.
type Violation struct {
	// Path leads to the place: "body.data.calls[0].duration", "headers.Content-Type", "status".
	Path string
	// Want and Got are short and for people.
	Want, Got string
	// Claims are those of the nearest node above the place that carries any; there may be none.
	Claims []string
}

// Finding is what the document has to say of an exchange or a value.
type Finding struct {
	Violations []Violation
	// Proven lists the claims of the nodes that a value went through and fitted, sorted, each once.
	Proven []string
	// Secrets are the values that went through nodes marked x-secret.
	Secrets []string
	// Dials are the texts that went through nodes marked x-dials.
	Dials []string
	// Told is what objects marked x-tells said of subjects, in the order of the message.
	Told []Told
}

// Told is what one object of a message said of one subject.
type Told struct {
	Subject, ID string
	// Path leads to the object.
	Path string
	// Facts are the values by the names of the facts; a member that is missing is left out.
	Facts map[string]any
	// Members are the paths of the facts below Path.
	Members map[string]string
}

// walk collects while a value is visited.
type walk struct {
	violations []Violation
	seen       []string // claims of visited nodes, with repeats
	secrets    []string
	dials      []string
	told       []Told
	weight     int // how badly it fits: a wrong word, which tells branches apart, counts more than a wrong form
}

const (
	wrongForm = 1
	wrongWord = 4
)

func (w *walk) blame(at *place, owner []string, weight int, want, got string) {
	w.weight += weight
	w.violations = append(w.violations, Violation{Path: at.String(), Want: want, Got: got, Claims: owner})
}

func (w *walk) merge(other *walk) {
	w.violations = append(w.violations, other.violations...)
	w.seen = append(w.seen, other.seen...)
	w.secrets = append(w.secrets, other.secrets...)
	w.dials = append(w.dials, other.dials...)
	w.told = append(w.told, other.told...)
	w.weight += other.weight
}

// finding turns what was collected into a Finding: seen, less what was refuted.
func (w *walk) finding() Finding {
	f := Finding{Violations: w.violations, Secrets: w.secrets, Dials: w.dials, Told: w.told}
	if len(w.seen) == 0 {
		return f
	}
	slices.Sort(w.seen)
	for _, id := range slices.Compact(w.seen) {
		if !slices.ContainsFunc(w.violations, func(v Violation) bool { return slices.Contains(v.Claims, id) }) {
			f.Proven = append(f.Proven, id)
		}
	}
	return f
}
