package vinfer_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryFailureIsToldInTheProvidersForm(t *testing.T) {
	for name, want := range map[string]struct {
		method, path, key, body string
		fields                  []string
		status                  int
		code                    string
	}{
		"no such path":         {"GET", "/calls", "YOUR_API_KEY", "", nil, 404, "not_found"},
		"no such method":       {"PATCH", "/v1/calls", "YOUR_API_KEY", "", nil, 405, "method_not_allowed"},
		"no key":               {"GET", "/v1/calls", "", "", nil, 401, "unauthorized"},
		"another scheme":       {"GET", "/v1/calls", "", "", []string{"Authorization", "Basic YOUR_API_KEY"}, 401, "unauthorized"},
		"no JSON":              {"POST", "/v1/calls", "YOUR_API_KEY", "{", nil, 400, "invalid_request"},
		"another media type":   {"POST", "/v1/calls", "YOUR_API_KEY", "{}", []string{"Content-Type", "text/plain"}, 400, "invalid_request"},
		"too large":            {"POST", "/v1/calls", "YOUR_API_KEY", `{"name": "` + strings.Repeat("a", 2<<20) + `"}`, nil, 413, "request_too_large"},
		"cannot be queued":     {"POST", "/v1/calls", "YOUR_API_KEY", order("+919876003502"), nil, 502, "server_error"},
		"the server fails":     {"POST", "/v1/calls", "YOUR_API_KEY", order("+919876003500"), nil, 500, "server_error"},
		"a recording forged":   {"GET", "/ringer/recordings/default/cal_3x7q9m2k8wvt.wav?signature=x", "", "", nil, 403, "forbidden"},
		"a bad sandbox's name": {"GET", "/v1/calls", "YOUR_API_KEY", "", []string{"Ringer-Sandbox", "A B"}, 400, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, taken)
			c.key = want.key
			body := c.told(want.status, c.ask(want.method, want.path, want.body, want.fields...))
			require.Len(t, body, 1)
			said := body["error"].(map[string]any)
			assert.Len(t, said, 2)
			assert.Equal(t, want.code, said["code"])
			assert.NotEmpty(t, said["message"])
		})
	}
}

func TestAFailureSaysWhatIsWrongWhereButNotWithWhat(t *testing.T) {
	c := start(t, taken)
	w := c.ask("POST", "/v1/calls", `{"phone": "s3cret", "language": "en-IN"}`)
	message := c.told(400, w)["error"].(map[string]any)["message"].(string)
	assert.Contains(t, message, "script_id is required")
	assert.Contains(t, message, "phone must match")
	assert.False(t, bytes.Contains(w.Body.Bytes(), []byte("s3cret")))
}
