package match

// Env holds the values of names: what the run gives ($numbers.busy,
// $inbox.url) and what steps have saved.
type Env struct {
	outer *Env
	given func(name string) (any, bool)
	saved map[string]any
}

// NewEnv makes an Env without saved names. Names with a dot (numbers.busy,
// account.email, run.id) are asked from given, which may be nil.
func NewEnv(given func(name string) (any, bool)) *Env { return &Env{given: given} }

// Lookup returns the value of a name, written without its dollar.
func (e *Env) Lookup(name string) (any, bool) {
	for ; e != nil; e = e.outer {
		if value, ok := e.saved[name]; ok {
			return value, true
		}
		if e.given != nil && Given(name) {
			if value, ok := e.given(name); ok {
				return value, true
			}
		}
	}
	return nil, false
}

// Save gives a name a value, here and not in the Env that this one was forked
// from.
func (e *Env) Save(saves ...Save) {
	if e.saved == nil {
		e.saved = make(map[string]any, len(saves))
	}
	for _, save := range saves {
		e.saved[save.Name] = save.Value
	}
}

// Fork returns an Env that knows all that this one knows, and whose own saves
// and given names stay its own. Given may be nil.
func (e *Env) Fork(given func(name string) (any, bool)) *Env { return &Env{outer: e, given: given} }
