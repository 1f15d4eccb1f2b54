package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
)

func TestBadUsageIsToldInOneLineThatHelps(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	faults := filepath.Join(folder, "faults.yaml")
	require.NoError(t, os.WriteFile(faults, []byte("[{on: {operation: logn}, do: {status: 503}}]"), 0o600))
	for line, want := range map[string]string{
		"serve induslab":                         `unknown provider "induslab"; did you mean induslabs?`,
		"serve nobody":                           `unknown provider "nobody": there are ` + strings.Join(mocks.Names(), ", "),
		"serve induslabs=here":                   `induslabs=here: want HOST:PORT, such as induslabs=127.0.0.1:0`,
		"serve induslabs induslabs":              `induslabs is named twice`,
		"serve --clock fast":                     `--clock fast: clock "fast": want real, frozen, frozen@TIME or a factor such as 60x`,
		"serve --patience -5s":                   `--patience -5s: want a duration above 0`,
		"serve --idle 0s":                        `--idle 0s: want a duration above 0`,
		"serve --number 919812345678=busi":       `--number 919812345678=busi: unknown persona "busi"; did you mean busy?`,
		"serve --number 1=busy,talks_fr=4s":      `--number 1=busy,talks_fr=4s: unknown "talks_fr"; did you mean talks_for?`,
		"serve --number 1=busy,talks_for=4":      `--number 1=busy,talks_for=4: "talks_for=4": want a duration such as talks_for=4s`,
		"serve --public indulabs=http://x":       `--public indulabs=http://x: unknown provider "indulabs"; did you mean induslabs?`,
		"serve --public induslabs=x.example":     `--public induslabs=x.example: want a URL such as http://ringer.internal:4101`,
		"serve --callback indulabs=http://x":     `--callback indulabs=http://x: unknown provider "indulabs"; did you mean induslabs?`,
		"serve --callback induslabs=/hook":       `--callback induslabs=/hook: want a URL such as http://127.0.0.1:8080/hook`,
		"serve --faults " + faults:               `--faults: ` + faults + `:1: no operation is called "logn"; did you mean login?`,
		"serve --sead 7":                         `unknown flag: --sead; did you mean --seed?`,
		"serve --seed x":                         `invalid argument "x" for "--seed" flag: strconv.ParseUint: parsing "x": invalid syntax`,
		"conform indus-labs":                     `unknown provider "indus-labs"; did you mean induslabs?`,
		"conform --jobs -1":                      `--jobs -1: want 1 or more, or 0 for as many as fit`,
		"conform --run induslabs/login/signs-on": `nothing selected: no scenario is called induslabs/login/signs-on; did you mean induslabs/login/signs-in?`,
		"conform --report jsn=x":                 `--report jsn=x: unknown format "jsn"; did you mean json?`,
		"conform --report json":                  `--report json: want format=FILE, such as json=report.json`,
		"conform --report json=a,json=b":         `--report json=b: json is given twice`,
		"conform --report json=/none/x.json":     `--report json=/none/x.json: there is no folder /none`,
		"schema resolt":                          `no schema is called "resolt"; did you mean result?`,
		"schema scenario induslab":               `unknown provider "induslab"; did you mean induslabs?`,
		"schema result induslabs":                `the schema of the result is the same for all providers: write ringer schema result`,
		"claims indus-labs":                      `unknown provider "indus-labs"; did you mean induslabs?`,
		"validate":                               `requires at least 1 arg(s), only received 0`,
		"validate " + folder + "/none":           `lstat ` + folder + `/none: no such file or directory`,
		"ready now":                              `unknown command "now" for "ringer ready"`,
	} {
		got := ringer(t, strings.Fields(line)...)
		assert.Equal(t, ending{exitUsage, "", "ringer: " + want + "\n"}, got, line)
	}
}

func TestTheExitCodesOfAnEnvironmentThatIsNotAsItShouldBe(t *testing.T) {
	t.Parallel()
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer busy.Close()
	at := busy.Addr().String()
	for line, want := range map[string]ending{
		"serve induslabs=" + at + " --control 127.0.0.1:0": {exitEnvironment, "", "ringer: induslabs cannot listen on " + at + ": listen tcp " + at + ": bind: address already in use\n"},
		"serve induslabs=127.0.0.1:0 --control " + at:      {exitEnvironment, "", "ringer: the control port cannot listen on " + at + ": listen tcp " + at + ": bind: address already in use\n"},
		"ready --control 127.0.0.1:1":                      {exitFailed, "", "ringer: not ready: Get \"http://127.0.0.1:1/readyz\": dial tcp 127.0.0.1:1: connect: connection refused\n"},
	} {
		assert.Equal(t, want, ringer(t, strings.Fields(line)...), line)
	}
}

