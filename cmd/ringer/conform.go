package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

// conformFlags are the flags of conform, as they were written.
type conformFlags struct {
	target   string
	patterns []string
	failFast bool
	shuffle  bool
	seed     uint64
	jobs     int
	strict   bool
	verbose  bool
	reports  []string
	trace    string
	chaos    string
	world    uint64 // the seed of our own fakes
	seeded   bool   // it was given, or chaos was
	faults   string
	// negatives: requests that break a rule of the document are sent, too.
	negatives bool
	coverage  float64
	init      bool
	output    string
	// timelines are wanted of scenarios that pass, too: the HTML report draws them.
	timelines bool
}

func conformCommand(t terminal) *cobra.Command {
	var f conformFlags
	cmd := &cobra.Command{
		Use:   "conform [PROVIDER]...",
		Short: "Judge an implementation claim by claim: our fakes, or that of a target file",
		Long: "Judge an implementation claim by claim.\n\n" +
			"Without --target the fakes are started in this process and judged in virtual time.\n" +
			"With --init it judges nothing, but writes a target file to fill in.\n" +
			"Exit codes: 0 conformant, 1 a failure, 2 bad usage, 3 incomplete, 4 target or inbox unreachable.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.init || cmd.Flags().Changed("output") {
				return initTarget(t, f, args)
			}
			if !cmd.Flags().Changed("shuffle-seed") {
				f.seed = 0
			}
			f.seeded = cmd.Flags().Changed("seed") || cmd.Flags().Changed("chaos")
			return conform(cmd.Context(), t, f, args)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.target, "target", "", "target file: the implementation to judge")
	flags.StringArrayVar(&f.patterns, "run", nil, "run only scenarios whose address fits this glob (repeatable)")
	flags.BoolVar(&f.failFast, "fail-fast", false, "stop at the first failure")
	flags.BoolVar(&f.shuffle, "shuffle", false, "run scenarios in random order")
	flags.Uint64Var(&f.seed, "shuffle-seed", 0, "repeat the order of an earlier shuffled run")
	flags.IntVar(&f.jobs, "jobs", 0, "scenarios at a time; 0: many in virtual time, one in real time")
	flags.BoolVar(&f.strict, "strict", false, "count a failed assumed claim as a failure, not a warning")
	flags.BoolVar(&f.negatives, "negatives", false, "also send requests that break one rule of the document each, at addresses PROVIDER/negative/…")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show claims and scenarios that hold, too")
	flags.StringVar(&f.faults, "faults", "", "file of faults to arrange in the sandbox of every scenario; each has to fire in one")
	flags.StringVar(&f.chaos, "chaos", "none", "how our fakes behave where they have a choice: none, legal or hostile, or legal:NAME,NAME (see ringer chaos)")
	flags.Uint64Var(&f.world, "seed", defaultSeed, "seed of our fakes: of what chaos chooses, and of everything that is made up")
	flags.StringArrayVar(&f.reports, "report", nil, "also write reports, as "+strings.Join(formatNames(), "=FILE,")+"=FILE (repeatable)")
	flags.Float64Var(&f.coverage, "min-coverage", 0, "fail if less of the document is seen, in per cent: a point for each documented status of each operation, event,\n"+
		"enum word and optional member (in requests, answers and callbacks) that the target does not lack")
	flags.BoolVar(&f.init, "init", false, "write a target file of PROVIDER to fill in, and judge nothing")
	flags.StringVarP(&f.output, "output", "o", "", "with --init: write to this file, which must not exist, instead of standard output")
	flags.StringVar(&f.trace, "trace", "", "write all that passes to this file, without secrets, for ringer judge")
	return cmd
}

