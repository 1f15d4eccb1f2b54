package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// control is the client of a control port, by the paths of specs/control.yaml.
type control struct {
	base      string
	transport http.RoundTripper
}

// epoch is where a sandbox's frozen clock begins.
var epoch = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// advanced is what moving a clock answers.
type advanced struct {
	Now time.Time `json:"now"`
	// Sent are the callbacks that left, in that order.
	Sent []struct {
		At time.Time `json:"at"`
	} `json:"sent"`
}

// sandboxHeader names the sandbox that a request is for.
const sandboxHeader = "Ringer-Sandbox"

// owns refuses a control port that belongs to something else than the target: it would move the wrong clock.
func (c *control) owns(ctx context.Context, base *url.URL) error {
	var ready struct {
		Providers map[string]string `json:"providers"`
	}
	if err := c.do(ctx, http.MethodGet, "/readyz", nil, &ready); err != nil {
		return environment("the control port does not answer at %s: %s", c.base, short(err))
	}
	var listed []string
	for _, provider := range ready.Providers {
		if u, err := url.Parse(provider); err == nil && sameAddress(u, base) {
			return nil
		}
		listed = append(listed, provider)
	}
	return usage("the control port %s does not list %s among its own (%s)", c.base, base, strings.Join(listed, ", "))
}

func sameAddress(a, b *url.URL) bool {
	return sameHost(a, b) && strings.Trim(a.Path, "/") == strings.Trim(b.Path, "/")
}

func sameHost(a, b *url.URL) bool {
	host := func(u *url.URL) string { return strings.Replace(hostPort(u), "localhost", "127.0.0.1", 1) }
	return a.Scheme == b.Scheme && strings.EqualFold(host(a), host(b))
}

func (c *control) create(ctx context.Context, sandbox string) error {
	return c.do(ctx, http.MethodPut, "/sandboxes/"+sandbox,
		map[string]any{"clock": map[string]string{"mode": "frozen", "now": epoch.Format(time.RFC3339)}}, nil)
}

func (c *control) remove(ctx context.Context, sandbox string) error {
	return c.do(ctx, http.MethodDelete, "/sandboxes/"+sandbox, nil, nil)
}

// callbacks sets the address for the events that belong to no single call.
func (c *control) callbacks(ctx context.Context, sandbox, provider, address string) error {
	return c.do(ctx, http.MethodPut, "/sandboxes/"+sandbox+"/callbacks/"+provider, map[string]string{"url": address}, nil)
}

func (c *control) advance(ctx context.Context, sandbox string, how map[string]string) (advanced, error) {
	var got advanced
	err := c.do(ctx, http.MethodPost, "/sandboxes/"+sandbox+"/clock/advance", how, &got)
	return got, err
}

func (c *control) do(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	status, data, err := c.send(ctx, method, path, "application/json", body)
	switch {
	case err != nil:
		return err
	case status/100 != 2:
		return refused(method, path, status, data)
	case out == nil:
		return nil
	}
	return json.Unmarshal(data, out)
}

// send makes one request; a body that is nil is none.
func (c *control) send(ctx context.Context, method, path, kind string, body []byte) (status int, answer []byte, err error) {
	var in io.Reader
	if body != nil {
		in = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, in)
	if err != nil {
		return 0, nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	response, err := c.transport.RoundTrip(req)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, answerSize))
	return response.StatusCode, answer, err
}
