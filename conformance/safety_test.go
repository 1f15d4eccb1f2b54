package conformance

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
)

// elsewhere leads every address to the test's server, so that a target may call itself anything.
type elsewhere struct {
	to   *url.URL
	seen *[]string
}

func (e elsewhere) RoundTrip(req *http.Request) (*http.Response, error) {
	*e.seen = append(*e.seen, req.Method+" "+req.URL.String())
	moved := req.Clone(req.Context())
	moved.URL.Scheme, moved.URL.Host = e.to.Scheme, e.to.Host
	return http.DefaultTransport.RoundTrip(moved)
}

// abroad is a run of one scenario against a target that is not on loopback.
func abroad(t *testing.T, safety *target.Safety, text string) (Config, *[]string) {
	a, c := config(t, 1000)
	c.Scenarios = parse(t, c.Provider, "safety.yaml", text)
	to, err := url.Parse(a.api.URL)
	require.NoError(t, err)
	seen := &[]string{}
	c.Transport = elsewhere{to, seen}
	c.Target.BaseURL, c.Target.Safety = "https://acme.example", safety
	c.Target.Numbers["caller"] = "919810012345,911"
	return c, seen
}

func dialled(seen []string) int {
	n := 0
	for _, line := range seen {
		if strings.HasPrefix(line, "POST ") && strings.HasSuffix(line, "/calls") {
			n++
		}
	}
	return n
}

func TestOffLoopbackNothingRunsWithoutSafety(t *testing.T) {
	c, seen := abroad(t, nil, header+"  - call: listCalls\n")
	_, err := Run(context.Background(), c)
	require.Error(t, err)
	assert.Equal(t, ExitUsage, ExitCode(err))
	assert.Contains(t, err.Error(), "safety")
	assert.Empty(t, *seen)
}

const header = "scenario: acme/safety/one\ntitle: Dials\nwhy: To see who is dialled.\nsteps:\n"

func TestNobodyIsDialledWhomTheTargetDoesNotAllow(t *testing.T) {
	for name, tt := range map[string]struct {
		steps   string
		may     []string
		dialled int
		reason  string
	}{
		"an allowed number": {"  - call: placeCall\n    with: {number: $numbers.answers}\n", []string{"91999999*"}, 1, ""},
		"another number":    {"  - call: placeCall\n    with: {number: $numbers.answers}\n", []string{"9198*"}, 0, "not sent: number would dial 919999999999, which safety.may_dial does not allow"},
		"nobody at all":     {"  - call: placeCall\n    with: {number: $numbers.answers}\n", nil, 0, "not sent: number would dial 919999999999, which safety.may_dial does not allow"},
		"an invalid step": {"  - call: placeCall\n    invalid: it is too short\n    with: {number: \"911\"}\n    expect: {status: 422}\n", []string{"9198*"}, 0,
			"not sent: number would dial 911, which safety.may_dial does not allow"},
		"a number from a save": {"  - call: login\n    with: {email: \"x\", password: open-911}\n    expect: {body: {token: {save: number}}}\n" +
			"  - call: placeCall\n    with: {number: $number}\n", []string{"9198*"}, 0, "not sent: number would dial •••, which safety.may_dial does not allow"},
		"a list of numbers":      {"  - call: placeCall\n    with: {number: $numbers.caller}\n", []string{"9198*"}, 0, `not sent: "919810012345,911" is no plain number or id: what stands beside the number might be dialled too`},
		"no number":              {"  - call: placeCall\n    invalid: nobody to call\n    expect: {status: 422}\n", []string{"9198*"}, 1, ""},
		"the second of two":      {"  - call: placeCall\n    with: {number: $numbers.answers}\n  - call: placeCall\n    with: {number: $numbers.busy}\n", []string{"919999999999"}, 1, "not sent: number would dial 919999000486, which safety.may_dial does not allow"},
		"an operation that asks": {"  - call: listCalls\n", nil, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, seen := abroad(t, &target.Safety{MayDial: tt.may, MaxCalls: 10}, header+tt.steps)
			result := mustRun(t, c)
			assert.Equal(t, tt.dialled, dialled(*seen))
			assert.Equal(t, Calls{Used: tt.dialled, Allowed: 10}, result.Calls)
			assert.Equal(t, tt.reason, result.Scenarios[0].Reason, "%+v", result.Scenarios[0].Failures)
			if tt.reason != "" {
				assert.Equal(t, Inconclusive, result.Scenarios[0].Verdict)
			}
		})
	}
}

