package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ringer-mock/ringer/specs"
)

// A terminal is where a command prints and what it knows of its surroundings.
type terminal struct {
	out, err io.Writer
	lookup   func(name string) (string, bool) // of the environment
	environ  func() []string                  // all of it, as name=value
}

// Exit codes, for every command alike.
const (
	exitFine        = 0
	exitFailed      = 1 // something does not conform, or is not ready
	exitUsage       = 2 // a flag, a file or a name is wrong
	exitIncomplete  = 3 // nothing failed, something claimed could not be judged
	exitEnvironment = 4 // a target, an inbox or an address cannot be reached
)

// An exit is an error with the code it ends the program with. One without an
// error has been reported already.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, t terminal) int {
	root := rootCommand(t)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	var e *exit
	if !errors.As(err, &e) {
		e = &exit{exitUsage, err} // cobra's own errors are about the command line
	}
	if e.err != nil {
		fmt.Fprintf(t.err, "ringer: %v\n", e.err)
	}
	return e.code
}

func rootCommand(t terminal) *cobra.Command {
	root := &cobra.Command{
		Use:           "ringer",
		Short:         "Stand-ins for voice-call providers, and a judge of their likeness",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			unheard(cmd.Root(), t)
			return fromEnvironment(cmd.Flags(), t.lookup)
		},
	}
	root.SetFlagErrorFunc(misspelt)
	root.SetOut(t.out)
	root.SetErr(t.err)
	root.AddCommand(
		serveCommand(t),
		conformCommand(t),
		judgeCommand(t),
		compareCommand(t),
		gradeCommand(t),
		newCommand(t),
		validateCommand(t),
		claimsCommand(t),
		faultsCommand(t),
		chaosCommand(t),
		envCommand(t),
		faultCommand(t),
		clockCommand(t),
		advanceCommand(t),
		callsCommand(t),
		deliveriesCommand(t),
		journalCommand(t),
		eventsCommand(t),
		snapshotCommand(t),
		restoreCommand(t),
		resetCommand(t),
		readyCommand(t),
		schemaCommand(t),
		versionCommand(t),
	)
	return root
}

// misspelt adds the nearest flag to the error about an unknown one.
func misspelt(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	return fmt.Errorf("%w%s", err, specs.Hint("--"+unknown.GetSpecifiedName(), known))
}
