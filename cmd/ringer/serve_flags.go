package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// options reads the flags that say how the fakes behave.
func (f serveFlags) options() (engine.Options, error) {
	o := engine.Options{Seed: f.seed, Patience: f.patience, Idle: f.idle}
	for _, allowed := range f.allow {
		if allowed == "private" {
			o.AllowPrivate = true
		} else {
			o.AllowCallback = append(o.AllowCallback, allowed)
		}
	}
	var problems []error
	note := func(err error) { problems = append(problems, err) }
	var err error
	if o.Clock, err = engine.ParseMode(f.clock); err != nil {
		note(fmt.Errorf("--clock %s: %w", f.clock, err))
	}
	if o.Chaos, err = engine.ParseChaos(f.chaos); err != nil {
		note(fmt.Errorf("--chaos: %w", err))
	}
	if f.patience <= 0 {
		note(fmt.Errorf("--patience %s: want a duration above 0", f.patience))
	}
	if f.idle <= 0 {
		note(fmt.Errorf("--idle %s: want a duration above 0", f.idle))
	}
	o.Callbacks, err = addressed("--callback", f.callbacks, "http://127.0.0.1:8080/hook")
	note(err)
	o.Public, err = addressed("--public", f.public, "http://ringer.internal:4101")
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
		words := strings.Split(value, ",")
		persona, known := book.ByName(words[0])
		if !known {
			return nil, fmt.Errorf("--number %s=%s: unknown persona %q%s", number, value, words[0], specs.Hint(words[0], book.Names()))
		}
		for _, word := range words[1:] {
			if err := setTime(&persona, word); err != nil {
				return nil, fmt.Errorf("--number %s=%s: %w", number, value, err)
			}
		}
		bound[number] = persona
	}
	return bound, nil
}

// setTime reads answered_after=4s or talks_for=48s.
func setTime(p *call.Persona, word string) error {
	name, written, _ := strings.Cut(word, "=")
	d, err := time.ParseDuration(written)
	if err != nil || d <= 0 {
		return fmt.Errorf("%q: want a duration such as %s=4s", word, name)
	}
	switch name {
	case "answered_after":
		p.AnsweredAfter = d
	case "talks_for":
		p.TalksFor = d
	default:
		return fmt.Errorf("unknown %q%s", name, specs.Hint(name, []string{"answered_after", "talks_for"}))
	}
	return nil
}

// addressed reads flags of the form provider=URL.
func addressed(flag string, written []string, example string) (map[string]string, error) {
	read, err := pairs(flag, written)
	for name, address := range read {
		if err := knownProvider(name); err != nil {
			return nil, fmt.Errorf("%s %s=%s: %w", flag, name, address, err)
		}
		if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("%s %s=%s: want a URL such as %s", flag, name, address, example)
		}
	}
	return read, err
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

// controlAddress is where the control port listens: on --host too, unless it
// was given an address of its own.
func (f serveFlags) controlAddress() string {
	// ringer env sets the variable to a URL.
	if at := strings.TrimPrefix(f.control, "http://"); at != defaultControl {
		return strings.TrimSuffix(at, "/")
	}
	_, port, _ := net.SplitHostPort(defaultControl)
	return net.JoinHostPort(f.host, port)
}

// controlToken is the token of the control port: none on loopback unless one
// was given; beyond it one is made up where none was.
func (f serveFlags) controlToken(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	if f.token != "" || ok && tcp.IP.IsLoopback() {
		return f.token
	}
	return rand.Text()
}

// arrange reads a file of faults, as the control port takes them, and arranges
// them in the sandbox default.
func arrange(fake *engine.Fake, file string) error {
	if file == "" {
		return nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("--faults: %w", err)
	}
	list, err := engine.ParseFaults(file, data)
	if err == nil {
		err = fake.Arrange(engine.DefaultSandbox, list)
	}
	if err != nil {
		return fmt.Errorf("--faults: %w", err)
	}
	return nil
}
