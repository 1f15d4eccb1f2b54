package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Secrets that a run is given, and that its target makes.
const (
	canaryPassword  = "Cn4ry-passw0rd/+&<7"
	canaryNumber    = "9199Cn4ry99"
	canaryToken     = "Cn4ryTOKEN.0123456789.abcdef~"
	canarySignature = "Cn4rySIGNATURE0123456789"
)

// written is a secret in all the ways that a target may write it; looked are the parts of them that must stand nowhere.
func encodedCanaries() (written, looked []string) {
	for _, secret := range []string{canaryPassword, canaryNumber, canaryToken, canarySignature} {
		quoted, _ := json.Marshal(secret)
		whole := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), string(quoted[1 : len(quoted)-1]), hex.EncodeToString([]byte(secret))}
		written, looked = append(written, whole...), append(looked, whole...)
		for offset := range 3 {
			for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
				text := encoding.EncodeToString([]byte("abc"[:offset] + secret + "tail"))
				written, looked = append(written, text), append(looked, text[4:len(secret)*4/3-4])
			}
		}
	}
	return written, looked
}

// tattler answers everything with all that is secret.
func tattler(t *testing.T) string {
	written, _ := encodedCanaries()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Echo", strings.Join(written, " ")+r.Header.Get("Authorization"))
		json.NewEncoder(w).Encode(map[string]any{
			"status_code": 200, "message": strings.Join(written, " "), "error": string(body),
			"data": map[string]any{
				"access_token": canaryToken, "token_type": written, "call_id": written[0], "status": written[1],
				"recording": "http://" + r.Host + "/r?signature=" + canarySignature, "said": written,
			},
		})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestNoSecretStandsInAnythingThatARunPrintsOrWrites(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, os.WriteFile(in("target.yaml"), fmt.Appendf(nil, `target: mine
provider: induslabs
base_url: %s
accounts:
  main: {email: user@example.com, password: $env.CANARY_PASSWORD}
  other: {email: other@example.com, password: "%s"}
numbers: {caller: "919484956750", agent: "918888888888", answers: $env.CANARY_NUMBER}
wait: {longest: 1s, pace: 100, settle: 1ms}
`, tattler(t), canaryPassword+"-other"), 0o600))
	reports := func(name string) (list string) {
		for _, format := range formatNames() {
			list += format + "=" + in(name+"."+format) + ","
		}
		return list
	}
	env := []string{"CANARY_PASSWORD=" + canaryPassword, "CANARY_NUMBER=" + canaryNumber, "GITHUB_ACTIONS=true"}
	run := invocation{env: env, args: []string{"conform", "-v", "--target", in("target.yaml"), "--trace", in("trace"), "--report", reports("run"),
		"--run", "induslabs/login/*", "--run", "induslabs/callbacks/ready", "--run", "induslabs/transcript/*"}}.run(t)
	assert.Equal(t, exitFailed, run.code, run.err)
	again := invocation{env: env, args: []string{"judge", in("trace"), "--report", reports("again")}}.run(t)
	assert.Equal(t, exitFailed, again.code, again.err)

	said := map[string]string{"stdout": run.out, "stderr": run.err, "judge": again.out + again.err}
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, file := range files {
		if text, err := os.ReadFile(in(file.Name())); assert.NoError(t, err) && file.Name() != "target.yaml" {
			said[file.Name()] = string(text)
		}
	}
	require.Len(t, said, 3+1+2*len(formatNames()))
	_, looked := encodedCanaries()
	for output, text := range said {
		assert.NotEmpty(t, text, output)
		assert.NotContains(t, text, "Cn4ry", output)
		for _, secret := range looked {
			assert.False(t, strings.Contains(text, secret), "%s holds %s", output, secret)
		}
	}

	unreachable := strings.Replace(string(must(os.ReadFile(in("target.yaml")))), "base_url: http", "base_url: $env.CANARY_NUMBER #", 1)
	require.NoError(t, os.WriteFile(in("target.yaml"), []byte(unreachable), 0o600))
	refused := invocation{env: env, args: []string{"conform", "--target", in("target.yaml")}}.run(t)
	assert.Equal(t, exitUsage, refused.code)
	assert.NotContains(t, refused.out+refused.err, canaryNumber, "what an environment variable holds is not quoted in errors")
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}
