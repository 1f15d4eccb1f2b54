package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// wanted are the addresses to listen on, by provider, and the providers in the
// order in which they were named.
type wanted struct {
	control   string
	names     []string
	providers map[string]string
}

// wantedAddresses reads the arguments of serve: names, each with an address of
// its own or the port that is always its own.
func wantedAddresses(host, control string, args []string) (wanted, error) {
	w := wanted{control: control, providers: map[string]string{}}
	if len(args) == 0 {
		args = mocks.Names()
	}
	for _, arg := range args {
		name, address, given := strings.Cut(arg, "=")
		if err := knownProvider(name); err != nil {
			return wanted{}, err
		}
		if _, twice := w.providers[name]; twice {
			return wanted{}, fmt.Errorf("%s is named twice", name)
		}
		if !given {
			address = net.JoinHostPort(host, strconv.Itoa(firstPort+slices.Index(mocks.Names(), name)))
		}
		if _, _, err := net.SplitHostPort(address); err != nil {
			return wanted{}, fmt.Errorf("%s: want HOST:PORT, such as %s=127.0.0.1:0", arg, name)
		}
		w.names = append(w.names, name)
		w.providers[name] = address
	}
	return w, nil
}

// knownProvider is nil for a provider that there is; its error names the
// nearest, or all of them.
func knownProvider(name string) error {
	if slices.Contains(mocks.Names(), name) {
		return nil
	}
	if hint := specs.Hint(name, mocks.Names()); hint != "" {
		return fmt.Errorf("unknown provider %q%s", name, hint)
	}
	return fmt.Errorf("unknown provider %q: there are %s", name, strings.Join(mocks.Names(), ", "))
}

// listen opens all the addresses, or none.
func (w wanted) listen() (engine.Listeners, error) {
	opened := engine.Listeners{Providers: map[string]net.Listener{}}
	var problems []error
	open := func(what, address string) net.Listener {
		l, err := net.Listen("tcp", address)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s cannot listen on %s: %w", what, address, err))
		}
		return l
	}
	opened.Control = open("the control port", w.control)
	for _, name := range w.names {
		if l := open(name, w.providers[name]); l != nil {
			opened.Providers[name] = l
		}
	}
	if len(problems) == 0 {
		return opened, nil
	}
	for _, l := range append(slices.Collect(maps.Values(opened.Providers)), opened.Control) {
		if l != nil {
			l.Close()
		}
	}
	return engine.Listeners{}, errors.Join(problems...)
}

// reachable is an address to connect to where one listens on all of them.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = defaultHost
	}
	return net.JoinHostPort(host, port)
}

// writeReady writes the ready file in one move, so that who waits for it never
// reads half of it.
func writeReady(path string, a engine.Addresses) error {
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".ringer-ready-*")
	if err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	_, err = part.Write(append(data, '\n'))
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		os.Remove(part.Name())
		return fmt.Errorf("write ready file: %w", err)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
