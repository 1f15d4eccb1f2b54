package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ringer-mock/ringer/specs"
)

// ours begins the names of our variables.
const ours = "RINGER_"

// variable is the name of a flag's variable.
func variable(flag string) string {
	return ours + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment gives each flag that was not on the command line the value of
// its variable: --ready-file is RINGER_READY_FILE.
func fromEnvironment(flags *pflag.FlagSet, lookup func(string) (string, bool)) error {
	var problems []error
	flags.VisitAll(func(f *pflag.Flag) {
		value, set := lookup(variable(f.Name))
		if f.Changed || !set || f.Name == "help" {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", variable(f.Name), err))
		}
		_ = flags.SetAnnotation(f.Name, byVariable, nil)
	})
	if err := errors.Join(problems...); err != nil {
		return &exit{exitUsage, err}
	}
	return nil
}

// byVariable marks a flag whose value came from a variable.
const byVariable = "ringer-variable"

// typed tells whether a flag was on the command line.
func typed(flags *pflag.FlagSet, name string) bool {
	f := flags.Lookup(name)
	_, variable := f.Annotations[byVariable]
	return f.Changed && !variable
}

// unheard remarks on variables of our kind that no flag of any command reads.
func unheard(root *cobra.Command, t terminal) {
	known := flagNames(root)
	var names []string
	for _, pair := range t.environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, ours) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if name == captureVariable || slices.ContainsFunc(known, func(flag string) bool { return variable(flag) == name }) {
			continue
		}
		word := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, ours)), "_", "-")
		hint := ""
		if near := specs.Nearest(word, known); near != "" {
			hint = "; did you mean " + variable(near) + "?"
		}
		fmt.Fprintf(t.err, "ringer: no flag reads the variable %s%s\n", name, hint)
	}
}

// flagNames are those of a command and all under it, but for help.
func flagNames(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			names = append(names, f.Name)
		}
	})
	for _, under := range c.Commands() {
		names = append(names, flagNames(under)...)
	}
	return names
}
