package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ringer-mock/ringer/specs"
)

// unreachable says that nobody answers, and what to do about it.
func (r *remote) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &exit{exitFailed, errors.New("interrupted")}
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	return &exit{exitEnvironment, fmt.Errorf("cannot reach the control port at %s: %w; "+
		"start one with ringer serve, or say where it is: --control URL, RINGER_CONTROL or --ready-file FILE", r.address, err)}
}

// A declined is a request that the control port would not do.
type declined struct {
	status int
	what   string
}

func (d *declined) Error() string { return d.what }

// refusal is why a request could not be done, with the code for it: 2 for what
// was asked, 1 for a state of the world in which it cannot be done, 4 for what
// is no control port or is in trouble.
func (r *remote) refusal(req *http.Request, status int, text []byte) error {
	var said struct{ Error, Hint string }
	if err := json.Unmarshal(text, &said); err != nil || said.Error == "" {
		return &exit{exitEnvironment, fmt.Errorf("%s does not answer as a control port does: %s %s gave %d",
			r.address, req.Method, req.URL.Path, status)}
	}
	no, code := &declined{status, said.Error}, exitUsage
	if said.Hint != "" {
		no.what += "; " + said.Hint
	}
	switch {
	case status == http.StatusUnauthorized:
		no.what = said.Error + ": give --control-token or RINGER_CONTROL_TOKEN; ringer serve printed it"
	case status == http.StatusNotFound:
		if err := r.noSandbox(req.Context()); err != nil {
			return err
		}
	case status == http.StatusConflict:
		code = exitFailed
	case status >= http.StatusInternalServerError:
		code = exitEnvironment
	}
	return &exit{code, no}
}

// noSandbox explains a 404 by the sandbox, where that is what is missing.
func (r *remote) noSandbox(ctx context.Context) error {
	names := r.sandboxes(ctx)
	if len(names) == 0 || slices.Contains(names, r.sandbox) {
		return nil
	}
	if hint := specs.Hint(r.sandbox, names); hint != "" {
		return &exit{exitUsage, fmt.Errorf("there is no sandbox %s%s", r.sandbox, hint)}
	}
	return &exit{exitUsage, fmt.Errorf("there is no sandbox %s: there are %s", r.sandbox, theFirst(names))}
}

// answered tells whether an error is the control port's, with this status.
func answered(err error, status int) bool {
	var no *declined
	return errors.As(err, &no) && no.status == status
}

// theFirst are the first names of a list.
func theFirst(names []string) string {
	const most = 8
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// sandboxes are the names of all; none where they cannot be had.
func (r *remote) sandboxes(ctx context.Context) []string {
	req, err := r.request(ctx, http.MethodGet, "/sandboxes", nil)
	if err != nil {
		return nil
	}
	resp, err := r.line.RoundTrip(req)
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	var said struct{ Sandboxes []struct{ Name string } }
	if json.NewDecoder(resp.Body).Decode(&said) != nil {
		return nil
	}
	var names []string
	for _, s := range said.Sandboxes {
		names = append(names, s.Name)
	}
	return names
}

// unknown adds to a 404 the word that it is about, and the nearest of those
// there are.
func unknown(err error, word string, known []string) error {
	if !answered(err, http.StatusNotFound) {
		return err
	}
	return &exit{exitUsage, fmt.Errorf("%s: %w%s", word, err, specs.Hint(word, known))}
}

// completing lists words for a shell; a control port that cannot be reached has
// none.
func (r *remote) completing(cmd *cobra.Command, list func(context.Context) []string) []string {
	if fromEnvironment(cmd.Flags(), r.t.lookup) != nil || r.connect(cmd.Flags()) != nil {
		return nil
	}
	return list(cmd.Context())
}
