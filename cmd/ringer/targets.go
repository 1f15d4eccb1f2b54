package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// targetsOf is the target of the file, or one for each of our own fakes, which
// run until stop is called.
func targetsOf(ctx context.Context, t terminal, f conformFlags, args []string) (list []*target.Target, stop func(), err error) {
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return nil, nil, err
	}
	if f.target != "" && f.seeded {
		return nil, nil, &exit{exitUsage, errors.New("--chaos and --seed are for our own fakes: a target behaves as it was started, such as by ringer serve --chaos")}
	}
	if f.target != "" {
		one, err := targetFile(f.target, book, t)
		if err != nil {
			return nil, nil, &exit{exitUsage, err}
		}
		if len(args) > 0 && (len(args) > 1 || args[0] != one.Provider.Name) {
			return nil, nil, &exit{exitUsage, fmt.Errorf("%s is a target for %s, not for %s", f.target, one.Provider.Name, strings.Join(args, " "))}
		}
		return []*target.Target{one}, func() {}, nil
	}
	names, err := providerNames(args)
	if err != nil {
		return nil, nil, &exit{exitUsage, err}
	}
	chaos, err := engine.ParseChaos(f.chaos)
	var each map[string]engine.Chaos
	if err == nil {
		each, err = chaosOf(chaos, names)
	}
	if err != nil {
		return nil, nil, &exit{exitUsage, fmt.Errorf("--chaos: %w", err)}
	}
	// A fake for each, so that none waits for what is due at another.
	var stops []func()
	stop = func() {
		for _, s := range stops {
			s()
		}
	}
	for _, name := range names {
		ours, stopOne, err := serveOurselves(ctx, name, f.world, each[name])
		if err != nil {
			stop()
			return nil, nil, err
		}
		stops = append(stops, stopOne)
		list = append(list, target.BuiltIn(ours.spec, book, ours.Providers[name], ours.Control))
	}
	return list, stop, nil
}

// name is of a run that can be repeated; any other has one of its own.
func (f conformFlags) name() string {
	if !f.seeded {
		return ""
	}
	return "seed"
}

func targetFile(path string, book *specs.PhoneBook, t terminal) (*target.Target, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read target: %w", err)
	}
	return target.Parse(path, data, target.Options{Names: specs.Names(), Provider: specs.Load, Book: book, Env: t.lookup})
}
