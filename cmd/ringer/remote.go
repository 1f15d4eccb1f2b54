package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// A remote is the control port that a command speaks to, and the sandbox that
// it speaks of.
type remote struct {
	t                         terminal
	control, readyFile, token string // as they were written
	sandbox                   string
	json                      bool // print what the control port said, untouched

	address string // found by connect
	line    http.RoundTripper
}

// remoteOf gives a command the flags that say where to ask, and connects before
// it runs.
func remoteOf(t terminal, cmd *cobra.Command) *remote {
	r := bareRemote(t, cmd)
	r.offerJSON(cmd)
	return r
}

// bareRemote is for a command with one form of output.
func bareRemote(t terminal, cmd *cobra.Command) *remote {
	r := &remote{t: t, line: &http.Transport{DisableCompression: true}} // by no proxy
	r.serve(cmd)
	return r
}

func (r *remote) offerJSON(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&r.json, "json", false, "print what the control port says, as it says it")
}

// serve lets a command speak to it.
func (r *remote) serve(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&r.control, "control", "", "URL of the control port (default: the ready file's, else http://"+defaultControl+")")
	flags.StringVar(&r.readyFile, "ready-file", "", "ready file of the ringer serve to speak to")
	flags.StringVar(&r.token, "control-token", "", "bearer token of the control port, where it wants one")
	flags.StringVar(&r.sandbox, "sandbox", engine.DefaultSandbox, "sandbox to speak of")
	_ = cmd.RegisterFlagCompletionFunc("sandbox", func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return r.completing(cmd, r.sandboxes), cobra.ShellCompDirectiveNoFileComp
	})
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return r.connect(cmd.Flags()) }
}

// connect finds the control port: where a flag says, a variable, the ready
// file, or where it always is.
func (r *remote) connect(flags *pflag.FlagSet) error {
	if !engine.ValidName(r.sandbox) {
		return &exit{exitUsage, fmt.Errorf("--sandbox %s: a name is 1 to 40 of a-z, 0-9 and -", r.sandbox)}
	}
	ofFile := r.readyFile != "" && (r.control == "" || typed(flags, "ready-file") && !typed(flags, "control"))
	var err error
	switch {
	case ofFile:
		r.address, err = readReady(r.readyFile)
	case r.control != "":
		r.address, err = controlURL(r.control)
	default:
		r.address = "http://" + defaultControl
	}
	return err
}

// controlURL is the address of a control port, of which one may write host and
// port alone.
func controlURL(written string) (string, error) {
	if !strings.Contains(written, "://") {
		written = "http://" + reachable(written)
	}
	u, err := url.Parse(written)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", &exit{exitUsage, fmt.Errorf("--control %s: want a URL such as http://%s", written, defaultControl)}
	}
	return u.Scheme + "://" + u.Host, nil
}

// readReady reads where the control port is from a ready file.
func readReady(file string) (string, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return "", &exit{exitEnvironment, fmt.Errorf("--ready-file: %w: it is there while ringer serve --ready-file %s is listening", err, file)}
	}
	if err != nil {
		return "", &exit{exitEnvironment, fmt.Errorf("--ready-file: %w", err)}
	}
	var where engine.Addresses
	if err := json.Unmarshal(data, &where); err != nil || where.Control == "" {
		return "", &exit{exitUsage, fmt.Errorf("--ready-file %s: it is no ready file of ringer serve", file)}
	}
	return where.Control, nil
}

// path is an address of the sandbox; its parts are escaped.
func (r *remote) path(parts ...string) string {
	path := "/sandboxes/" + url.PathEscape(r.sandbox)
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// request makes a request to the control port.
func (r *remote) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.address+path, body)
	if err != nil {
		return nil, &exit{exitUsage, err}
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	return req, nil
}

// ask returns what the control port answers; its errors have an exit code.
func (r *remote) ask(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	var sent io.Reader
	if body != nil {
		sent = bytes.NewReader(body)
	}
	req, err := r.request(ctx, method, path, sent)
	if err != nil {
		return nil, err
	}
	resp, err := r.send(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, &exit{exitEnvironment, fmt.Errorf("read the answer of %s: %w", r.address, err)}
	}
	return answer, nil
}

// send returns a reply that is no refusal.
func (r *remote) send(req *http.Request) (*http.Response, error) {
	resp, err := r.line.RoundTrip(req)
	if err != nil {
		return nil, r.unreachable(req.Context(), err)
	}
	if resp.StatusCode < http.StatusBadRequest {
		return resp, nil
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return nil, r.refusal(req, resp.StatusCode, text)
}

// into asks and decodes; it returns the answer as it came, too.
func (r *remote) into(ctx context.Context, view any, method, path string, body []byte) ([]byte, error) {
	answer, err := r.ask(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(answer, view); err != nil {
		return nil, &exit{exitEnvironment, fmt.Errorf("%s does not answer as a control port does: %w", r.address, err)}
	}
	return answer, nil
}

// untouched prints an answer as it came, on a line of its own.
func (r *remote) untouched(answer []byte) error {
	if len(answer) > 0 && !bytes.HasSuffix(answer, []byte("\n")) {
		answer = append(answer, '\n')
	}
	_, err := r.t.out.Write(answer)
	return err
}
