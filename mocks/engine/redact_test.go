package engine

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// what the journal keeps of a request, as one text.
func kept(t *testing.T, d *redactor, address string, header http.Header, body string, secret bool) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	sent := half{header: header, body: []byte(body), secret: secret}
	sent.value, sent.parsed = decode(sent.body)
	e := &Entry{}
	d.note(e, "", u, sent, half{})
	return string(e.text)
}

func TestNoSecretIsKeptUnderAnyUsualName(t *testing.T) {
	d := newRedactor(nil, nil)
	const canary = "s3cr3t"
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzM2NyM3QifQ.s3cr3t"
	for name, c := range map[string]struct {
		address, body string
		header        http.Header
		secret        bool // the operation takes secrets
	}{
		"a longer name":            {address: "/", body: `{"new_password": "s3cr3t"}`},
		"a shorter one":            {address: "/", body: `{"pwd": "s3cr3t"}`},
		"another case":             {address: "/", body: `{"accessToken": "s3cr3t"}`},
		"deep in a list":           {address: "/", body: `[{"a": [{"client-secret": "s3cr3t"}]}]`},
		"of a third party":         {address: "/", body: `{"agent_config": {"openai_api_key": "s3cr3t"}}`},
		"a name that nobody knows": {address: "/", body: `{"passe-partout": "s3cr3t"}`, secret: true},
		"broken JSON":              {address: "/", body: `{"password": "s3cr3t"`},
		"a query":                  {address: "/?access-token=s3cr3t&auth=s3cr3t&client_secret=s3cr3t&x-api-key=s3cr3t&jwt=s3cr3t"},
		"a query that is escaped":  {address: "/?pass%77ord=s3cr3t"},
		"a semicolon":              {address: "/?a=1;token=s3cr3t"},
		"a token in the path":      {address: "/calls/" + jwt + "/x"},
		"a token in a query":       {address: "/?state=" + jwt},
		"a token in a body":        {address: "/", body: `{"to": "` + jwt + `"}`},
		"header fields":            {address: "/", header: http.Header{"X-Pwd": {canary}, "X-Credential": {canary}, "X-Jwt": {canary}, "X-Access-Key": {canary}, "X-Session": {canary}}},
		"an address in a header":   {address: "/", header: http.Header{"Referer": {"http://a/?token=s3cr3t"}}},
		"an address in a body":     {address: "/", body: `{"hook": "http://a/?secret=s3cr3t&password=s3cr3t&auth=s3cr3t"}`},
		"a user in an address":     {address: "/", body: `{"hook": "http://ann:s3cr3t@127.0.0.1/"}`},
	} {
		text := kept(t, d, c.address, c.header, c.body, c.secret)
		assert.NotContains(t, text, canary, name)
		assert.NotContains(t, text, "czNjcjN0", name)
	}
}

func TestWhatIsNoSecretIsKept(t *testing.T) {
	d := newRedactor(nil, nil)
	for _, body := range []string{
		`{"author":"Ann","passenger":"Bob","key":"value"}`,
		`{"hook":"http://127.0.0.1:1/a@b?x=1"}`,
		`{"email":"ann@example.com","note":"eyJ is how they begin"}`,
		`not JSON at all`,
	} {
		assert.Contains(t, kept(t, d, "/?page=2&customer_number=91", http.Header{"Idempotency-Key": {"k1"}}, body, false), body)
		assert.Contains(t, kept(t, d, "/?page=2&customer_number=91", http.Header{"Idempotency-Key": {"k1"}}, body, false), "/?page=2&customer_number=91Idempotency-Key:k1\n")
	}
}
