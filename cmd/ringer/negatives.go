package main

import (
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/negative"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/specs"
)

// scenariosAndNegatives are what was written for a provider, and the requests that break a rule of its document.
func scenariosAndNegatives(spec *specs.Provider) ([]*scenario.Scenario, error) {
	written, err := scenariosOf(spec)
	if err != nil {
		return nil, err
	}
	loader, err := loaderOf(spec)
	if err != nil {
		return nil, err
	}
	made, err := negative.Scenarios(loader, spec, written)
	return append(written, made...), err
}

// meantNegative tells whether a pattern may be of requests that break a rule: whoever names one need not ask for all.
func meantNegative(patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		_, rest, _ := strings.Cut(strings.Trim(pattern, "/"), "/")
		return strings.HasPrefix(rest, negative.Topic)
	})
}

// scenariosThen loads the scenarios that judge a trace: with requests that break a rule, if its runs sent any.
func scenariosThen(recorded *trace.Trace) func(*specs.Provider) ([]*scenario.Scenario, error) {
	return func(spec *specs.Provider) ([]*scenario.Scenario, error) {
		list, err := scenariosAndNegatives(spec)
		if err != nil {
			return nil, err
		}
		sent := func(sc *scenario.Scenario) bool {
			return sc.Breaks != nil && slices.ContainsFunc(recorded.Runs, func(run *trace.Recorded) bool { return run.Has(sc.Address) })
		}
		if slices.ContainsFunc(list, sent) {
			return list, nil
		}
		return slices.DeleteFunc(list, func(sc *scenario.Scenario) bool { return sc.Breaks != nil }), nil
	}
}
