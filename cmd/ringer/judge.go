package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/trace"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

func judgeCommand(t terminal) *cobra.Command {
	var f conformFlags
	cmd := &cobra.Command{
		Use:   "judge TRACE [PROVIDER/PATTERN]...",
		Short: "Judge a recorded run again, by today's scenarios and without a network",
		Long: "Judge a run that `ringer conform --trace FILE` recorded, by today's scenarios and without a network.\n\n" +
			"By the scenarios of then the verdict is that of the run, byte for byte. A scenario that does today what\n" +
			"it did not do then is inconclusive: not in the trace. Exit codes are those of ringer conform.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return judgeTrace(t, f, args[0], args[1:]) },
	}
	flags := cmd.Flags()
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show claims and scenarios that hold, too")
	flags.StringArrayVar(&f.reports, "report", nil, "also write reports, as "+strings.Join(formatNames(), "=FILE,")+"=FILE (repeatable)")
	return cmd
}

func judgeTrace(t terminal, f conformFlags, path string, patterns []string) error {
	files, err := reportFiles(f.reports)
	if err != nil {
		return &exit{exitUsage, err}
	}
	_, f.timelines = files["html"]
	file, err := os.Open(path)
	if err != nil {
		return &exit{exitUsage, fmt.Errorf("read trace: %w", err)}
	}
	defer file.Close()
	recorded, err := openTrace(path, file)
	if err != nil {
		return &exit{exitUsage, err}
	}
	providers := make([]*specs.Provider, len(recorded.Runs))
	for i, run := range recorded.Runs {
		if providers[i], err = specs.Load(run.Provider); err != nil {
			return &exit{exitUsage, fmt.Errorf("%s:%d: %w", path, run.Line, err)}
		}
	}
	lists, err := selected(providers, patterns, scenariosThen(recorded))
	if err != nil {
		return &exit{exitUsage, err}
	}
	var results []*conformance.Result
	for i, run := range recorded.Runs {
		if !lists[i].any {
			continue
		}
		result, err := judgeAgain(run, providers[i], lists[i].scenarios, lists[i].patterns, f.timelines)
		if err != nil {
			return &exit{conformance.ExitCode(err), fmt.Errorf("%s: %w", path, err)}
		}
		remark(t, path, recorded, run, result, len(patterns) > 0)
		results = append(results, result)
	}
	return reportAll(t, f, files, results)
}

func openTrace(path string, file *os.File) (*trace.Trace, error) {
	about, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("read trace: %w", err)
	}
	recorded, err := trace.Open(path, file, about.Size())
	if err != nil {
		return nil, err
	}
	if len(recorded.Runs) == 0 {
		return nil, fmt.Errorf("%s holds no run: it broke off before one began", path)
	}
	return recorded, nil
}

func judgeAgain(run *trace.Recorded, provider *specs.Provider, list []*scenario.Scenario, patterns []string, timelines bool) (*conformance.Result, error) {
	guards, err := guardsOf(provider)
	if err != nil {
		return nil, err
	}
	return conformance.Judge(run, conformance.Config{Provider: provider, Scenarios: list, Files: scenarios.Files, Select: patterns, Timelines: timelines, Guards: guards})
}

// remark says where the trace is no whole run, and where today's verdict is another one.
func remark(t terminal, path string, file *trace.Trace, run *trace.Recorded, result *conformance.Result, narrowed bool) {
	switch {
	case run.Over == nil:
		at := ""
		if file.Cut > 0 {
			at = fmt.Sprintf(", in line %d", file.Cut)
		}
		fmt.Fprintf(t.err, "ringer: %s breaks off before the run of %s ended%s: judged as far as it goes\n", path, run.Provider, at)
	case !narrowed && run.Over.Verdict != string(result.Verdict):
		fmt.Fprintf(t.err, "ringer: the verdict of the run of %s was %q, and by today's scenarios it is %q\n", run.Provider, run.Over.Verdict, result.Verdict)
	}
}
