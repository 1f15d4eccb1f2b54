package mocks_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// TestNoOddValueIsAnsweredWithAFailureOfTheServer sends every operation its own
// example with one member made odd, lets the calls that come of it run to
// their end, and reads everything back: whatever is accepted must be told
// within the document.
func TestNoOddValueIsAnsweredWithAFailureOfTheServer(t *testing.T) {
	t.Parallel()
	odd := []any{"", " ", "\n", "a\u0000b", "९१९९९९०००", "AGT_x\ny", strings.Repeat("9", 5000), "%2e%2e/../x", "<script>", "2026-01-15T12:00:00+05:30", true, 7, -1.5, nil, []any{}, map[string]any{"a": []any{1, "b", nil}}}
	for _, name := range mocks.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := mocks.Start(t, name)
			p, _ := fake.Fake.Provider(name)
			c := prober{t: t, base: fake.URL(name), spec: p.Spec}
			c.signIn()
			var ids []string
			for _, op := range p.Spec.Operations() {
				example, ok := bodyExample(op)
				if !ok {
					continue
				}
				for _, member := range append(slices.Sorted(maps.Keys(example)), "") {
					for _, value := range odd {
						body := maps.Clone(example)
						if member != "" {
							body[member] = value
						}
						ids = append(ids, c.ask(op, nil, body)...)
					}
				}
			}
			fake.Advance(t, 10*time.Minute)
			slices.Sort(ids)
			for _, op := range p.Spec.Operations() {
				if op.Method != http.MethodGet {
					continue
				}
				if !strings.Contains(op.Path, "{") {
					c.ask(op, nil, nil)
					for _, param := range op.Params {
						for _, value := range []string{"", "%", "\x00", "9223372036854775808", "-1", "0", "1e3", "2026-02-31T00:00:00Z", "ह", strings.Repeat("x", 3000)} {
							c.ask(op, url.Values{param.Name: {value}}, nil)
						}
					}
					continue
				}
				for _, id := range slices.Compact(ids) {
					c.askFor(op, id)
				}
			}
			assert.Greater(t, c.asked, 100)
			assert.NotEmpty(t, ids, "nothing odd was accepted, so nothing was read back")
		})
	}
}

// A prober asks, and looks for answers that no client should get.
type prober struct {
	t     *testing.T
	base  string
	spec  *specs.Provider
	token string
	asked int
}

// signIn takes the account main's key, or the token it is given for its password.
func (c *prober) signIn() {
	main, _ := c.spec.World.Account("main")
	c.token = main.Fields["api_key"]
	for _, op := range c.spec.Operations() {
		for _, scheme := range op.Security {
			if scheme.SignIn == nil || c.token != "" {
				continue
			}
			in, _ := c.spec.Operation(scheme.SignIn.Operation)
			body := map[string]any{}
			for member, field := range scheme.SignIn.With {
				body[member] = main.Fields[field]
			}
			_, reply := c.send(in.Method, in.Path, body)
			for _, part := range strings.Split(strings.Trim(scheme.SignIn.Token, "/"), "/") {
				switch v := reply.(type) {
				case map[string]any:
					reply = v[part]
				}
			}
			c.token, _ = reply.(string)
			require.NotEmpty(c.t, c.token)
		}
	}
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// ask returns everything in the reply that looks like the id of something new.
func (c *prober) ask(op *specs.Operation, query url.Values, body map[string]any) []string {
	path := parameter.ReplaceAllString(op.Path, "any")
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	status, reply := c.send(op.Method, path, body)
	if status >= 300 {
		return nil
	}
	var ids []string
	collect(reply, &ids)
	return ids
}

func (c *prober) askFor(op *specs.Operation, id string) {
	c.send(op.Method, parameter.ReplaceAllString(op.Path, url.PathEscape(id)), nil)
}

func (c *prober) send(method, path string, body any) (int, any) {
	c.t.Helper()
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(c.t, err)
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, c.base+path, sent)
	require.NoError(c.t, err)
	req.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
		req.Header.Set("X-API-Key", c.token)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	c.asked++
	text, _ := json.Marshal(body)
	assert.Less(c.t, resp.StatusCode, 500, "%s %.200s %.300s: %.400s", method, path, text, raw)
	var reply any
	_ = json.Unmarshal(raw, &reply)
	return resp.StatusCode, reply
}

func collect(v any, ids *[]string) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if id, ok := member.(string); ok && strings.HasSuffix(strings.ToLower(name), "id") {
				*ids = append(*ids, id)
			}
			collect(member, ids)
		}
	case []any:
		for _, item := range v {
			collect(item, ids)
		}
	}
}

// bodyExample is the document's own example of a request.
func bodyExample(op *specs.Operation) (map[string]any, bool) {
	if op.Spec.RequestBody == nil {
		return nil, false
	}
	media := op.Spec.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return nil, false
	}
	example, ok := media.Example.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
		if value, is := media.Examples[name].Value.Value.(map[string]any); !ok && is {
			example, ok = value, true
		}
	}
	return example, ok
}
