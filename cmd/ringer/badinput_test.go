package main

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a client may send by mistake or in malice, and what it is told, each in
// the provider's own form.
func TestBadInputIsAnsweredInTheProvidersFormAndNeverBreaksAnything(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	const login, create, recent = "/api/login", "/api/calls/click2call", "/api/calls/recent"
	token := s.login()
	for name, c := range map[string]struct {
		token, method, path, body string
		status                    int
		want                      string
	}{
		"not JSON":              {token, "POST", create, `{"customer_number": `, 422, `{"detail":[{"loc":["body"],"msg":"JSON decode error","type":"json_invalid"}]}`},
		"20,000 levels deep":    {token, "POST", create, strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000), 422, `{"detail":[{"loc":["body"],"msg":"JSON decode error","type":"json_invalid"}]}`},
		"2 MiB":                 {token, "POST", create, `{"did": "` + strings.Repeat("9", 2<<20) + `"}`, 413, `{"detail":"Request Entity Too Large"}`},
		"an array":              {token, "POST", create, `[]`, 422, `{"detail":[{"loc":["body"],"msg":"Input should be a valid dictionary","type":"dict_type"}]}`},
		"a number for a text":   {token, "POST", create, `{"customer_number": 919999999999, "agent_number": "918888888888", "did": "919484956750"}`, 422, `{"detail":[{"loc":["body","customer_number"],"msg":"Input should be a valid string","type":"string_type"}]}`},
		"a text for a boolean":  {token, "POST", create, `{"customer_number": "919999999999", "agent_number": "918888888888", "did": "919484956750", "transcript": "perhaps"}`, 422, `{"detail":[{"loc":["body","transcript"],"msg":"Input should be a valid boolean","type":"bool_type"}]}`},
		"no password":           {"", "POST", login, `{"email": "user@example.com"}`, 422, `{"detail":[{"loc":["body","password"],"msg":"Field required","type":"missing"}]}`},
		"an unknown path":       {token, "GET", "/api/call", "", 404, `{"detail":"Not Found"}`},
		"a path to climb":       {token, "GET", "/api/../../etc/passwd", "", 404, `{"detail":"Not Found"}`},
		"a wrong method":        {token, "DELETE", recent, "", 405, `{"detail":"Method Not Allowed"}`},
		"no token":              {"", "GET", recent, "", 401, `{"detail":"Not authenticated"}`},
		"a bad token":           {"x.y.z", "GET", recent, "", 401, `{"detail":"Could not validate credentials"}`},
		"a token with no end":   {token[:len(token)-2], "GET", recent, "", 401, `{"detail":"Could not validate credentials"}`},
		"a page that overflows": {token, "GET", recent + "?page=99999999999999999999", "", 422, `{"detail":[{"loc":["query","page"],"msg":"Input should be a valid integer","type":"int_parsing"}]}`},
		"a limit below one":     {token, "GET", recent + "?limit=0", "", 422, `{"detail":[{"loc":["query","limit"],"msg":"Input should be greater than or equal to 1","type":"greater_than_equal"}]}`},
		"a broken escape":       {token, "GET", "/api/calls/%00%ff/transcript", "", 404, `{"status_code":404,"message":"Call not found","error":"call_id not found","data":{}}`},
	} {
		got := s.ask(c.token, c.method, c.path, c.body)
		assert.Equal(t, c.status, got.status, name)
		assert.Equal(t, c.want, strings.TrimSpace(string(got.body)), name)
		assert.Equal(t, "application/json", got.header.Get("Content-Type"), name)
	}
	assert.Equal(t, 200, s.ask(token, "GET", recent, "").status, "it serves as before")
}

func TestATokenExpiresOnTheClockOfItsSandbox(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	token := s.login()
	s.advance(`{"by": "30m"}`)
	assert.Equal(t, 200, s.ask(token, "GET", "/api/calls/recent", "").status)
	s.advance(`{"by": "24h"}`)
	got := s.ask(token, "GET", "/api/calls/recent", "")
	assert.Equal(t, 401, got.status)
	assert.Equal(t, "Bearer", got.header.Get("WWW-Authenticate"))
	assert.Equal(t, `{"detail":"Could not validate credentials"}`, strings.TrimSpace(string(got.body)))
}

func TestTheJournalKeepsWhatHappenedAndNoSecret(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	token := s.login()
	const canary = "canary-51c0"
	s.ask("", "POST", "/api/login", `{"email": "user@example.com", "password": "`+canary+`"}`)
	s.ask("", "POST", "/api/login", `{"email": "user@example.com", "password": "`+canary)
	s.ask("", "POST", "/api/login?password="+canary, `{"password": ["`+canary+`"]}`)
	s.ask(canary, "GET", "/api/calls/recent?token="+canary, "")
	s.ask("", "POST", "/api/nowhere", `{"password": "`+canary+`"}`)
	id := s.create(token, "919999999999", s.control+"/inbox/default/x?signature="+canary)
	s.advance(`{"by": "73s"}`)

	journal := s.world("GET", "journal", "")
	entries := journal.items("entries")
	assert.Len(t, entries, 9, "seven requests and two callbacks")
	for _, secret := range []string{canary, "your_password", token, token[strings.LastIndexByte(token, '.'):]} {
		assert.NotContains(t, string(journal.body), secret)
	}
	assert.Contains(t, string(journal.body), id)
	assert.Contains(t, string(journal.body), "user@example.com")
}

// A client that says half and falls silent is cut off. This takes as long as
// the program waits.
func TestAClientThatFallsSilentIsCutWithinTenSeconds(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the program's own limits")
	}
	t.Parallel()
	s := serveRinger(t)
	token := s.login()
	for name, c := range map[string]struct{ text, status, body string }{
		"before a word": {"", "", ""},
		"in its header": {"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Ty", "", ""},
		"in its body": {"POST /api/calls/click2call HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
			"\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"did\":", "HTTP/1.1 408 ", `{"detail":"Request Timeout"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var dialer net.Dialer
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			conn, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(s.base, "http://"))
			require.NoError(t, err)
			defer conn.Close()
			end, _ := ctx.Deadline()
			require.NoError(t, conn.SetDeadline(end))
			_, err = io.WriteString(conn, c.text)
			require.NoError(t, err)
			all, err := io.ReadAll(conn)
			require.NoError(t, err, "not cut within ten seconds")
			assert.True(t, strings.HasPrefix(string(all), c.status), "%s", all)
			assert.True(t, strings.HasSuffix(strings.TrimSpace(string(all)), c.body), "%s", all)
		})
	}
}
