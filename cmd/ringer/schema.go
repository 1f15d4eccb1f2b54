package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance/report"
	"github.com/ringer-mock/ringer/specs"
)

// schemaCommand prints the JSON Schemas of what the program reads and writes.
func schemaCommand(t terminal) *cobra.Command {
	published := map[string]func() []byte{"result": report.Schema}
	return &cobra.Command{
		Use:       "schema NAME",
		Short:     "Print a JSON Schema: result is that of conform --report json=FILE",
		ValidArgs: []string{"result"},
		Args:      cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			schema, ok := published[args[0]]
			if !ok {
				return &exit{exitUsage, fmt.Errorf("no schema is called %q%s", args[0], specs.Hint(args[0], []string{"result"}))}
			}
			_, err := t.out.Write(schema())
			return err
		},
	}
}
