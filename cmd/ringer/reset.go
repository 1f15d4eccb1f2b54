package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/spf13/cobra"
)

func resetCommand(t terminal) *cobra.Command {
	var only string
	parts := []string{"journal", "faults"}
	cmd := &cobra.Command{
		Use:   "reset [NAME]",
		Short: "Empty a sandbox, or a part of it; tokens stay valid and the clock goes on",
		Args:  cobra.MaximumNArgs(1),
	}
	r := remoteOf(t, cmd)
	cmd.ValidArgsFunction = r.completeSandboxes
	cmd.Flags().StringVar(&only, "only", "", "only this part: journal or faults")
	_ = cmd.RegisterFlagCompletionFunc("only", cobra.FixedCompletions(parts, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if only != "" && !slices.Contains(parts, only) {
			return &exit{exitUsage, fmt.Errorf("--only %s: there is no such part%s", only, orAll(only, parts))}
		}
		if err := r.name(cmd, args); err != nil {
			return err
		}
		if _, err := r.ask(cmd.Context(), http.MethodPost, r.path("reset")+chosen(url.Values{"only": {only}}), nil); err != nil || !r.json {
			return err
		}
		answer, err := r.ask(cmd.Context(), http.MethodPut, r.path(), nil) // finds it
		if err != nil {
			return err
		}
		return r.untouched(answer)
	}
	return cmd
}

// name takes the sandbox from an argument where there is one.
func (r *remote) name(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if typed(cmd.Flags(), "sandbox") && r.sandbox != args[0] {
		return &exit{exitUsage, fmt.Errorf("%s, and --sandbox %s: name one sandbox", args[0], r.sandbox)}
	}
	r.sandbox = args[0]
	return r.connect(cmd.Flags())
}

func (r *remote) completeSandboxes(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return r.completing(cmd, r.sandboxes), cobra.ShellCompDirectiveNoFileComp
}
