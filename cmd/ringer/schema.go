package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance/report"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// schemaNames are what there are schemas of.
func schemaNames() []string { return []string{"scenario", "target", "faults", "result"} }

// schemaCommand prints the JSON Schemas of what the program reads and writes.
func schemaCommand(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "schema scenario|target|faults|result [PROVIDER]",
		Short: "Print a JSON Schema: of the files that are read, for an editor, or of conform --report json=FILE",
		Long: "Print a JSON Schema, draft-07.\n\n" +
			"scenario, target and faults are of the files that this program reads. They name what the documents have, so\n" +
			"that an editor completes it; of one provider where it is named, else of all. An editor finds them by a first line\n" +
			"# yaml-language-server: $schema=FILE. result is of what conform --report json=FILE writes.",
		ValidArgs: schemaNames(),
		Args:      cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			schema, err := schemaOf(args[0], args[1:])
			if err != nil {
				return &exit{exitUsage, err}
			}
			_, err = t.out.Write(schema)
			return err
		},
	}
}

// schemaOf is the schema that is called so, of the providers named.
func schemaOf(name string, names []string) ([]byte, error) {
	if name == "result" {
		if len(names) > 0 {
			return nil, errors.New("the schema of the result is the same for all providers: write ringer schema result")
		}
		return report.Schema(), nil
	}
	if !slices.Contains(schemaNames(), name) {
		return nil, fmt.Errorf("no schema is called %q%s", name, specs.Hint(name, schemaNames()))
	}
	names, err := providerNames(names)
	if err != nil {
		return nil, err
	}
	var providers []*specs.Provider
	for _, one := range names {
		provider, err := specs.Load(one)
		if err != nil {
			return nil, err
		}
		providers = append(providers, provider)
	}
	if name == "faults" {
		book, err := mocks.PhoneBook()
		if err != nil {
			return nil, err
		}
		return engine.FaultSchema(book, providers...)
	}
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return nil, err
	}
	if name == "target" {
		return target.Schema(book, providers...)
	}
	return scenario.Schema(book, providers...)
}
