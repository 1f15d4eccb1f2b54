package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func clockCommand(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:       "clock [real|frozen|60x]",
		Short:     "Print the clock of a sandbox, or change how it moves",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []string{"real", "frozen", "60x"},
	}
	r := remoteOf(t, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		method, body := http.MethodGet, []byte(nil)
		if len(args) == 1 {
			if _, err := engine.ParseMode(args[0]); err != nil {
				return &exit{exitUsage, err}
			}
			method = http.MethodPut
			body, _ = json.Marshal(map[string]string{"mode": args[0]})
		}
		var clock struct {
			Mode string
			Now  time.Time
		}
		answer, err := r.into(cmd.Context(), &clock, method, r.path("clock"), body)
		if err != nil {
			return err
		}
		if r.json {
			return r.untouched(answer)
		}
		_, err = fmt.Fprintf(t.out, "%s  %s\n", clock.Mode, full(clock.Now))
		return err
	}
	return cmd
}

// mode is how the clock of the sandbox moves; "" where that cannot be had.
func (r *remote) mode(ctx context.Context) string {
	var clock struct{ Mode string }
	_, _ = r.into(ctx, &clock, http.MethodGet, r.path("clock"), nil)
	return clock.Mode
}
