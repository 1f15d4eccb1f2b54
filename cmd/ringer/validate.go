package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

func validateCommand(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "validate PATH...",
		Short: "Check scenario and target files without running them",
		Long:  "Check scenario and target files, and all .yaml files in the folders named, without running them.",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := yamlFiles(args)
			if err != nil {
				return &exit{exitUsage, err}
			}
			if err := validate(t, files); err != nil {
				return &exit{exitUsage, err}
			}
			return nil
		},
	}
}

// validate checks every file, and says what is wrong with all of them.
func validate(t terminal, files []string) error {
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return err
	}
	loader := scenario.NewLoader(specs.Names(), specs.Load, book)
	var problems []error
	var found, targets int
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if isTarget(data) {
			targets++
			_, err = target.Parse(file, data, target.Options{Names: specs.Names(), Provider: specs.Load, Book: book, Env: unread})
		} else {
			var list []*scenario.Scenario
			list, err = loader.Parse(file, data)
			found += len(list)
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "%d scenarios and %d targets in %d files are well-formed\n", found, targets, len(files))
	return err
}

// unread stands for the environment: whether a secret is there matters to a
// run, not to the form of the file.
func unread(string) (string, bool) { return "secret", true }

// isTarget tells a target file from scenarios by its members. What cannot be
// read is left to the scenario loader to complain about.
func isTarget(data []byte) bool {
	var head struct {
		Target   yaml.Node `yaml:"target"`
		BaseURL  yaml.Node `yaml:"base_url"`
		Scenario yaml.Node `yaml:"scenario"`
	}
	_ = yaml.Unmarshal(data, &head)
	return head.Scenario.IsZero() && !(head.Target.IsZero() && head.BaseURL.IsZero())
}

// yamlFiles are the files named, and those in the folders named.
func yamlFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		before := len(files)
		err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (p == path || strings.HasSuffix(p, ".yaml") || strings.HasSuffix(p, ".yml")) {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("%s has no .yaml file", path)
		}
	}
	return files, nil
}

// scenariosOf loads the scenarios of one provider, whose contract has been loaded.
func scenariosOf(spec *specs.Provider) ([]*scenario.Scenario, error) {
	loader, err := loaderOf(spec)
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(scenarios.Files, spec.Name+"/*.yaml")
	if err != nil {
		return nil, err
	}
	return loader.Load(scenarios.Files, files...)
}

// loaderOf makes a loader that need not load this contract again.
func loaderOf(spec *specs.Provider) (*scenario.Loader, error) {
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return nil, err
	}
	load := func(name string) (*specs.Provider, error) {
		if name == spec.Name {
			return spec, nil
		}
		return specs.Load(name)
	}
	return scenario.NewLoader(specs.Names(), load, book), nil
}

// providerNames checks names that were typed; none means all.
func providerNames(args []string) ([]string, error) {
	if len(args) == 0 {
		return mocks.Names(), nil
	}
	for _, name := range args {
		if err := knownProvider(name); err != nil {
			return nil, err
		}
	}
	return args, nil
}
