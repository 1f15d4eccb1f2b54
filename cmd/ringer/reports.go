package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/report"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// reportFiles reads --report: format=FILE, separated by commas or repeated. What
// cannot be written is told before the run, which may take long.
func reportFiles(written []string) (map[string]string, error) {
	files := map[string]string{}
	for _, one := range strings.Split(strings.Join(written, ","), ",") {
		if one == "" {
			continue
		}
		format, file, ok := strings.Cut(one, "=")
		if !ok || file == "" {
			return nil, fmt.Errorf("--report %s: want format=FILE, such as json=report.json", one)
		}
		if known := formatNames(); !slices.Contains(known, format) {
			return nil, fmt.Errorf("--report %s: unknown format %q%s", one, format, specs.Hint(format, known))
		}
		if _, twice := files[format]; twice {
			return nil, fmt.Errorf("--report %s: %s is given twice", one, format)
		}
		if in, err := os.Stat(filepath.Dir(file)); err != nil || !in.IsDir() {
			return nil, fmt.Errorf("--report %s: there is no folder %s", one, filepath.Dir(file))
		}
		files[format] = file
	}
	return files, nil
}

// A format is one kind of file that --report writes.
type format struct {
	name  string
	write func(io.Writer, ...*conformance.Result) error
}

func formats() []format {
	return []format{{"html", report.HTML}, {"json", report.JSON}, {"junit", report.JUnit}, {"md", report.Markdown}}
}

func formatNames() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// reportAll writes every result, and ends with the worst of their exit codes.
func reportAll(t terminal, f conformFlags, files map[string]string, results []*conformance.Result) error {
	var codes []int
	for _, result := range results {
		if err := report.Text(t.out, result, report.Options{Color: colourful(t), Verbose: f.verbose}); err != nil {
			return err
		}
		codes = append(codes, result.ExitCode())
	}
	if on, _ := t.lookup("GITHUB_ACTIONS"); on == "true" {
		if err := report.Annotations(t.out, checkedOut, results...); err != nil {
			return err
		}
	}
	var failed error
	for _, f := range formats() {
		if file, wanted := files[f.name]; wanted {
			failed = errors.Join(failed, writeReport(t, file, func(w io.Writer) error { return f.write(w, results...) }))
		}
	}
	if failed != nil {
		return &exit{exitEnvironment, failed}
	}
	if code := conformance.Worst(codes...); code != exitFine {
		return &exit{code: code}
	}
	return nil
}

// writeReport writes a file anew. The summary of a step on GitHub's CI is added to: earlier commands of the step may have
// written to it.
func writeReport(t terminal, path string, write func(io.Writer) error) error {
	mode := os.O_TRUNC
	if summary, ok := t.lookup("GITHUB_STEP_SUMMARY"); ok && summary == path {
		mode = os.O_APPEND
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|mode, 0o666)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return errors.Join(write(file), file.Close())
}

// checkedOut is where a scenario file stands in a repository that is checked out here, if it does.
func checkedOut(file string) string {
	if inTree := path.Join("scenarios", file); fileExists(inTree) {
		return inTree
	}
	return file
}

func fileExists(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// colourful tells whether colour would be seen and is wanted.
func colourful(t terminal) bool {
	if _, refused := t.lookup("NO_COLOR"); refused {
		return false
	}
	file, ok := t.out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// announce says, before a run in real time, how long it will take.
func announce(t terminal, p conformance.Plan) {
	if !p.Virtual {
		fmt.Fprintln(t.err, report.Estimate(p))
	}
}

// order is the seed of a shuffled run; 0 is the order of the files.
func (f conformFlags) order() uint64 {
	switch {
	case f.seed != 0:
		return f.seed
	case f.shuffle:
		return rand.Uint64()%1_000_000 + 1
	default:
		return 0
	}
}

// repeated is the command line that runs the same judgement again.
func repeated(f conformFlags, one *target.Target) string {
	words := []string{"ringer conform", one.Provider.Name}
	if f.target != "" {
		words = append(words, "--target "+f.target)
	}
	if f.faults != "" {
		words = append(words, "--faults "+f.faults)
	}
	if f.seeded {
		words = append(words, fmt.Sprintf("--chaos %s --seed %d", f.chaos, f.world))
	}
	if f.strict {
		words = append(words, "--strict")
	}
	return strings.Join(words, " ")
}
