package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/compare"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

func compareCommand(t terminal) *cobra.Command {
	var f conformFlags
	cmd := &cobra.Command{
		Use:   "compare TARGET TARGET",
		Short: "Say in what two implementations of a provider differ",
		Long: "Play the same scenarios against two implementations, and say in what their answers and callbacks differ,\n" +
			"ids and times aside. A target is a target file, a provider's name for our own fake of it, or the trace\n" +
			"of an earlier run. Of our fake and the real thing, the differences are what the fake does not get right.\n" +
			"Exit codes: 0 nothing differs, 1 something does, 2 bad usage, 3 a run was interrupted, 4 unreachable.",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return compareTargets(cmd.Context(), t, f, args) },
	}
	cmd.Flags().StringArrayVar(&f.patterns, "run", nil, "play only scenarios whose address fits this glob (repeatable)")
	return cmd
}

func compareTargets(ctx context.Context, t terminal, f conformFlags, args []string) error {
	folder, err := os.MkdirTemp("", "ringer-compare-")
	if err != nil {
		return &exit{exitEnvironment, err}
	}
	defer os.RemoveAll(folder)
	var runs [2]*trace.Recorded
	for i, arg := range args {
		path, err := arg, error(nil)
		if !isTrace(arg) {
			path = fmt.Sprintf("%s/%d", folder, i)
			if err = recordRun(ctx, t, f, arg, path); err != nil {
				return err
			}
		}
		file, err := os.Open(path)
		if err != nil {
			return &exit{exitUsage, fmt.Errorf("read trace: %w", err)}
		}
		defer file.Close()
		recorded, err := openTrace(path, file)
		if err != nil {
			return &exit{exitUsage, err}
		}
		runs[i] = recorded.Runs[0]
		if i > 0 { // a trace may hold several providers
			for _, run := range recorded.Runs {
				if run.Provider == runs[0].Provider {
					runs[i] = run
				}
			}
		}
	}
	found, err := compare.Runs(runs[0], runs[1])
	if err != nil {
		return &exit{exitUsage, err}
	}
	if err := compare.Text(t.out, found); err != nil {
		return err
	}
	switch {
	case len(found.Differences) > 0:
		return &exit{code: exitFailed}
	case found.Scenarios == 0, interrupted(runs[0]), interrupted(runs[1]):
		return &exit{code: exitIncomplete}
	}
	return nil
}

func interrupted(run *trace.Recorded) bool { return run.Over == nil || run.Over.Interrupted }

// isTrace tells a trace from a target by its first line.
func isTrace(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	line, _ := bufio.NewReader(file).ReadString('\n')
	return strings.HasPrefix(line, `{"trace":`)
}

// recordRun plays the scenarios against a target file, or against our own fake, and leaves the trace in a file. Both
// runs have one name, so that two fakes make up the same.
func recordRun(ctx context.Context, t terminal, f conformFlags, arg, path string) error {
	one, stop, err := targetOf(ctx, t, arg)
	if err != nil {
		return err
	}
	defer stop()
	list, err := scenariosOf(one.Provider)
	if err != nil {
		return &exit{exitUsage, err}
	}
	tracing, err := traceFile(path)
	if err != nil {
		return &exit{exitEnvironment, err}
	}
	_, err = conformance.Run(ctx, conformance.Config{
		Provider: one.Provider, Scenarios: list, Files: scenarios.Files, Target: one, Select: f.patterns,
		Name: "compare", Trace: tracing.record, Begin: func(p conformance.Plan) { announce(t, p) },
	})
	if closed := tracing.close(); err == nil && closed != nil {
		return &exit{exitEnvironment, closed}
	}
	if err != nil {
		return &exit{conformance.ExitCode(err), err}
	}
	return nil
}

// targetOf is the target of a file, or our own fake of a provider.
func targetOf(ctx context.Context, t terminal, arg string) (*target.Target, func(), error) {
	f := conformFlags{}
	var names []string
	switch _, err := os.Stat(arg); {
	case slices.Contains(mocks.Names(), arg):
		names = []string{arg}
	case err == nil:
		f.target = arg
	case errors.Is(err, os.ErrNotExist):
		return nil, nil, &exit{exitUsage, fmt.Errorf("%s is neither a file nor a provider%s", arg, specs.Hint(arg, mocks.Names()))}
	default:
		return nil, nil, &exit{exitUsage, err}
	}
	list, stop, err := targetsOf(ctx, t, f, names)
	if err != nil {
		return nil, nil, err
	}
	return list[0], stop, nil
}
