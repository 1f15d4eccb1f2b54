package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

func readyCommand(t terminal) *cobra.Command {
	var control string
	cmd := &cobra.Command{
		Use:   "ready",
		Short: "Exit 0 if a ringer serve is listening, else 1: a health check for containers",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := ready(cmd.Context(), control); err != nil {
				var e *exit
				if errors.As(err, &e) {
					return e
				}
				return &exit{exitFailed, err}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&control, "control", defaultControl, "address or URL of the control port")
	return cmd
}

// ready asks a control port whether everything is listening; it waits three
// seconds at most.
func ready(ctx context.Context, control string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	address, err := controlURL(control)
	if err != nil {
		return err
	}
	address += "/readyz"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fmt.Errorf("--control %s: %w", control, err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("not ready: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s answered %s", address, resp.Status)
	}
	return nil
}
