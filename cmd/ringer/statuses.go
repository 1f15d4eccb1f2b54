package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

// A way is how to get one documented status from a fake: a scenario that
// shows it, and for failures a fault that arranges it.
type way struct {
	operation string
	status    int
	scenario  string // "" where none shows it
	fault     string // "" for a status that is no failure
}

// waysOf finds a way to each status that the document of a provider names.
func waysOf(spec *specs.Provider, list []*scenario.Scenario) []way {
	var ways []way
	for _, op := range spec.Operations() {
		for _, status := range op.Statuses() {
			w := way{operation: op.ID, status: status, scenario: showing(list, op, status)}
			if status >= http.StatusBadRequest {
				w.fault = fmt.Sprintf(`[{"on": {"provider": %q, "operation": %q}, "do": {"status": %d}}]`, spec.Name, op.ID, status)
			}
			ways = append(ways, w)
		}
	}
	return ways
}

// showing is the address of the first scenario with a step that asks an
// operation and expects a status.
func showing(list []*scenario.Scenario, op *specs.Operation, status int) string {
	for _, s := range list {
		for _, step := range s.Steps {
			if step.Kind == scenario.Call && step.Operation.ID == op.ID && expects(step, status) {
				return s.Address
			}
		}
	}
	return ""
}

// expects tells whether only this status would do, or, where the step says
// nothing, whether it is the usual one.
func expects(step *scenario.Step, status int) bool {
	if step.Expect.Status == nil {
		usual := step.Operation.Statuses()
		return status == usual[0] && status < http.StatusMultipleChoices
	}
	only := func(s int) bool {
		return step.Expect.Status.Match(json.Number(strconv.Itoa(s)), true, match.NewEnv(noNames)).OK()
	}
	return only(status) && !only(status+1)
}

// noNames is an environment in which nothing has been saved.
func noNames(string) (any, bool) { return nil, false }

func printWays(w io.Writer, ways []way) {
	fmt.Fprintf(w, "\nHow to get each documented status. A fault goes to PUT /sandboxes/default/faults on the control port.\n\n")
	for _, way := range ways {
		fmt.Fprintf(w, "  %s %d", way.operation, way.status)
		if way.scenario != "" {
			fmt.Fprintf(w, "  as in %s", way.scenario)
		}
		if way.fault != "" {
			fmt.Fprintf(w, "  by fault %s", way.fault)
		}
		fmt.Fprintln(w)
	}
}
