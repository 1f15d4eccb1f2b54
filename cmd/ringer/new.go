package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/sketch"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

func newCommand(t terminal) *cobra.Command {
	var provider, output string
	cmd := &cobra.Command{
		Use:   "new OPERATION",
		Short: "Write a scenario of an operation to start from, one that passes against our fake",
		Long: "Write a scenario of an operation to start from: what it requires, the callbacks it leads to, and claims that\n" +
			"it may prove. It passes against our fake as it is; title, why, and what must hold are for you to fill in.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			operation, spec, err := operationCalled(args[0], provider)
			if err != nil {
				return &exit{exitUsage, err}
			}
			draft, remark, err := tried(cmd.Context(), spec, operation)
			if err != nil {
				return err
			}
			return writeFile(t, output, draft.YAML(topicOf(output), remark))
		},
	}
	cmd.Flags().StringVar(&provider, "provider", "", "whose operation it is, where several have one of this name")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file, which must not exist, instead of standard output")
	return cmd
}

// operationCalled finds an operation by its name, in one provider or all.
func operationCalled(id, provider string) (*specs.Operation, *specs.Provider, error) {
	names := mocks.Names()
	if provider != "" {
		if err := knownProvider(provider); err != nil {
			return nil, nil, fmt.Errorf("--provider: %w", err)
		}
		names = []string{provider}
	}
	var found *specs.Operation
	var owners []*specs.Provider
	var known, called []string
	for _, name := range names {
		spec, err := specs.Load(name)
		if err != nil {
			return nil, nil, err
		}
		for _, operation := range spec.Operations() {
			known = append(known, operation.ID)
			if operation.ID == id {
				found, owners, called = operation, append(owners, spec), append(called, name)
			}
		}
	}
	switch {
	case len(owners) == 0:
		return nil, nil, fmt.Errorf("no operation is called %q%s", id, specs.Hint(id, known))
	case len(owners) > 1:
		return nil, nil, fmt.Errorf("%s: each has an operation %s; say whose with --provider %s", strings.Join(called, ", "), id, called[0])
	}
	return found, owners[0], nil
}

// tried plays the drafts of an operation against our fake and returns the best
// one that passes, without callbacks that do not come. Where none passes it is
// the first, with a remark that says why.
func tried(ctx context.Context, spec *specs.Provider, operation *specs.Operation) (sketch.Draft, string, error) {
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return sketch.Draft{}, "", err
	}
	ours, stop, err := serveOurselves(ctx, spec.Name, defaultSeed, engine.Chaos{})
	if err != nil {
		return sketch.Draft{}, "", err
	}
	defer stop()
	against := target.BuiltIn(ours.spec, book, ours.Providers[spec.Name], ours.Control)
	drafts := sketch.Drafts(ours.spec, operation)
	remark := ""
	for i, draft := range drafts {
		for {
			result, err := play(ctx, against, book, draft)
			if err != nil {
				return draft, "", err
			}
			if result.Verdict == conformance.Pass {
				return draft, "", nil
			}
			step := missing(result, draft)
			if step < 0 {
				if i == 0 {
					remark = "It does not pass against our fake as it is: " + reasonOf(result)
				}
				break
			}
			draft = draft.Without(step)
		}
	}
	return drafts[0], remark, nil
}

// play runs one draft.
func play(ctx context.Context, against *target.Target, book *specs.PhoneBook, draft sketch.Draft) (conformance.ScenarioResult, error) {
	loader := scenario.NewLoader(specs.Names(), specs.Load, book)
	list, err := loader.Parse("draft.yaml", draft.YAML("new", ""))
	if err != nil {
		return conformance.ScenarioResult{}, fmt.Errorf("the draft of %s does not load: %w", draft.Operation.ID, err)
	}
	result, err := conformance.Run(ctx, conformance.Config{Provider: against.Provider, Scenarios: list, Target: against})
	if err != nil {
		return conformance.ScenarioResult{}, &exit{conformance.ExitCode(err), err}
	}
	return result.Scenarios[0], nil
}

// missing is the index of the callback that did not come as the draft has it;
// -1 where that is not what went wrong.
func missing(result conformance.ScenarioResult, draft sketch.Draft) int {
	for _, failure := range result.Failures {
		if i := failure.Index - 1; i >= 0 && i < len(draft.Steps) && draft.Steps[i].Kind == "receive" {
			return i
		}
	}
	return -1
}

// reasonOf says in a line why a scenario did not pass.
func reasonOf(result conformance.ScenarioResult) string {
	if len(result.Failures) == 0 {
		return string(result.Verdict) + ", " + result.Reason
	}
	failure := result.Failures[0]
	reason := failure.Step + ": " + failure.Message
	if len(failure.Mismatches) == 0 {
		return reason
	}
	mismatch := failure.Mismatches[0]
	return reason + ": " + mismatch.Path + " is " + mismatch.Got + ", want " + mismatch.Want
}

var topicForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// topicOf is the middle of an address: the name of the file, as in folders of scenarios.
func topicOf(file string) string {
	stem := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if topicForm.MatchString(stem) {
		return stem
	}
	return "new"
}

// writeFile writes a new file, or to standard output where none is named.
func writeFile(t terminal, path string, content []byte) error {
	if path == "" {
		_, err := t.out.Write(content)
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return &exit{exitUsage, fmt.Errorf("--output %s: the file is there already; name another, or remove it", path)}
	}
	if err != nil {
		return &exit{exitUsage, fmt.Errorf("--output: %w", err)}
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}
