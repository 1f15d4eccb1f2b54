package conformance

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// canaries are secrets by the place where they travel. Each has all that an encoding changes.
func canaries() map[string]string {
	all := map[string]string{}
	for _, carrier := range []string{
		"password", "environment", "token", "refresh", "cookie", "header", "signature", "hook",
	} {
		all[carrier] = "Cn4ry/" + carrier + `+8&2"<é` + strings.ToUpper(carrier) + "~7="
	}
	all["signature"] = "Cn4rySIGNATURE0123456789abcdef" // stands in an address as it is
	all["hook"] = "Cn4ryHOOK0123456789abcdef"
	all["cookie"] = "Cn4ryCOOKIE0123456789abcdef"
	return all
}

// encodings are what a message may make of a secret, by name. What hides is looked for, what is said holds it.
func encodings(secret string) map[string]struct{ said, hides string } {
	quoted, _ := json.Marshal(secret)
	inJSON := string(quoted[1 : len(quoted)-1])
	all := map[string]struct{ said, hides string }{}
	for name, text := range map[string]string{
		"raw": secret, "query": url.QueryEscape(secret), "path": url.PathEscape(secret), "component": strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"),
		"JSON": inJSON, "hex": hex.EncodeToString([]byte(secret)), "HEX": fmt.Sprintf("%X", secret),
	} {
		all[name] = struct{ said, hides string }{text, text}
	}
	for offset := range 3 {
		for name, encoding := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64url": base64.RawURLEncoding} {
			said := encoding.EncodeToString([]byte("xyz"[:offset] + secret + "tail"))
			all[fmt.Sprint(name, offset)] = struct{ said, hides string }{said, said[4 : len(secret)*4/3-4]}
		}
	}
	return all
}

// parrot is a small acme that repeats every secret it has seen or made, in every encoding, wherever a message has room.
func parrot(t *testing.T, secrets map[string]string) *httptest.Server {
	var echo []string
	for carrier, secret := range secrets {
		if carrier == "hook" {
			continue // nobody can know it before the callback
		}
		for _, form := range encodings(secret) {
			echo = append(echo, form.said)
		}
	}
	header := func(text string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(text) }
	var sent sync.WaitGroup
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "session="+secrets["cookie"]+"; Path=/")
		w.Header().Set("X-Auth-Token", secrets["header"])
		w.Header().Set("X-Echo", header(strings.Join(echo, " ")+r.Header.Get("Authorization")))
		said := map[string]any{
			"echo": echo, "sent": string(body), "refresh_token": secrets["refresh"], "recording": "http://" + r.Host + "/rec?id=1&signature=" + secrets["signature"],
			"reason": strings.Join(echo, " "), "id": strings.Repeat("x", 285) + secrets["token"], "number": 5, "state": strings.Join(echo, " "),
		}
		for _, text := range echo {
			if r.Method == "POST" { // where none of them is listed: in a trace their order is that of the stand-ins
				said["by "+text] = 1
			}
		}
		var asked map[string]string
		json.Unmarshal(body, &asked)
		if at := asked["callback_url"]; at != "" {
			data, _ := json.Marshal(map[string]any{"event": "call.ended", "id": 1, "seconds": secrets["hook"], "all": echo})
			sent.Add(1)
			go func() {
				defer sent.Done()
				req, _ := http.NewRequest("POST", at+"?token="+url.QueryEscape(secrets["hook"]), bytes.NewReader(data))
				req.Header.Set("Authorization", "Bearer "+secrets["hook"])
				req.Header.Set("X-Echo", header(strings.Join(echo, " ")))
				if response, err := http.DefaultClient.Do(req); err == nil {
					response.Body.Close()
				}
			}()
			sent.Wait()
		}
		switch {
		case strings.HasSuffix(r.URL.Path, "/login"):
			said["token"] = secrets["token"]
		case r.Method == "GET" && strings.HasPrefix(r.URL.Path, "/calls/"):
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<p>%s %s", strings.Join(echo, " "), r.URL)
			return
		}
		json.NewEncoder(w).Encode(said)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestNoSecretStandsInAResultOrATraceHoweverATargetRepeatsIt(t *testing.T) {
	secrets := canaries()
	secrets["token"] = strings.NewReplacer("é", "e", `"`, "'").Replace(secrets["token"]) // goes into a header
	server := parrot(t, secrets)
	_, c := config(t, 1000)
	c.Target.BaseURL = server.URL
	c.Target.Accounts[0].Fields = map[string]string{"email": "user@example.com", "password": secrets["password"]}
	c.Target.Hide(secrets["environment"])
	c.Target.Wait.Settle = 1
	c.Timelines = true
	c.Scenarios = parse(t, c.Provider, "parrot.yaml", `
scenario: acme/parrot/repeats
title: Says everything again
why: To see that nobody else does.
steps:
  - call: placeCall
    with: {number: "919999999999", callback_url: $inbox.url}
    expect: {body: {id: {save: id, any: true}}}
  - receive: call.ended
    within: 10m
    expect: {body: {all: [something, {any: true}]}}
---
scenario: acme/parrot/missing
title: Sends no call.recorded
why: To see what is said of the others.
steps:
  - call: placeCall
    with: {number: "919999999999", callback_url: $inbox.url}
  - receive: call.ended
    within: 10s
    where: {body: {all: none}}
---
scenario: acme/parrot/saved
title: A mismatch shows what was saved
why: To see what it shows.
steps:
  - call: login
    with: {email: "x", password: "y"}
    expect: {body: {token: {save: token}, reason: {save: reason}}}
  - call: getCall
    with: {id: $token}
    expect: {body: {id: $reason, number: "919999999999"}}
---
scenario: acme/parrot/cut
title: A mismatch ends within a secret
why: To see that its beginning is not shown.
steps:
  - call: listCalls
    expect: {body: [{id: other}]}
`)
	var lines bytes.Buffer
	c.Trace = trace.NewWriter(&lines).Write
	result, err := Run(t.Context(), c)
	require.NoError(t, err)
	text := written(t, result)
	again, err := Judge(onlyRun(t, lines.Bytes()), c)
	require.NoError(t, err)
	assert.Empty(t, firstDifference(text, written(t, again)), "judged by its trace")

	assert.Contains(t, text, "call.ended", "something was shown")
	for carrier, secret := range secrets {
		for name, form := range encodings(secret) {
			for output, said := range map[string]string{"result": text, "trace": lines.String()} {
				for _, escaped := range []string{form.hides, escapedForHTML(form.hides)} {
					if at := strings.Index(said, escaped); at >= 0 {
						assert.Fail(t, "a secret is shown", "%s in %s, as %s: …%q…", carrier, output, name, said[max(0, at-60):min(len(said), at+80)])
					}
				}
			}
		}
	}
	assert.NotContains(t, text, "Cn4ry")
	assert.NotContains(t, lines.String(), "Cn4ry")
}