func TestNoMoreCallsThanAllowed(t *testing.T) {
	steps := header + "  - call: placeCall\n    times: 5\n    with: {number: $numbers.answers}\n"
	c, seen := abroad(t, &target.Safety{MayDial: []string{"*"}, MaxCalls: 3}, steps)
	result := mustRun(t, c)
	assert.Equal(t, 3, dialled(*seen))
	assert.Equal(t, "not sent: all 3 calls of safety.max_calls are used", result.Scenarios[0].Reason)
	assert.Equal(t, Calls{Used: 3, Allowed: 3}, result.Calls)
}

func TestARetriedNumberOnLoopbackIsBoundTooWhereTheTargetSaysSo(t *testing.T) {
	_, c := config(t, 0)
	c.Target.Safety = &target.Safety{MayDial: []string{"919999999999"}, MaxCalls: 10}
	result := mustRun(t, c)
	assert.Equal(t, Pass, result.scenario("acme/calls/told").Verdict)
	assert.Equal(t, Inconclusive, result.scenario("acme/calls/foreign").Verdict)
}

// The guard looks at finished requests, so it is tried with those that no step would make.
func TestTheGuardKnowsADiallingRequestHoweverItIsWritten(t *testing.T) {
	provider := acmeProvider(t)
	base, _ := url.Parse("https://acme.example/v1")
	g := newGuard(&target.Target{Provider: provider, Safety: &target.Safety{MayDial: []string{"9198*"}, MaxCalls: 100}}, shape.Compile(provider), base)
	for _, address := range []string{
		"https://acme.example/v1/calls", "https://acme.example/v1/calls/", "https://acme.example/v1//calls", "https://acme.example/V1/Calls",
		"https://acme.example/v1/x/../calls", "https://acme.example/v1/c%61lls", "https://api.acme.example/calls", "http://127.0.0.1/calls?x=1",
	} {
		for body, allowed := range map[string]bool{
			`{"number": "919810012345"}`:                    true,
			`{"number": "911"}`:                             false,
			`{"number": 911}`:                               false,
			`{"number": ["919810012345", "911"]}`:           false,
			`{"number": "911", "number": "919810012345"}x`:  false,
			`number=911`:                                    false,
			`{"number": null}`:                              false,
			`"911"`:                                         false,
			`{"number": "919810012345\n911"}`:               false,
			`{"number": "919810012345;ext=911"}`:            false,
			`{"number": "91981001２345"}`:                    false,
			`{"number": "919810012345", "callback_url": 1}`: true,
		} {
			req, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
			require.NoError(t, err)
			err = g.admit(req, []byte(body))
			assert.Equal(t, allowed, err == nil, "%s %s: %v", address, body, err)
		}
	}
	req, _ := http.NewRequest(http.MethodGet, "https://acme.example/v1/calls", nil)
	assert.NoError(t, g.admit(req, nil), "listing dials nobody")
}

func TestWithoutSafetyALoopbackAddressThatLeadsElsewhereIsNotUsed(t *testing.T) {
	provider := acmeProvider(t)
	base, _ := url.Parse("http://acme.localhost:9")
	g := newGuard(&target.Target{Provider: provider}, shape.Compile(provider), base)
	req, _ := http.NewRequest(http.MethodPost, "http://acme.localhost:9/calls", nil)
	assert.NoError(t, g.admit(req, []byte(`{"number": "911"}`)))

	g.base, _ = url.Parse("http://10.0.0.1")
	assert.Error(t, g.admit(req, []byte(`{"number": "911"}`)))
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	a, c := config(t, 0)
	w, err := newWire(c.Target, shape.Compile(c.Provider), nil)
	require.NoError(t, err)
	req, _ := http.NewRequest(http.MethodGet, a.api.URL+"/moved", nil)
	got, err := w.send(req, nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusFound, got.Status)
	assert.EqualValues(t, 1, a.requests.Load())
}

