package grade

import "slices"

// Report is how good a suite is.
type Report struct {
	Provider  string `json:"provider"`
	Scenarios int    `json:"scenarios"`
	// Whole: all mutants were chosen, so that claims and chameleons are judged too.
	Whole bool `json:"whole"`

	// Mutants is how many there are: those that were applied, each Killed or a survivor, and those that never were.
	Mutants int `json:"mutants"`
	Applied int `json:"applied"`
	Killed  int `json:"killed"`
	// Incomplete are those of Killed that turned no scenario red, but left claims that nothing verifies any more.
	Incomplete int `json:"incomplete"`
	// Survivors were applied and not noticed, each with the reason why no client could tell; "": none is known.
	Survivors []Verdict `json:"survivors,omitempty"`
	// Idle were never applied: they give no verdict. Reasons are those of the beginnings of their names.
	Idle []Idle `json:"never_applied,omitempty"`
	// Stale are entries of the known survivors that do not survive, and of the idle that fit no idle mutant.
	Stale []string `json:"stale,omitempty"`
	// Broken are scenarios that failed without a mutant's doing.
	Broken []string `json:"broken,omitempty"`

	// Claims is how many a mutant must be able to die of; Guarded how many the mutant of the table of kills dies of.
	Claims    int      `json:"claims,omitempty"`
	Guarded   int      `json:"guarded,omitempty"`
	Unguarded []string `json:"unguarded,omitempty"`
	// Kills is the table of kills as it should be: for each claim a mutant that dies of it.
	Kills map[string]string `json:"-"`

	Chameleons int       `json:"chameleons,omitempty"`
	Flagged    []Flagged `json:"flagged,omitempty"`
}

// Verdict is a mutant, and what is said of it.
type Verdict struct {
	Mutant string `json:"mutant"`
	Reason string `json:"reason,omitempty"`
}

// Idle are mutants that were never applied, for one reason.
type Idle struct {
	Mutants []string `json:"mutants"`
	Reason  string   `json:"reason,omitempty"`
}

// Flagged is a chameleon that the suite does not take for what it is, with what was said of it.
type Flagged struct {
	Chameleon string   `json:"chameleon"`
	Why       []string `json:"why"`
}

// mostSurvivors of a hundred mutants that were applied.
const mostSurvivors = 2

// Sensitivity is the part of the applied mutants that was noticed, from 0 to 1; 1 where none was applied.
func (r *Report) Sensitivity() float64 { return part(r.Killed, r.Applied) }

// Specificity is the part of the chameleons that was taken for what it is.
func (r *Report) Specificity() float64 { return part(r.Chameleons-len(r.Flagged), r.Chameleons) }

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// Problems say what is not as it should be, one line each.
func (r *Report) Problems() []string {
	var list []string
	for _, s := range r.Survivors {
		if s.Reason == "" {
			list = append(list, "survives, and no reason is given: "+s.Mutant)
		}
	}
	if len(r.Survivors)*100 > r.Applied*mostSurvivors && r.Whole {
		list = append(list, "more than two in a hundred survive")
	}
	for _, idle := range r.Idle {
		if idle.Reason == "" {
			for _, name := range idle.Mutants {
				list = append(list, "was never applied, and no reason is given: "+name)
			}
		}
	}
	for _, entry := range r.Stale {
		list = append(list, "is listed, and is not so: "+entry)
	}
	for _, claim := range r.Unguarded {
		list = append(list, "no mutant of the table of kills dies of "+claim)
	}
	for _, f := range r.Flagged {
		for _, why := range f.Why {
			list = append(list, "conforms, and is flagged: "+f.Chameleon+": "+why)
		}
	}
	for _, scenario := range r.Broken {
		list = append(list, "failed without a mutant's doing: "+scenario)
	}
	return list
}

// note files what became of the mutants.
func (r *Report) note(known Known, mutants []Tampering, outcomes []outcome) {
	var survivors []string
	used := map[string]bool{}
	for i, o := range outcomes {
		name := mutants[i].Name
		if o.broken != "" && !slices.Contains(r.Broken, o.broken) {
			r.Broken = append(r.Broken, o.broken)
		}
		if o.applied {
			r.Applied++
		}
		switch {
		case !o.applied:
			reason := known.idle(name)
			used[reason.Mutant] = true
			r.idle(name, reason.Reason)
		case o.dead():
			r.Killed++
			if o.killer == nil {
				r.Incomplete++
			}
		default:
			survivors = append(survivors, name)
			r.Survivors = append(r.Survivors, Verdict{name, known.survivor(name)})
		}
	}
	if !r.Whole {
		return
	}
	for _, s := range known.Survivors {
		if !slices.Contains(survivors, s.Mutant) {
			r.Stale = append(r.Stale, s.Mutant)
		}
	}
	for _, s := range known.Idle {
		if !used[s.Mutant] {
			r.Stale = append(r.Stale, s.Mutant)
		}
	}
}

func (r *Report) idle(name, reason string) {
	i := slices.IndexFunc(r.Idle, func(one Idle) bool { return one.Reason == reason })
	if i < 0 {
		i = len(r.Idle)
		r.Idle = append(r.Idle, Idle{Reason: reason})
	}
	r.Idle[i].Mutants = append(r.Idle[i].Mutants, name)
}
