package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A deliveryView is a delivery as the control port tells it.
type deliveryView struct {
	ID, Provider, Call, Event, URL, Account, State, Reason, Body string
	DueAt                                                        time.Time  `json:"due_at"`
	NextAt                                                       *time.Time `json:"next_at"`
	Headers                                                      map[string]string
	Attempts                                                     []struct {
		N, Status   int
		At          time.Time
		Took, Error string
	}
}

func deliveriesCommand(t terminal) *cobra.Command {
	var asked struct{ call, event, state string }
	cmd := &cobra.Command{
		Use:   "deliveries [ID]",
		Short: "List callbacks and their attempts, show one with its bytes, or replay one",
		Args:  cobra.MaximumNArgs(1),
	}
	r := remoteOf(t, cmd)
	flags := cmd.Flags()
	flags.StringVar(&asked.call, "call", "", "only those of the call with this id")
	flags.StringVar(&asked.event, "event", "", "only those of this event of the document")
	flags.StringVar(&asked.state, "state", "", "only those in this state: "+strings.Join(states(), ", "))
	_ = cmd.RegisterFlagCompletionFunc("call", r.completeIDs)
	_ = cmd.RegisterFlagCompletionFunc("event", completeFrom(eventNames))
	_ = cmd.RegisterFlagCompletionFunc("state", cobra.FixedCompletions(states(), cobra.ShellCompDirectiveNoFileComp))
	cmd.ValidArgsFunction = r.completeDeliveries
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if asked.state != "" && !slices.Contains(states(), asked.state) {
			return &exit{exitUsage, fmt.Errorf("--state %s: there is no such state%s", asked.state, orAll(asked.state, states()))}
		}
		if err := knownEvent(asked.event); err != nil {
			return &exit{exitUsage, err}
		}
		if len(args) == 1 {
			return r.showDelivery(cmd.Context(), args[0])
		}
		return r.listDeliveries(cmd.Context(), url.Values{"call": {asked.call}, "event": {asked.event}, "state": {asked.state}})
	}
	cmd.AddCommand(replayCommand(r))
	return cmd
}

func replayCommand(r *remote) *cobra.Command {
	cmd := &cobra.Command{
		Use:               "replay ID",
		Short:             "Send the same bytes once more, as a delivery of its own",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: r.completeDeliveries,
	}
	r.serve(cmd)
	r.offerJSON(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var d deliveryView
		answer, err := r.into(cmd.Context(), &d, http.MethodPost, r.path("deliveries", args[0], "replay"), nil)
		if err != nil {
			return unknown(err, args[0], r.deliveryIDs(cmd.Context()))
		}
		if r.json {
			return r.untouched(answer)
		}
		_, err = fmt.Fprintf(r.t.out, "%s  %s of %s goes once more to %s\n", d.ID, d.Event, d.Call, d.URL)
		return err
	}
	return cmd
}

// states are those a delivery may be in.
func states() []string {
	var words []string
	for _, s := range []engine.DeliveryState{engine.Waiting, engine.Sending, engine.Delivered, engine.Failed, engine.Refused, engine.Cancelled, engine.Unfit} {
		words = append(words, string(s))
	}
	return words
}

// chosen is a query of those values that were given.
func chosen(values url.Values) string {
	query := url.Values{}
	for name, value := range values {
		if value[0] != "" {
			query[name] = value
		}
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

func (r *remote) listDeliveries(ctx context.Context, asked url.Values) error {
	var page struct{ Deliveries []deliveryView }
	answer, err := r.into(ctx, &page, http.MethodGet, r.path("deliveries")+chosen(asked), nil)
	if err != nil {
		return err
	}
	if r.json {
		return r.untouched(answer)
	}
	var instants []time.Time
	for _, d := range page.Deliveries {
		instants = append(instants, d.DueAt)
	}
	face, rows := faceOf(instants...), table{}
	for _, d := range page.Deliveries {
		rows.row(d.ID, face.show(d.DueAt), d.Event, d.Call, d.State, d.answers(), d.URL, d.Reason)
	}
	rows.print(r.t.out)
	if len(page.Deliveries) == 0 {
		fmt.Fprintf(r.t.err, "no deliveries in %s\n", r.sandbox)
	}
	return nil
}

// answers are what the attempts were answered, in their order.
func (d deliveryView) answers() string {
	var list []string
	for _, a := range d.Attempts {
		if a.Status == 0 {
			list = append(list, "none")
			continue
		}
		list = append(list, strconv.Itoa(a.Status))
	}
	return strings.Join(list, " ")
}

// showDelivery prints one with its attempts and its bytes.
func (r *remote) showDelivery(ctx context.Context, id string) error {
	var d deliveryView
	answer, err := r.into(ctx, &d, http.MethodGet, r.path("deliveries", id), nil)
	if err != nil {
		return unknown(err, id, append(r.deliveryIDs(ctx), "replay"))
	}
	if r.json {
		return r.untouched(answer)
	}
	fmt.Fprintf(r.t.out, "%s  %s of %s  %s\n", d.ID, d.Event, d.Call, strings.TrimSuffix(d.State+": "+d.Reason, ": "))
	fmt.Fprintf(r.t.out, "  POST %s\n", d.URL)
	attempts := table{indent: "  "}
	for _, a := range d.Attempts {
		status := "none"
		if a.Status != 0 {
			status = strconv.Itoa(a.Status)
		}
		attempts.row("attempt "+strconv.Itoa(a.N), full(a.At), after(d.DueAt, a.At), status, "took "+a.Took, a.Error)
	}
	if d.NextAt != nil {
		attempts.row("next", full(*d.NextAt), after(d.DueAt, *d.NextAt))
	}
	attempts.print(r.t.out)
	_, err = fmt.Fprintf(r.t.out, "\n%s%s\n", headerLines(d.Headers), d.Body)
	return err
}

// headerLines are a header as it goes over the wire, with an empty line after it.
func headerLines(header map[string]string) string {
	text := ""
	for _, name := range sortedKeys(header) {
		text += name + ": " + header[name] + "\n"
	}
	if text == "" {
		return ""
	}
	return text + "\n"
}

func (r *remote) deliveryIDs(ctx context.Context) []string {
	text, err := r.ask(ctx, http.MethodGet, r.path("deliveries"), nil)
	var page struct{ Deliveries []deliveryView }
	if err != nil || json.Unmarshal(text, &page) != nil {
		return nil
	}
	ids := make([]string, len(page.Deliveries))
	for i, d := range page.Deliveries {
		ids[i] = d.ID
	}
	return ids
}

// completeDeliveries completes the id of a delivery.
func (r *remote) completeDeliveries(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return r.completing(cmd, r.deliveryIDs), cobra.ShellCompDirectiveNoFileComp
}
