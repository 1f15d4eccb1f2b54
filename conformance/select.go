package conformance

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// failure to begin a run, with the exit code that it means.
type beginError struct {
	code int
	err  error
}

func (e *beginError) Error() string { return e.err.Error() }
func (e *beginError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &beginError{ExitUsage, fmt.Errorf(format, args...)}
}

func environment(format string, args ...any) error {
	return &beginError{ExitEnvironment, fmt.Errorf(format, args...)}
}

// withoutSecrets is the error of a run that could not begin, with the target's secrets hidden.
func withoutSecrets(err error, t *target.Target) error {
	if err == nil || t == nil {
		return err
	}
	m := newMask(t.Secrets())
	m.add(credentials(t)...)
	if text := m.text(err.Error()); text != err.Error() {
		return &beginError{ExitCode(err), errors.New(text)}
	}
	return err
}

// ExitCode is the exit code of an error of Run or Select, and 2 of any other error.
func ExitCode(err error) int {
	var begin *beginError
	switch {
	case err == nil:
		return ExitConformant
	case errors.As(err, &begin):
		return begin.code
	}
	return ExitUsage
}

// Select returns the scenarios whose address matches any pattern, in their order; without patterns, all. A pattern is
// a glob over the whole address, in which * stands within one part and ** for any text; one that ends early
// ("acme/calls") means all below it. Each pattern must match something, else it is an error that names the nearest
// address.
func Select(scenarios []*scenario.Scenario, patterns []string) ([]*scenario.Scenario, error) {
	if len(scenarios) == 0 {
		return nil, usage("nothing selected: there are no scenarios")
	}
	if len(patterns) == 0 {
		return scenarios, nil
	}
	chosen := make([]bool, len(scenarios))
	for _, pattern := range patterns {
		hits := 0
		for i, sc := range scenarios {
			if fits(pattern, sc.Address) {
				chosen[i] = true
				hits++
			}
		}
		if hits == 0 {
			return nil, nothing(pattern, scenarios)
		}
	}
	var selected []*scenario.Scenario
	for i, sc := range scenarios {
		if chosen[i] {
			selected = append(selected, sc)
		}
	}
	return selected, nil
}

// fits matches a glob with an address or with what it lies below.
func fits(pattern, address string) bool {
	pattern = strings.Trim(pattern, "/")
	if before, after, both := strings.Cut(pattern, "**"); both {
		return strings.HasPrefix(address, before) && strings.HasSuffix(address, after) && len(address) >= len(before)+len(after)
	}
	for end := address; end != "."; end = path.Dir(end) {
		if ok, err := path.Match(pattern, end); ok && err == nil {
			return true
		}
	}
	return false
}

func nothing(pattern string, scenarios []*scenario.Scenario) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return usage("nothing selected: %q is no pattern: %v", pattern, err)
	}
	var addresses []string
	for _, sc := range scenarios {
		addresses = append(addresses, sc.Address)
	}
	hint := fmt.Sprintf("there are %d, such as %s", len(addresses), addresses[0])
	if near := specs.Nearest(pattern, addresses); near != "" {
		hint = "did you mean " + near + "?"
	}
	return usage("nothing selected: no scenario is called %s; %s", pattern, hint)
}
