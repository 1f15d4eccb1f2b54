package target

import (
	"github.com/ringer-mock/ringer/specs"
)

// Safety says whom the runner may call.
type Safety struct {
	MayDial  []string // globs over whole numbers or ids; * stands for any text
	MaxCalls int      // requests of operations that dial, in one run
}

// Dials tells whether an operation has members that dial.
func Dials(operation *specs.Operation) bool { return false }

// Refuse returns why a request must not be sent: a member that dials is no
// string, or one that no glob of may_dial allows. Params are the values of
// path, query, header and cookie parameters by name; body is the JSON body or
// nil. A nil Safety allows everything. MaxCalls is counted by the runner.
func (s *Safety) Refuse(operation *specs.Operation, params map[string]any, body any) error {
	return nil
}
