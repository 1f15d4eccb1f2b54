package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// The addresses that are listened on unless told: the control port, and the
// providers after it in the order of their list.
const (
	defaultHost    = "127.0.0.1"
	defaultControl = "127.0.0.1:4100"
	firstPort      = 4101

	defaultSeed = 1
)

// serveFlags are the flags of serve, as they were written.
type serveFlags struct {
	host, control, token string
	clock                string
	seed                 uint64
	readyFile            string
	patience, idle       time.Duration
	callbacks, public    []string
	numbers, allow       []string
	faults               string
	chaos                string
}

func serveCommand(t terminal) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [PROVIDER[=HOST:PORT]]...",
		Short: "Serve the fakes: of all providers, or of those named",
		Long: "Serve the fakes: of all providers, or of those named, each on a port of its own, and the control port.\n" +
			"Every flag can be given as a variable too: --ready-file is RINGER_READY_FILE.",
		RunE: func(cmd *cobra.Command, args []string) error { return serve(cmd.Context(), t, f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.host, "host", defaultHost, "address that all ports listen on; beyond loopback the control port wants a token")
	flags.StringVar(&f.control, "control", defaultControl, "address of the control port")
	flags.StringVar(&f.token, "control-token", "", "bearer token of the control port; beyond loopback one is made up and printed unless given")
	flags.StringVar(&f.clock, "clock", "real", "clock of a fresh sandbox: real, 60x (any factor), frozen or frozen@TIME")
	flags.Uint64Var(&f.seed, "seed", defaultSeed, "seed of everything that is generated: the same seed gives the same ids")
	flags.StringVar(&f.readyFile, "ready-file", "", "file to write the addresses to, as JSON, once everything is listening")
	flags.DurationVar(&f.patience, "patience", 2*time.Second, "how long a silent callback receiver is waited for where the clock is not real")
	flags.DurationVar(&f.idle, "idle", time.Hour, "how long a sandbox is kept that nobody uses and in which nothing is due")
	flags.StringArrayVar(&f.callbacks, "callback", nil, "account-level callback address, as provider=URL (repeatable)")
	flags.StringArrayVar(&f.public, "public", nil, "base of the addresses that are handed out, as provider=URL (repeatable)")
	flags.StringArrayVar(&f.numbers, "number", nil, "bind a number to a persona, as 919812345678=transcript-401[,answered_after=4s,talks_for=48s] (repeatable)")
	flags.StringArrayVar(&f.allow, "allow-callback", nil, "also call back private addresses, public ones, or one host: private, public or HOST (repeatable)")
	flags.StringVar(&f.faults, "faults", "", "file of faults to arrange in the sandbox default, as the control port takes them")
	flags.StringVar(&f.chaos, "chaos", "none", "how a fresh sandbox behaves where it has a choice: none, legal or hostile, or legal:NAME,NAME (see ringer chaos)")
	return cmd
}

func serve(ctx context.Context, t terminal, f serveFlags, args []string) error {
	options, err := f.options()
	if err != nil {
		return &exit{exitUsage, err}
	}
	wanted, err := wantedAddresses(f.host, f.controlAddress(), args)
	if err != nil {
		return &exit{exitUsage, err}
	}
	fake, err := load(options, wanted.names)
	if err != nil {
		return &exit{exitUsage, err}
	}
	if err := arrange(fake, f.faults); err != nil {
		return &exit{exitUsage, err}
	}
	listeners, err := wanted.listen()
	if err != nil {
		return &exit{exitEnvironment, err}
	}
	listeners.Token = f.controlToken(listeners.Control.Addr())
	listeners.Metrics = metricsOf(fake)
	where := listeners.Addresses()
	if err := greet(t, fake, wanted.names, where, listeners.Token); err != nil {
		return err
	}
	if f.readyFile != "" {
		if err := writeReady(f.readyFile, where); err != nil {
			return &exit{exitEnvironment, err}
		}
		defer os.Remove(f.readyFile)
	}
	err = fake.Serve(ctx, listeners)
	remarkUnused(t, fake)
	return ended(err)
}

// remarkUnused names the faults of the sandbox default that never fired: what
// was to be tried with them has not been tried.
func remarkUnused(t terminal, fake *engine.Fake) {
	for _, fault := range fake.Faults(engine.DefaultSandbox) {
		if fault.Fired == 0 {
			fmt.Fprintf(t.err, "ringer: %s: never fired, of %d that fitted: %s\n", fault.Where(), fault.Reached, fault)
		}
	}
}

// ended is what a server leaves with: it has served, and whatever went wrong was
// no fault of the command line's.
func ended(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, engine.ErrUndelivered):
		return &exit{exitFailed, err}
	}
	return &exit{exitEnvironment, err}
}

// load makes the fakes with the garbage collector waiting: reading the contracts
// leaves much behind, once, and collecting it on the way would take as long again.
func load(options engine.Options, names []string) (*engine.Fake, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	return mocks.New(options, names...)
}