func conform(ctx context.Context, t terminal, f conformFlags, args []string) error {
	files, err := reportFiles(f.reports)
	if err != nil {
		return &exit{exitUsage, err}
	}
	_, f.timelines = files["html"]
	if f.jobs < 0 {
		return &exit{exitUsage, fmt.Errorf("--jobs %d: want 1 or more, or 0 for as many as fit", f.jobs)}
	}
	if !(f.coverage >= 0 && f.coverage <= 100) {
		return &exit{exitUsage, fmt.Errorf("--min-coverage %v: want per cent, from 0 to 100", f.coverage)}
	}
	targets, stop, err := targetsOf(ctx, t, f, args)
	if err != nil {
		return err
	}
	defer stop()
	providers := make([]*specs.Provider, len(targets))
	for i, one := range targets {
		providers[i] = one.Provider
	}
	load := scenariosOf
	if f.negatives || meantNegative(f.patterns) {
		load = scenariosAndNegatives
	}
	lists, err := selected(providers, f.patterns, load)
	if err != nil {
		return &exit{exitUsage, err}
	}
	faults, err := faultsFor(f.faults, lists)
	if err != nil {
		return &exit{exitUsage, err}
	}
	tracing, err := traceFile(f.trace)
	if err != nil {
		return &exit{exitUsage, err}
	}
	var results []*conformance.Result
	for i, one := range targets {
		if f.patterns = lists[i].patterns; !lists[i].any {
			continue
		}
		result, err := judge(ctx, t, f, one, lists[i].scenarios, faults, tracing.record)
		if err != nil {
			tracing.close()
			return err
		}
		results = append(results, result)
	}
	if err := tracing.close(); err != nil {
		return &exit{exitEnvironment, err}
	}
	return reportAll(t, f, files, results)
}

// A selection is what is chosen of one provider's scenarios.
type selection struct {
	scenarios []*scenario.Scenario
	patterns  []string // those that fit any of them
	any       bool
}

// selected chooses for each provider. A pattern may fit the scenarios of one
// provider only; one that fits none at all is an error.
func selected(providers []*specs.Provider, patterns []string, load func(*specs.Provider) ([]*scenario.Scenario, error)) ([]selection, error) {
	var all []*scenario.Scenario
	lists := make([]selection, len(providers))
	for i, one := range providers {
		list, err := load(one)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		lists[i] = selection{scenarios: list, any: len(patterns) == 0}
		for _, pattern := range patterns {
			if _, err := conformance.Select(list, []string{pattern}); err == nil {
				lists[i].patterns = append(lists[i].patterns, pattern)
				lists[i].any = true
			}
		}
	}
	_, err := conformance.Select(all, patterns)
	return lists, err
}

// faultsFor reads --faults, which names operations and events of one provider.
func faultsFor(file string, lists []selection) (conformance.Faults, error) {
	if file == "" {
		return conformance.Faults{}, nil
	}
	judged := 0
	for _, list := range lists {
		if list.any {
			judged++
		}
	}
	if judged > 1 {
		return conformance.Faults{}, fmt.Errorf("--faults %s: name the one provider that they are for, as in ringer conform PROVIDER --faults %s", file, file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return conformance.Faults{}, fmt.Errorf("--faults: %w", err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return conformance.Faults{}, fmt.Errorf("--faults %s: the file is empty", file)
	}
	return conformance.Faults{File: file, Text: text}, nil
}

// judge runs the selected scenarios of one provider against one target.
func judge(ctx context.Context, t terminal, f conformFlags, one *target.Target, list []*scenario.Scenario, faults conformance.Faults, record func(trace.Record)) (*conformance.Result, error) {
	guards, err := guardsOf(one.Provider)
	if err != nil {
		return nil, &exit{exitUsage, err}
	}
	result, err := conformance.Run(ctx, conformance.Config{
		Provider:    one.Provider,
		Scenarios:   list,
		Files:       scenarios.Files,
		Target:      one,
		Faults:      faults,
		Select:      f.patterns,
		FailFast:    f.failFast,
		Shuffle:     f.order(),
		Jobs:        f.jobs,
		Strict:      f.strict,
		Timelines:   f.timelines,
		Repeat:      repeated(f, one),
		Name:        f.name(),
		Trace:       record,
		MinCoverage: f.coverage,
		Guards:      guards,
		Begin:       func(p conformance.Plan) { announce(t, p) },
		Waiting:     waitingLine(t),
	})
	if err != nil {
		return nil, &exit{conformance.ExitCode(err), err}
	}
	return result, nil
}