func TestNoPathLeadsOutOfTheBaseAddress(t *testing.T) {
	base, _ := url.Parse("https://acme.example/v1/")
	w := &wire{base: base}
	for value, want := range map[string]string{
		"plain":          "https://acme.example/v1/calls/plain",
		"../admin":       "https://acme.example/v1/calls/..%2Fadmin",
		"..":             "https://acme.example/v1/calls/%2E%2E",
		".":              "https://acme.example/v1/calls/%2E",
		"@evil.example":  "https://acme.example/v1/calls/@evil.example",
		"//evil.example": "https://acme.example/v1/calls/%2F%2Fevil.example",
		"a?b#c":          "https://acme.example/v1/calls/a%3Fb%23c",
		"100%":           "https://acme.example/v1/calls/100%25",
	} {
		u, err := w.join(nil, "/calls/"+segment(value), "")
		require.NoError(t, err)
		assert.Equal(t, want, u.String())
		assert.Equal(t, "acme.example", u.Host)
	}
}

func TestAStepMayNameAnotherBaseOfTheDocument(t *testing.T) {
	for _, c := range []struct {
		address string
		bases   []string
		under   string
		want    string
	}{
		{"https://acme.example/v1", []string{"/v1", ""}, "", "https://acme.example/calls"},
		{"https://acme.example/v1/", []string{"/v1", ""}, "/v1", "https://acme.example/v1/calls"},
		{"https://acme.example", []string{"", "/v1"}, "/v1", "https://acme.example/v1/calls"},
		{"http://127.0.0.1/gateway/v1", []string{"/v1", "/api/v1"}, "/api/v1", "http://127.0.0.1/gateway/api/v1/calls"},
		{"http://127.0.0.1/api/v1", []string{"/v1", "/api/v1"}, "/v1", "http://127.0.0.1/v1/calls"},
	} {
		base, _ := url.Parse(c.address)
		w := &wire{base: base, bases: c.bases}
		u, err := w.join(&c.under, "/calls", "")
		require.NoError(t, err)
		assert.Equal(t, c.want, u.String(), "%s under %q", c.address, c.under)
	}
}

// A step may send a request under any of them, so none is a way around the guard.
func TestTheGuardKnowsEveryBaseOfTheDocument(t *testing.T) {
	provider := *acmeProvider(t)
	provider.Bases = []string{"/v1", "", "/api/v2"}
	base, _ := url.Parse("https://acme.example/gateway/v1")
	g := newGuard(&target.Target{Provider: &provider}, shape.Compile(&provider), base)
	for _, path := range []string{"/gateway/v1/calls", "/gateway/calls", "/gateway/api/v2/calls", "/calls", "/v1/calls", "/api/v2/calls"} {
		req, err := http.NewRequest(http.MethodPost, "https://acme.example"+path, nil)
		require.NoError(t, err)
		assert.Error(t, g.admit(req, nil), path)
	}
}

func TestCredentialsAreNotSentToAnotherHost(t *testing.T) {
	leaked := make(chan string, 10)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { leaked <- r.Header.Get("Authorization") })}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })

	_, c := config(t, 0)
	c.Target.Numbers["answers"] = "http://" + listener.Addr().String() + "/recording"
	c.Scenarios = parse(t, c.Provider, "safety.yaml", header+
		"  - get: $numbers.answers\n    expect: {status: 200}\n  - get: $numbers.answers\n    as: main\n")
	result := mustRun(t, c)
	assert.Equal(t, Inconclusive, result.Scenarios[0].Verdict)
	assert.Contains(t, result.Scenarios[0].Reason, "credentials are not sent to")
	require.Len(t, leaked, 1)
	assert.Empty(t, <-leaked)
}
