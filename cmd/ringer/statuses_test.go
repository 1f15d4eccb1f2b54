package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// TestEveryDocumentedStatusCanBeHad goes the way that `ringer claims` prints:
// success in a scenario, which other tests run, and any failure by a fault.
func TestEveryDocumentedStatusCanBeHad(t *testing.T) {
	t.Parallel()
	for _, provider := range mocks.Names() {
		spec, err := specs.Load(provider)
		require.NoError(t, err)
		list, err := scenariosOf(spec)
		require.NoError(t, err)
		fake := mocks.Start(t, provider)
		for _, w := range waysOf(spec, list) {
			op, _ := spec.Operation(w.operation)
			if w.fault == "" {
				assert.NotEmpty(t, w.scenario, "%s: no scenario shows %s %d", provider, w.operation, w.status)
				continue
			}
			send(t, http.MethodPut, fake.Control()+"/sandboxes/default/faults", w.fault, http.StatusOK)
			path := regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(op.Path, "any")
			body := send(t, op.Method, fake.URL(provider)+path, "{}", w.status)
			response, _ := op.Response(w.status)
			media := response.Content.Get("application/json")
			if media == nil || media.Schema == nil {
				continue
			}
			assert.NoError(t, media.Schema.Value.VisitJSON(decoded(body), spec.Document.GetSchemaValidationOptions()...), "%s: %s %d: %s", provider, w.operation, w.status, body)
		}
	}
}

// send wants a status, and returns the body that came with it.
func send(t *testing.T, method, url, body string, status int) []byte {
	t.Helper()
	if method == http.MethodGet {
		body = ""
	}
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	got := mustRead(resp.Body)
	assert.Equal(t, status, resp.StatusCode, "%s %s: %s", method, url, got)
	return got
}
