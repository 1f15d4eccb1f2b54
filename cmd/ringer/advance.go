package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/specs"
)

// An advanced is what the control port tells of an advance.
type advanced struct {
	From, Now                   time.Time
	Events, Deliveries, Retries int
	Idle                        bool
	Happened                    []happening
}

type happening struct {
	At                           time.Time
	Call, Event, Delivery, Error string
	Attempt, Status              int
}

func advanceCommand(t terminal) *cobra.Command {
	var quiet, within time.Duration
	cmd := &cobra.Command{
		Use:   "advance DURATION|next|idle",
		Short: "Let time pass on a frozen clock, and print what happened",
		Long: "Let time pass on a frozen clock: by a duration such as 5m, to the next instant at which anything is due, or until\n" +
			"nothing is. It returns when every callback has been answered, and prints what happened.",
		Args:      cobra.ExactArgs(1),
		ValidArgs: []string{"next", "idle"},
	}
	r := remoteOf(t, cmd)
	cmd.Flags().DurationVar(&quiet, "quiet", 0, "after each instant, wait until no request has come for so long in real time, such as 20ms")
	cmd.Flags().DurationVar(&within, "within", 0, "with next: at most so far")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		body, err := advancing(args[0], quiet, within)
		if err != nil {
			return &exit{exitUsage, err}
		}
		var done advanced
		answer, err := r.into(cmd.Context(), &done, http.MethodPost, r.path("clock", "advance"), body)
		if mode := r.mode(cmd.Context()); answered(err, http.StatusConflict) && mode != "frozen" {
			return &exit{exitFailed, fmt.Errorf("the clock of %s is %s, and only a frozen one is advanced: ringer clock frozen --sandbox %s", r.sandbox, mode, r.sandbox)}
		}
		if err != nil {
			return err
		}
		if r.json {
			return r.untouched(answer)
		}
		done.print(r)
		return nil
	}
	return cmd
}

// advancing is the request for an advance.
func advancing(how string, quiet, within time.Duration) ([]byte, error) {
	body := map[string]string{}
	for name, d := range map[string]time.Duration{"quiet": quiet, "within": within} {
		if d < 0 {
			return nil, fmt.Errorf("--%s %s: want a duration above 0", name, d)
		}
		if d > 0 {
			body[name] = plain(d)
		}
	}
	if how == "next" || how == "idle" {
		body["to"] = how
		return json.Marshal(body)
	}
	d, err := time.ParseDuration(how)
	if err != nil || d <= 0 {
		return nil, fmt.Errorf("advance %s: want a duration such as 5m, or next or idle%s", how, specs.Hint(how, []string{"next", "idle"}))
	}
	body["by"] = plain(d)
	return json.Marshal(body)
}

// plain is a duration as the control port reads it.
func plain(d time.Duration) string { return strings.ReplaceAll(d.String(), "µ", "u") }

// print tells what happened, in its order.
func (a advanced) print(r *remote) {
	rest := "more is due"
	if a.Idle {
		rest = "nothing more is due"
	}
	fmt.Fprintf(r.t.out, "%s  %s: %s, %s, %s; %s\n", full(a.Now), after(a.From, a.Now),
		count(a.Events, "event"), count(a.Deliveries, "callback"), count(a.Retries, "retry"), rest)
	instants := []time.Time{a.From}
	for _, h := range a.Happened {
		instants = append(instants, h.At)
	}
	face, rows := faceOf(instants...), table{indent: "  "}
	for _, h := range a.Happened {
		rows.row(face.show(h.At), after(a.From, h.At), h.Call, h.what(), h.outcome())
	}
	if all := a.Events + a.Deliveries + a.Retries; all > len(a.Happened) {
		fmt.Fprintf(r.t.out, "  the last %d of %d:\n", len(a.Happened), all)
	}
	rows.print(r.t.out)
}

func (h happening) what() string {
	if h.Delivery == "" {
		return h.Event
	}
	return "-> " + h.Event
}

// outcome is how an attempt ended; an event has none.
func (h happening) outcome() string {
	if h.Delivery == "" {
		return ""
	}
	text := h.Delivery
	if h.Attempt > 1 {
		text += " attempt " + strconv.Itoa(h.Attempt)
	}
	if h.Status != 0 {
		text += " answered " + strconv.Itoa(h.Status)
	}
	if h.Error != "" && (h.Status == 0 || !strings.Contains(h.Error, "answered")) {
		text += ": " + h.Error
	}
	return text
}

// count is a number of things in words.
func count(n int, thing string) string {
	switch {
	case n == 1:
		return "1 " + thing
	case strings.HasSuffix(thing, "y"):
		thing = strings.TrimSuffix(thing, "y") + "ie"
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
