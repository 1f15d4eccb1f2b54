package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ringer-mock/ringer/conformance/sketch"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// initTarget writes a target file to fill in.
func initTarget(t terminal, f conformFlags, args []string) error {
	switch {
	case !f.init:
		return &exit{exitUsage, errors.New("--output goes with --init; a report is written by --report html=FILE")}
	case len(args) != 1:
		return &exit{exitUsage, fmt.Errorf("--init wants one provider, as in ringer conform --init %s: there are %s", mocks.Names()[0], strings.Join(mocks.Names(), ", "))}
	case f.target != "":
		return &exit{exitUsage, errors.New("--init writes a target file, and --target reads one: give one of them")}
	}
	if err := knownProvider(args[0]); err != nil {
		return &exit{exitUsage, err}
	}
	spec, err := specs.Load(args[0])
	if err != nil {
		return &exit{exitUsage, err}
	}
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return &exit{exitUsage, err}
	}
	return writeFile(t, f.output, sketch.Target(spec, book))
}
