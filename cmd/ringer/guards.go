package main

import (
	"slices"

	"github.com/ringer-mock/ringer/scenarios/mutants"
	"github.com/ringer-mock/ringer/specs"
)

// guardsOf names, for each claim of a provider, the mutant that is known to
// die of it. A provider that is none of ours has none.
func guardsOf(provider *specs.Provider) (map[string]string, error) {
	if !slices.Contains(specs.Names(), provider.Name) {
		return nil, nil
	}
	written, err := mutants.Of(provider.Name)
	return written.Known.Kills, err
}
