package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A eventView is one event of the stream.
type eventView engine.Telling

func eventsCommand(t terminal) *cobra.Command {
	var all bool
	var since uint64
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Follow what happens as it happens, until interrupted",
		Long: "Follow what happens as it happens: requests, events of calls, callbacks and their attempts, the clock, faults that\n" +
			"fired, sandboxes. It ends with 0 when the server stops, and with 1 when this reader was too slow for it.",
		Args: cobra.NoArgs,
	}
	r := remoteOf(t, cmd)
	cmd.Flags().BoolVar(&all, "all", false, "of all sandboxes")
	cmd.Flags().Uint64Var(&since, "since", 0, "begin after the event with this number, as far as it is remembered")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		sandbox := r.sandbox
		if all {
			sandbox = ""
		}
		return r.follow(cmd.Context(), sandbox, since)
	}
	return cmd
}

// follow prints the stream until it ends.
func (r *remote) follow(ctx context.Context, sandbox string, since uint64) error {
	req, err := r.request(ctx, http.MethodGet, "/events"+chosen(url.Values{"sandbox": {sandbox}}), nil)
	if err != nil {
		return err
	}
	if since > 0 {
		req.Header.Set("Last-Event-ID", strconv.FormatUint(since, 10))
	}
	resp, err := r.send(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	over := errStreamBroke
	err = frames(resp.Body, func(f frame) error {
		var e eventView
		if err := json.Unmarshal(f.data, &e); err != nil {
			return fmt.Errorf("read the event %q: %w", f.data, err)
		}
		if f.name == "end" || f.name == "dropped" {
			over = nil
			if f.name == "dropped" {
				over = &exit{exitFailed, errors.New(e.Reason)}
			}
		}
		if r.json {
			return r.untouched(f.data)
		}
		_, err := fmt.Fprintln(r.t.out, e.line(sandbox == ""))
		return err
	})
	switch {
	case ctx.Err() != nil:
		return nil // the user has seen enough
	case over != nil:
		return over
	}
	return err
}

var errStreamBroke = error(&exit{exitEnvironment, errors.New("the stream of events broke off; ringer events --since with the last number goes on from there")})

// line is an event as a person reads it.
func (e eventView) line(sandboxes bool) string {
	text := fmt.Sprintf("%d  %s  ", e.ID, faceOf(e.At).show(e.At))
	if e.At.IsZero() {
		text = ""
	}
	if sandboxes && e.Sandbox != "" {
		text += e.Sandbox + "  "
	}
	return text + e.what()
}

func (e eventView) what() string {
	text := e.Kind
	add := func(format string, args ...any) { text += "  " + fmt.Sprintf(format, args...) }
	switch e.Kind {
	case "request":
		operation := e.Operation
		if operation == "" {
			operation = "-"
		}
		add("%s %s  %d  %s %s", e.Provider, operation, e.Status, e.Method, e.URL)
	case "call":
		add("%s  %s", e.Call, e.Event)
	case "delivery":
		add("%s  %s of %s  %s", e.Delivery, e.Event, e.Call, e.State)
	case "attempt":
		status := "no answer"
		if e.Status != 0 {
			status = strconv.Itoa(e.Status)
		}
		add("%s  %s of %s  attempt %d  %s", e.Delivery, e.Event, e.Call, e.Attempt, status)
	case "clock":
		add("%s", e.Mode)
	case "fault":
		add("%d", e.Fault)
	default:
		if e.State != "" {
			add("%s", e.State)
		}
	}
	if e.Reason != "" {
		add("%s", e.Reason)
	}
	return text
}
