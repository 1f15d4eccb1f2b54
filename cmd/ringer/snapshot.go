package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"
)

func snapshotCommand(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "snapshot [NAME]",
		Short: "Print all of a sandbox, for ringer restore: ringer snapshot t1 > file",
		Args:  cobra.MaximumNArgs(1),
	}
	r := bareRemote(t, cmd)
	cmd.ValidArgsFunction = r.completeSandboxes
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := r.name(cmd, args); err != nil {
			return err
		}
		answer, err := r.ask(cmd.Context(), http.MethodGet, r.path("snapshot"), nil)
		if err != nil {
			return err
		}
		_, err = t.out.Write(answer)
		return err
	}
	return cmd
}

func restoreCommand(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore [NAME]",
		Short: "Make a sandbox what a snapshot was: ringer restore t2 < file",
		Args:  cobra.MaximumNArgs(1),
	}
	r := remoteOf(t, cmd)
	cmd.ValidArgsFunction = r.completeSandboxes
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := r.name(cmd, args); err != nil {
			return err
		}
		snapshot, err := io.ReadAll(cmd.InOrStdin())
		if err != nil {
			return &exit{exitEnvironment, fmt.Errorf("read the snapshot: %w", err)}
		}
		if len(snapshot) == 0 {
			return &exit{exitUsage, errors.New("restore: the standard input is empty: ringer restore NAME < file")}
		}
		answer, err := r.ask(cmd.Context(), http.MethodPut, r.path("snapshot"), snapshot)
		if err != nil {
			return err
		}
		return r.sayIfAsked(answer)
	}
	return cmd
}

// sayIfAsked prints an answer where --json asks for it; success is quiet.
func (r *remote) sayIfAsked(answer []byte) error {
	if !r.json {
		return nil
	}
	return r.untouched(answer)
}
