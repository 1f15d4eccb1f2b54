package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

func claimsCommand(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "claims [PROVIDER]...",
		Short: "List what the providers' documents claim, and what proves each claim",
		RunE: func(_ *cobra.Command, args []string) error {
			names, err := providerNames(args)
			if err != nil {
				return &exit{exitUsage, err}
			}
			for _, name := range names {
				if err := listClaims(t, name); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func listClaims(t terminal, name string) error {
	spec, err := specs.Load(name)
	if err != nil {
		return err
	}
	list, err := scenariosOf(spec)
	if err != nil {
		return err
	}
	proofs := proofsOf(spec, list)
	fmt.Fprintf(t.out, "%s: %d claims\n", spec.Ledger.Title, len(spec.Ledger.Claims))
	for _, c := range spec.Ledger.Claims {
		fmt.Fprintf(t.out, "\n%s  %s  %s\n  %s\n", c.ID, c.Basis, c.About(), c.Text)
		fmt.Fprintf(t.out, "  %s\n", proofLine(c, proofs[c.ID]))
	}
	printWays(t.out, waysOf(spec, list))
	return nil
}

// proofLine says what proves a claim, or why nothing does.
func proofLine(c specs.Claim, proofs []string) string {
	switch {
	case c.OverruledBy != "":
		return "overruled by " + c.OverruledBy
	case !c.Testable():
		return "not testable: " + c.Note
	case len(proofs) == 0:
		return "proven by nothing"
	default:
		return "proven by " + strings.Join(proofs, ", ")
	}
}

// proofsOf collects, for each claim, the nodes of the document and the
// scenarios that prove it.
func proofsOf(spec *specs.Provider, list []*scenario.Scenario) map[string][]string {
	proofs := map[string][]string{}
	add := func(id, proof string) {
		if n := len(proofs[id]); n == 0 || proofs[id][n-1] != proof {
			proofs[id] = append(proofs[id], proof)
		}
	}
	for id, nodes := range spec.Nodes() {
		for _, node := range nodes {
			add(id, node)
		}
	}
	for _, s := range list {
		for _, steps := range [][]*scenario.Step{s.Steps, s.Never} {
			for _, step := range steps {
				for _, c := range step.Proves {
					add(c.ID, s.Address)
				}
			}
		}
	}
	return proofs
}
