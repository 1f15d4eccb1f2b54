package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks"
)

// A noted is an entry of the journal as the control port tells it.
type noted struct {
	Seq                                                          uint64
	At                                                           time.Time
	Provider, Operation, Event, Account, Call, Method, URL, Note string
	Status                                                       int
	Sent, Answer                                                 struct {
		Headers map[string]string
		Body    string
		Hidden  bool
	}
}

// journalFlags are the flags of journal, as they were written.
type journalFlags struct {
	provider, operation, event, call string
	status                           int
	since                            uint64
	wait                             time.Duration
	bodies                           bool
}

func journalCommand(t terminal) *cobra.Command {
	var f journalFlags
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "Print what came in and went out, or wait for it",
		Long: "Print what came in and went out, oldest first and without secrets.\n" +
			"With --wait, exit 1 if nothing that fits has come by then; what came closest is said.",
		Args: cobra.NoArgs,
	}
	r := remoteOf(t, cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.provider, "provider", "", "only this provider's")
	flags.StringVar(&f.operation, "operation", "", "only requests for this operation")
	flags.StringVar(&f.event, "event", "", "only callbacks of this event")
	flags.StringVar(&f.call, "call", "", "only what names this id of a call, wherever it stands")
	flags.IntVar(&f.status, "status", 0, "only what was answered so")
	flags.Uint64Var(&f.since, "since", 0, "only entries after the one with this number")
	flags.DurationVar(&f.wait, "wait", 0, "wait so long in real time where there is nothing yet, such as 10s")
	flags.BoolVar(&f.bodies, "bodies", false, "print headers and bodies too")
	_ = cmd.RegisterFlagCompletionFunc("provider", cobra.FixedCompletions(mocks.Names(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("operation", completeFrom(operationNames))
	_ = cmd.RegisterFlagCompletionFunc("event", completeFrom(eventNames))
	_ = cmd.RegisterFlagCompletionFunc("call", r.completeIDs)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return &exit{exitUsage, err}
		}
		return r.readJournal(cmd.Context(), f)
	}
	return cmd
}

func (f journalFlags) check() error {
	if f.provider != "" {
		if err := knownProvider(f.provider); err != nil {
			return fmt.Errorf("--provider: %w", err)
		}
	}
	if f.wait < 0 {
		return fmt.Errorf("--wait %s: want a duration above 0", f.wait)
	}
	if f.status < 0 || f.status > 999 {
		return fmt.Errorf("--status %d: want a status such as 503", f.status)
	}
	if err := knownOperation(f.operation); err != nil {
		return err
	}
	return knownEvent(f.event)
}

// query asks for what fits, and to wait so long for it.
func (f journalFlags) query(wait time.Duration) string {
	values := url.Values{"provider": {f.provider}, "operation": {f.operation}, "event": {f.event}, "call": {f.call}}
	for name, n := range map[string]uint64{"status": uint64(f.status), "since": f.since} {
		if n > 0 {
			values.Set(name, strconv.FormatUint(n, 10))
		}
	}
	if wait > 0 {
		values.Set("wait", plain(wait))
	}
	return chosen(values)
}

// A journalPage is what the control port finds.
type journalPage struct {
	Entries []noted
	Near    []struct {
		Entry noted
		Why   []string
	}
}

// longestWait is how long the control port waits at once.
const longestWait = time.Minute

func (r *remote) readJournal(ctx context.Context, f journalFlags) error {
	var page journalPage
	var answer []byte
	for left := f.wait; ; left -= longestWait {
		page = journalPage{}
		var err error
		if answer, err = r.into(ctx, &page, http.MethodGet, r.path("journal")+f.query(min(left, longestWait)), nil); err != nil {
			return err
		}
		if len(page.Entries) > 0 || left <= longestWait {
			break
		}
	}
	if r.json {
		if err := r.untouched(answer); err != nil {
			return err
		}
	} else {
		page.print(r, f.bodies)
	}
	if len(page.Entries) == 0 && f.wait > 0 {
		return &exit{code: exitFailed}
	}
	return nil
}

func (p journalPage) print(r *remote, bodies bool) {
	var instants []time.Time
	for _, e := range p.Entries {
		instants = append(instants, e.At)
	}
	face, rows := faceOf(instants...), table{}
	for _, e := range p.Entries {
		rows.row(e.cells(face)...)
		if bodies {
			rows.print(r.t.out)
			rows = table{}
			fmt.Fprint(r.t.out, e.messages())
		}
	}
	rows.print(r.t.out)
	if len(p.Entries) > 0 {
		return
	}
	fmt.Fprintf(r.t.err, "nothing in the journal of %s fits\n", r.sandbox)
	for _, near := range p.Near {
		e := near.Entry
		fmt.Fprintf(r.t.err, "  nearest: %s, but %s\n", strings.TrimRight(strings.Join(e.cells(faceOf(e.At)), "  "), " "), strings.Join(near.Why, ", "))
	}
}

// cells are an entry in a line: who told whom what, and how it was answered.
func (e noted) cells(f face) []string {
	way, what := "<-", e.Operation
	if e.Event != "" {
		way, what = "->", e.Event
	}
	if what == "" {
		what = "-"
	}
	status := strconv.Itoa(e.Status)
	if e.Status == 0 {
		status = "none"
	}
	return []string{strconv.FormatUint(e.Seq, 10), f.show(e.At), way, e.Provider, what, status, e.Method + " " + e.URL, e.Note}
}

// messages are header and body of both ways.
func (e noted) messages() string {
	text := ""
	for _, m := range []struct {
		way, body string
		headers   map[string]string
		hidden    bool
	}{{">", e.Sent.Body, e.Sent.Headers, e.Sent.Hidden}, {"<", e.Answer.Body, e.Answer.Headers, e.Answer.Hidden}} {
		body := m.body
		if m.hidden {
			body = "(not kept: it may hold a secret)"
		}
		for line := range strings.Lines(headerLines(m.headers) + body) {
			text += strings.TrimRight("    "+m.way+" "+line, " \n") + "\n"
		}
	}
	return text + "\n"
}
