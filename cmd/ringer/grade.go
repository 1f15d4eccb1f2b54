package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/conformance/grade"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/scenarios/mutants"
	"github.com/ringer-mock/ringer/specs"
)

// gradeFlags are the flags of grade, as they were written.
type gradeFlags struct {
	scenarios string
	mutant    string
	json      bool
	jobs      int
}

func gradeCommand(t terminal) *cobra.Command {
	var f gradeFlags
	cmd := &cobra.Command{
		Use:   "grade [PROVIDER]...",
		Short: "Grade the scenarios: what do they notice of a fake that is broken, and of one that is only different",
		Long: "Grade the scenarios by mutants and chameleons of the fakes.\n\n" +
			"A mutant breaks one rule of a document or one written oddity, and some scenario must turn red; a chameleon\n" +
			"changes what the documents leave free, and none may. With --scenario, only what the scenarios of a file catch.\n" +
			"Exit codes: 0 all as it should be, 1 a survivor without a reason, a claim without a guard or a flagged chameleon,\n" +
			"2 bad usage, 4 the scenarios do not pass while nothing is broken.",
		RunE: func(cmd *cobra.Command, args []string) error { return gradeAll(cmd.Context(), t, f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.scenarios, "scenario", "", "scenario file: which mutants die of it, and which of it only")
	flags.StringVar(&f.mutant, "mutant", "", "only mutants whose name contains this text; chameleons and claims are left out")
	flags.BoolVar(&f.json, "json", false, "print the findings as JSON")
	flags.IntVar(&f.jobs, "jobs", 0, "scenarios at a time; 0: twice the cores")
	return cmd
}

// garbage is how much of it, in per cent of what lives, may lie about before it
// is collected. Thousands of short plays leave little else; the usual 100
// takes a third of the time, 400 takes 200 MB in its place.
const garbage = 400

func gradeAll(ctx context.Context, t terminal, f gradeFlags, args []string) error {
	if f.jobs < 0 {
		return &exit{exitUsage, fmt.Errorf("--jobs %d: want 1 or more, or 0 for as many as fit", f.jobs)}
	}
	defer debug.SetGCPercent(debug.SetGCPercent(garbage))
	if f.scenarios != "" {
		return gradeFile(ctx, t, f, args)
	}
	names, err := providerNames(args)
	if err != nil {
		return &exit{exitUsage, err}
	}
	var reports []*grade.Report
	matched := 0
	for _, name := range names {
		s, err := suiteOf(name, f)
		if err != nil {
			return &exit{exitUsage, err}
		}
		report, err := grade.Grade(ctx, s)
		if err != nil {
			return &exit{exitEnvironment, fmt.Errorf("grade %s: %w", name, err)}
		}
		matched += report.Mutants
		reports = append(reports, report)
		if !f.json {
			report.Print(t.out)
		}
	}
	if matched == 0 {
		return &exit{exitUsage, fmt.Errorf("--mutant %q: no mutant's name contains this; names are like those that ringer grade prints", f.mutant)}
	}
	if f.json {
		if err := printJSON(t, reports); err != nil {
			return err
		}
	}
	for _, report := range reports {
		if len(report.Problems()) > 0 {
			return &exit{exitFailed, nil}
		}
	}
	return nil
}

func printJSON(t terminal, v any) error {
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// suiteOf is the suite of one provider, with a fake of its own in this process that nothing listens for.
func suiteOf(name string, f gradeFlags) (grade.Suite, error) {
	callbacks := &grade.Callbacks{}
	fake, err := mocks.New(engine.Options{
		Seed: defaultSeed, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true,
		Transport: callbacks,
		Patience:  time.Minute, // of real time: nobody here is silent, but the machine may be slow
	}, name)
	if err != nil {
		return grade.Suite{}, err
	}
	control, err := fake.Control(engine.Control{Ready: func() *engine.Addresses {
		return &engine.Addresses{Control: grade.ControlURL, Providers: map[string]string{name: grade.BaseURL}}
	}})
	if err != nil {
		return grade.Suite{}, err
	}
	provider, _ := fake.Provider(name)
	list, err := scenariosOf(provider.Spec)
	if err != nil {
		return grade.Suite{}, err
	}
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return grade.Suite{}, err
	}
	written, err := mutants.Of(name)
	if err != nil {
		return grade.Suite{}, err
	}
	s := grade.Suite{
		Provider: provider.Spec, Scenarios: list, Files: scenarios.Files, Written: written, Jobs: f.jobs,
		Target: target.BuiltIn(provider.Spec, book, grade.BaseURL, grade.ControlURL),
		World:  grade.World{Provider: fake.Handler(name), Control: control, Callbacks: callbacks},
	}
	if f.mutant != "" {
		s.Mutant = grade.Containing(f.mutant)
	}
	return s, nil
}

// gradeFile says what the scenarios of a file catch.
func gradeFile(ctx context.Context, t terminal, f gradeFlags, args []string) error {
	name, list, err := scenarioFile(f.scenarios)
	if err != nil {
		return &exit{exitUsage, err}
	}
	if len(args) > 1 || len(args) == 1 && args[0] != name {
		return &exit{exitUsage, fmt.Errorf("%s has scenarios of %s, not of %s", f.scenarios, name, strings.Join(args, " "))}
	}
	s, err := suiteOf(name, f)
	if err != nil {
		return &exit{exitUsage, err}
	}
	s.Files = nil // the file may lie anywhere
	found, err := grade.Catch(ctx, s, list)
	if err != nil {
		return &exit{exitEnvironment, fmt.Errorf("grade %s: %w", f.scenarios, err)}
	}
	if f.json {
		return printJSON(t, found)
	}
	for _, one := range found {
		one.Print(t.out)
	}
	return nil
}

// scenarioFile reads a file with scenarios of one provider.
func scenarioFile(path string) (provider string, list []*scenario.Scenario, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", nil, fmt.Errorf("read scenarios: %w", err)
	}
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return "", nil, err
	}
	list, err = scenario.NewLoader(specs.Names(), specs.Load, book).Parse(path, data)
	if err != nil {
		return "", nil, err
	}
	for _, sc := range list {
		if sc.Provider != list[0].Provider {
			return "", nil, fmt.Errorf("%s has scenarios of %s and of %s: grade one provider at a time", path, list[0].Provider.Name, sc.Provider.Name)
		}
	}
	if len(list) == 0 {
		return "", nil, fmt.Errorf("%s has no scenario", path)
	}
	return list[0].Provider.Name, list, nil
}