func TestTheReadyFileIsThereWhileAndOnlyWhileTheServerIs(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ready.json")
	s := serveRinger(t, "--ready-file", file)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.JSONEq(t, `{"control": "`+s.control+`", "providers": {"induslabs": "`+s.base+`"}}`, string(data))
	assert.Equal(t, ending{}, ringer(t, "ready", "--control", strings.TrimPrefix(s.control, "http://")))

	assert.Equal(t, exitFine, s.stop())
	left, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.Empty(t, s.remarks.String())
}

func TestAServerBeyondLoopbackIsHealthyInItsOwnContainerAndClosedToOthers(t *testing.T) {
	t.Parallel()
	s := invocation{args: []string{"serve", "induslabs=127.0.0.1:0", "--control", "0.0.0.0:0"}}.serve(t)
	require.NotEmpty(t, s.token, "one is made up and printed")
	assert.Equal(t, http.StatusUnauthorized, fetch(t, "GET", s.control+"/sandboxes", "").status)
	for _, host := range []string{"127.0.0.1", "ringer.internal:4100"} {
		assert.Equal(t, http.StatusOK, fetch(t, "GET", s.control+"/sandboxes", "", "Authorization", "Bearer "+s.token, "Host", host).status, host)
	}
	assert.Equal(t, ending{}, ringer(t, "ready", "--control", strings.TrimPrefix(s.control, "http://")), "a health check has no token")
}

func TestAStopDuringASlowDeliveryLosesNone(t *testing.T) {
	t.Parallel()
	begun, answer, whole := make(chan struct{}, 1), make(chan struct{}), make(chan string, 1)
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		begun <- struct{}{}
		<-answer
		whole <- string(body)
	}))
	defer slow.Close()
	s := serveRinger(t, "--clock", "600x", "--patience", "30s")
	s.create(s.login(), "919999000486", slow.URL)
	<-begun
	ended := make(chan int, 1)
	go func() { ended <- s.stop() }()
	refused(t, s.base)
	close(answer)
	assert.Equal(t, exitFine, <-ended)
	assert.Contains(t, <-whole, `"event":"call.failed"`)
}

// refused waits until nobody listens there any more.
func refused(t *testing.T, base string) {
	t.Helper()
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			return
		}
		conn.Close()
	}
}

func TestTheControlPortServesNoOtherSiteAndNoOtherName(t *testing.T) {
	t.Parallel()
	s := serveRinger(t)
	for name, header := range map[string][]string{
		"a name made to lead here": {"Host", "evil.example"},
		"another page":             {"Origin", "http://evil.example"},
		"another site":             {"Sec-Fetch-Site", "cross-site"},
	} {
		for _, path := range []string{"/readyz", "/sandboxes", "/inbox/default/x"} {
			assert.Equal(t, http.StatusForbidden, fetch(t, "POST", s.control+path, "{}", header...).status, "%s: %s", name, path)
		}
	}
	assert.Empty(t, s.world("GET", "inbox", "").items("deliveries"))
}

func TestAPatternChoosesTheProvidersThatItFits(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		code     int
		verdicts []string // the providers that are judged
		err      string
	}{
		"--run induslabs/login/*":                                     {exitFine, []string{"induslabs"}, ""},
		"--run */*/no-such-thing --run induslabs/login/*":             {exitUsage, nil, "ringer: nothing selected: no scenario is called */*/no-such-thing"},
		"--run induslabs/login/signs-on":                              {exitUsage, nil, "did you mean induslabs/login/signs-in?"},
		"--run induslabs/login/signs-in --run induslabs/tokens/opens": {exitFine, []string{"induslabs"}, ""},
	} {
		got := ringer(t, append([]string{"conform"}, strings.Fields(line)...)...)
		assert.Equal(t, want.code, got.code, line)
		assert.Contains(t, got.err, want.err, line)
		var judged []string
		for _, name := range mocks.Names() {
			if strings.Contains(got.out, name+" ringer: ") {
				judged = append(judged, name)
			}
		}
		assert.Equal(t, want.verdicts, judged, line)
	}
}

func TestSmallCommandsPrintWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"":                                   "Available Commands:",
		"version":                            "ringer ",
		"completion bash":                    "__start_ringer",
		"serve --help":                       "serve [PROVIDER[=HOST:PORT]]...",
		"conform --help":                     "Exit codes: 0 conformant",
		"validate ../../scenarios/induslabs": "scenarios and 0 targets in 11 files are well-formed",
		"validate ../../testdata/targets/":   "0 scenarios and ",
	} {
		got := ringer(t, strings.Fields(line)...)
		assert.Equal(t, exitFine, got.code, line)
		assert.Contains(t, got.out, want, line)
		assert.Empty(t, got.err, line)
	}
}
