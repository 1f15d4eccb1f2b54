// Package match says whether a JSON value is what a scenario expects, and
// fills in the values that a scenario sends.
//
// Compile turns a YAML node into a Pattern, and CompileTemplate one into a
// Template; both report what is wrong to the source.File. Decode reads JSON
// faithfully: numbers stay as they are written. Pattern.Match, or All for a
// whole message, compares in an Env of names and returns every mismatch. The
// package never changes an Env: who matches decides what is saved.
package match

// Result is what matching found: what did not fit, and what is to be saved. The
// saves mean something only if everything fits.
type Result struct {
	Mismatches []Mismatch
	Saves      []Save
}

// OK tells whether everything fits.
func (r Result) OK() bool { return len(r.Mismatches) == 0 }

// Save is one name that a pattern gives a value.
type Save struct {
	Name  string
	Value any
}

// Mismatch is one place where a value is not what a scenario expects.
type Mismatch struct {
	Part         string // of a message: "status", "header", "body"; empty where only a value was matched
	Path         string // JSON pointer into the value; for a header its name; empty for the whole
	Want, Got    string // for people, the value shortened; Got is "absent" where nothing stands
	Line, Column int    // of the scenario's node
}

// Part is one part of a message together with the pattern that judges it.
type Part struct {
	Name    string // "status", "header", "body"
	Path    string // where the part begins, a header's name
	Pattern *Pattern
	Value   any
	Present bool
}

// Match compares one value. A value that is not present is absent, which is
// not null.
func (p *Pattern) Match(value any, present bool, env *Env) Result {
	return All([]Part{{Pattern: p, Value: value, Present: present}}, env)
}
