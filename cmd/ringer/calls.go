package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// A callView is a call or a job as the control port tells it.
type callView struct {
	Provider, Kind, ID, Account, From, To, Agent, Callback, Phase, Cause string
	PlacedAt                                                             time.Time `json:"placed_at"`
	Events                                                               []struct {
		At          time.Time
		Event       string
		Cause       string
		Leg, Status int
		Past        bool
	}
}

// callsFlags are the flags of calls, as they were written.
type callsFlags struct {
	provider string
	limit    int
	end, as  string
}

func callsCommand(t terminal) *cobra.Command {
	var f callsFlags
	cmd := &cobra.Command{
		Use:   "calls [ID]",
		Short: "List the calls of a sandbox, show one with its timeline, or end one",
		Args:  cobra.MaximumNArgs(1),
	}
	r := remoteOf(t, cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.provider, "provider", "", "only calls of this provider")
	flags.IntVar(&f.limit, "limit", 50, "the latest so many, at most 1000")
	flags.StringVar(&f.end, "end", "", "end the call with this id, now")
	flags.StringVar(&f.as, "as", "", "with --end: how it ends, such as completed, busy, no-answer or failed")
	_ = cmd.RegisterFlagCompletionFunc("provider", cobra.FixedCompletions(mocks.Names(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("as", cobra.FixedCompletions(endings(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("end", r.completeIDs)
	cmd.ValidArgsFunction = r.completeIDs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f.check(args); err != nil {
			return &exit{exitUsage, err}
		}
		switch {
		case f.end != "":
			return r.endCall(cmd.Context(), f)
		case len(args) == 1:
			return r.showCall(cmd.Context(), http.MethodGet, args[0], nil, r.path("calls", args[0]))
		}
		return r.listCalls(cmd.Context(), f)
	}
	return cmd
}

func (f callsFlags) check(args []string) error {
	switch {
	case f.as != "" && f.end == "":
		return errors.New("--as says how a call ends: name the call with --end ID")
	case f.end != "" && len(args) == 1 && args[0] != f.end:
		return fmt.Errorf("--end %s: and the call %s is named, too", f.end, args[0])
	case f.limit < 1 || f.limit > 1000:
		return fmt.Errorf("--limit %d: want 1 to 1000", f.limit)
	}
	if _, known := call.CauseNamed(f.as); f.as != "" && !known {
		return fmt.Errorf("--as %s: a call does not end as that%s", f.as, orAll(f.as, endings()))
	}
	if f.provider != "" {
		if err := knownProvider(f.provider); err != nil {
			return fmt.Errorf("--provider: %w", err)
		}
	}
	return nil
}

// endings are the words for how a call ends.
func endings() []string {
	var words []string
	for c := call.Completed; c <= call.CallFailed; c++ {
		words = append(words, c.String())
	}
	return words
}

// orAll ends an error with the nearest word, or with all that there are.
func orAll(word string, known []string) string {
	if hint := specs.Hint(word, known); hint != "" {
		return hint
	}
	return ": there are " + strings.Join(known, ", ")
}

func (r *remote) endCall(ctx context.Context, f callsFlags) error {
	body := []byte("{}")
	if f.as != "" {
		body, _ = json.Marshal(map[string]string{"as": f.as})
	}
	return r.showCall(ctx, http.MethodPost, f.end, body, r.path("calls", f.end, "end"))
}

// showCall prints a call with its timeline.
func (r *remote) showCall(ctx context.Context, method, id string, body []byte, path string) error {
	var c callView
	answer, err := r.into(ctx, &c, method, path, body)
	if err != nil {
		return unknown(err, id, r.callIDs(ctx))
	}
	if r.json {
		return r.untouched(answer)
	}
	fmt.Fprintf(r.t.out, "%s  %s %s  %s\n", c.ID, c.Provider, c.Kind, c.standing())
	facts := table{indent: "  "}
	for _, fact := range [][2]string{{"from", c.From}, {"to", c.To}, {"agent", c.Agent}, {"account", c.Account}, {"callback", c.Callback}} {
		if fact[1] != "" {
			facts.row(fact[0], fact[1])
		}
	}
	facts.row("placed", full(c.PlacedAt))
	facts.print(r.t.out)
	c.timeline().print(r.t.out)
	return nil
}

func (c callView) standing() string {
	if c.Cause == "" || c.Cause == c.Phase {
		return c.Phase
	}
	return c.Phase + " (" + c.Cause + ")"
}

// timeline has the future, too.
func (c callView) timeline() *table {
	instants := []time.Time{c.PlacedAt}
	for _, e := range c.Events {
		instants = append(instants, e.At)
	}
	face, rows := faceOf(instants...), &table{indent: "  "}
	for _, e := range c.Events {
		what := e.Event
		if e.Leg != 0 {
			what += " leg " + strconv.Itoa(e.Leg)
		}
		why := e.Cause
		if e.Status != 0 {
			why = strings.TrimSpace(why + " " + strconv.Itoa(e.Status))
		}
		when := "to come"
		if e.Past {
			when = ""
		}
		rows.row(face.show(e.At), after(c.PlacedAt, e.At), what, why, when)
	}
	return rows
}

// A callPage is what the control port lists.
type callPage struct {
	Total int
	Calls []callView
}

// page asks for the latest calls, which come first.
func (r *remote) page(ctx context.Context, provider string, limit int) (page callPage, answer []byte, err error) {
	query := chosen(url.Values{"limit": {strconv.Itoa(limit)}, "provider": {provider}})
	answer, err = r.into(ctx, &page, http.MethodGet, r.path("calls")+query, nil)
	return page, answer, err
}

func (r *remote) listCalls(ctx context.Context, f callsFlags) error {
	page, answer, err := r.page(ctx, f.provider, f.limit)
	if err != nil {
		return err
	}
	if r.json {
		return r.untouched(answer)
	}
	var instants []time.Time
	for _, c := range page.Calls {
		instants = append(instants, c.PlacedAt)
	}
	face, rows := faceOf(instants...), table{}
	for _, c := range slices.Backward(page.Calls) { // the latest at the end, where one looks
		rows.row(face.show(c.PlacedAt), c.ID, c.Provider, c.Kind, c.To, c.standing())
	}
	rows.print(r.t.out)
	switch earlier := page.Total - len(page.Calls); {
	case page.Total == 0:
		fmt.Fprintf(r.t.err, "no calls in %s\n", r.sandbox)
	case earlier > 0:
		fmt.Fprintf(r.t.err, "and %d earlier: --limit shows more\n", earlier)
	}
	return nil
}

// callIDs are those of the latest calls.
func (r *remote) callIDs(ctx context.Context) []string {
	page, _, err := r.page(ctx, "", 1000)
	if err != nil {
		return nil
	}
	ids := make([]string, len(page.Calls))
	for i, c := range page.Calls {
		ids[i] = c.ID
	}
	return ids
}

// completeIDs completes the id of a call.
func (r *remote) completeIDs(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return r.completing(cmd, r.callIDs), cobra.ShellCompDirectiveNoFileComp
}
