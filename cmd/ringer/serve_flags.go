package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// options reads the flags that say how the fakes behave.
func (f serveFlags) options() (engine.Options, error) {
	o := engine.Options{Seed: f.seed, Patience: f.patience, AllowCallback: f.allow}
	var problems []error
	note := func(err error) { problems = append(problems, err) }
	var err error
	if o.Clock, err = engine.ParseMode(f.clock); err != nil {
		note(fmt.Errorf("--clock %s: %w", f.clock, err))
	}
	o.Callbacks, err = pairs("--callback", f.callbacks)
	note(err)
	o.Public, err = pairs("--public", f.public)
	note(err)
	o.Numbers, err = f.bound()
	note(err)
	return o, errors.Join(problems...)
}

// bound reads --number.
func (f serveFlags) bound() (map[string]call.Persona, error) {
	book, err := mocks.PhoneBook()
	if err != nil {
		return nil, err
	}
	written, err := pairs("--number", f.numbers)
	if err != nil {
		return nil, err
	}
	bound := map[string]call.Persona{}
	for number, value := range written {
		name, _, _ := strings.Cut(value, ",")
		persona, known := book.ByName(name)
		if !known {
			return nil, fmt.Errorf("--number %s=%s: unknown persona %q", number, value, name)
		}
		bound[number] = persona
	}
	return bound, nil
}

// pairs reads flags of the form key=value.
func pairs(flag string, written []string) (map[string]string, error) {
	read := map[string]string{}
	for _, w := range written {
		key, value, ok := strings.Cut(w, "=")
		if !ok || key == "" || value == "" {
			return nil, fmt.Errorf("%s %s: want key=value", flag, w)
		}
		if _, twice := read[key]; twice {
			return nil, fmt.Errorf("%s %s: %s is given twice", flag, w, key)
		}
		read[key] = value
	}
	return read, nil
}
