package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func faultCommand(t terminal) *cobra.Command {
	var replace, clean, list bool
	cmd := &cobra.Command{
		Use:   "fault [FILE | - | 'YAML']",
		Short: "Arrange failures in a sandbox, list them, or clear them",
		Long: "Arrange failures in a sandbox, beside those that are there, from a file, the standard input or the argument itself:\n\n" +
			"  ringer fault '{on: {stage: transcript}, do: {fail: 401}}'\n\n" +
			"ringer faults lists every point and effect. Without an argument, list the faults: which fired, and which never did.",
		Args: cobra.MaximumNArgs(1),
	}
	r := remoteOf(t, cmd)
	flags := cmd.Flags()
	flags.BoolVar(&replace, "replace", false, "instead of those that are there")
	flags.BoolVar(&clean, "clear", false, "remove all faults")
	flags.BoolVar(&list, "list", false, "list the faults, and how often each has fired")
	cmd.MarkFlagsMutuallyExclusive("replace", "clear", "list")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 1 && (clean || list):
			return &exit{exitUsage, fmt.Errorf("%s: neither --clear nor --list takes faults", args[0])}
		case clean:
			_, err := r.ask(cmd.Context(), http.MethodDelete, r.path("faults"), nil)
			return err
		case len(args) == 0 && replace:
			return &exit{exitUsage, errors.New("--replace: name a file of faults, - or the faults themselves")}
		case len(args) == 0:
			return r.listFaults(cmd.Context())
		}
		written, err := readFaults(args[0], cmd.InOrStdin())
		if err != nil {
			return &exit{exitUsage, err}
		}
		return r.arrange(cmd.Context(), written, replace)
	}
	return cmd
}

// readFaults reads faults from a file, the standard input, or the argument
// itself where that is YAML.
func readFaults(arg string, stdin io.Reader) (written, error) {
	switch {
	case arg == "-":
		text, err := io.ReadAll(stdin)
		if err != nil {
			return written{}, fmt.Errorf("read faults: %w", err)
		}
		return parseWritten("standard input", text)
	case strings.ContainsAny(arg, "{[:\n"):
		return parseWritten("", []byte(arg))
	}
	text, err := os.ReadFile(arg)
	if err != nil {
		return written{}, fmt.Errorf("read faults: %w; faults themselves look like '{on: {operation: …}, do: {status: 503}}'", err)
	}
	return parseWritten(arg, text)
}

// A faultPage is what the control port lists.
type faultPage struct {
	Faults []arrangedFault
}

type arrangedFault struct {
	On    json.RawMessage `json:"on"`
	Do    json.RawMessage `json:"do"`
	Fired int             `json:"fired"`
}

// arrange adds faults to those of the sandbox, or puts them in their place.
func (r *remote) arrange(ctx context.Context, faults written, replace bool) error {
	var page faultPage
	method := http.MethodPost
	if replace {
		method = http.MethodPut
	}
	answer, err := r.into(ctx, &page, method, r.path("faults"), faults.json)
	if err != nil {
		return faults.place(err)
	}
	if r.json {
		return r.untouched(answer)
	}
	page.print(r)
	return nil
}

func (r *remote) listFaults(ctx context.Context) error {
	var page faultPage
	answer, err := r.into(ctx, &page, http.MethodGet, r.path("faults"), nil)
	if err != nil {
		return err
	}
	if r.json {
		return r.untouched(answer)
	}
	page.print(r)
	if len(page.Faults) == 0 {
		fmt.Fprintf(r.t.err, "no faults in %s\n", r.sandbox)
	}
	return nil
}

// print lists point and effect as one writes them, and how often each fired.
func (p faultPage) print(r *remote) {
	rows := table{}
	for i, f := range p.Faults {
		fired := "never fired"
		if f.Fired > 0 {
			fired = "fired " + count(f.Fired, "time")
		}
		rows.row(fmt.Sprint(i+1), fired, "on "+flow(f.On), "do "+flow(f.Do))
	}
	rows.print(r.t.out)
}
