package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/specs"
)

// vocabulary lists the words of one kind of all documents that load.
func vocabulary(words func(*specs.Provider) []string) []string {
	var list []string
	for _, name := range specs.Names() {
		if spec, err := specs.Load(name); err == nil {
			list = append(list, words(spec)...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func operationNames() []string {
	return vocabulary(func(spec *specs.Provider) (list []string) {
		for _, op := range spec.Operations() {
			list = append(list, op.ID)
		}
		return list
	})
}

func eventNames() []string {
	return vocabulary(func(spec *specs.Provider) (list []string) {
		for _, e := range spec.Events() {
			list = append(list, e.Name)
		}
		return list
	})
}

// knownOperation is nil for "" and for an operation that some document has.
func knownOperation(word string) error {
	return known("--operation", "operation", word, operationNames)
}

// knownEvent is nil for "" and for an event that some document has.
func knownEvent(word string) error { return known("--event", "event", word, eventNames) }

func known(flag, kind, word string, words func() []string) error {
	if word == "" {
		return nil
	}
	list := words()
	if slices.Contains(list, word) {
		return nil
	}
	return fmt.Errorf("%s %s: no document has such an %s%s", flag, word, kind, specs.Hint(word, list))
}

// completeFrom completes from words that take a moment to read.
func completeFrom(words func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words(), cobra.ShellCompDirectiveNoFileComp
	}
}
