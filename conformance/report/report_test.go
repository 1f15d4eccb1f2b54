package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/coverage"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// failing is a result with one of everything.
func failing() *conformance.Result {
	span := func(d time.Duration) conformance.Span { return conformance.Span(d) }
	step := conformance.Failure{
		File: "acme/calls.yaml", Line: 12, Column: 30, Source: "    expect: {body: {seconds: 60,",
		Step: "step 2, receive: call.ended", Message: "call.ended arrived, but is not as expected",
		Mismatches: []conformance.Mismatch{
			{Path: "body.seconds", Want: "60", Got: `"60"`, Line: 12, Column: 30, Source: "    expect: {body: {seconds: 60,"},
			{Path: "body.kind", Want: `"voice"`, Got: "absent", Line: 13, Column: 14, Source: "             kind: voice}}"},
		},
		Claims: []conformance.ClaimRef{{ID: "ACM-004", Basis: "documented", Text: "The end is told.", Source: "https://acme.example/docs"}},
		Index:  2, By: "scenario", Owner: conformance.OwnerProvider, Times: 1,
	}
	shape := conformance.Failure{
		File: "acme/calls.yaml", Line: 9, Column: 5, Source: "  - receive: call.ended", Step: "step 2, receive: call.ended",
		Message:    "the callback call.ended does not fit the document",
		Mismatches: []conformance.Mismatch{{Path: "body.seconds", Want: "an integer", Got: `"60" (a string)`}},
		Claims:     []conformance.ClaimRef{{ID: "ACM-005", Basis: "documented", Text: "Seconds is an integer.", Source: "https://acme.example/docs"}},
		Index:      2, By: "document", Owner: conformance.OwnerProvider, Times: 2,
	}
	missing := conformance.Failure{
		File: "acme/calls.yaml", Line: 30, Column: 5, Source: "  - receive: call.recorded", Step: "step 2, receive: call.recorded",
		Message: "call.recorded did not arrive within 10m", Arrived: []string{`call.recorded at +1m20s: body.id is "c9", not "c1"`, "call.ended at +1m"},
		Claims: []conformance.ClaimRef{{ID: "ACM-006", Basis: "inferred", Text: "The recording comes after the end.", Source: "https://acme.example/docs"}},
		Index:  2, By: "scenario", Owner: conformance.OwnerProvider, Known: "GW-812", Times: 1,
	}
	warning := conformance.Failure{
		File: "acme/calls.yaml", Line: 50, Column: 9, Source: "    expect: {status: 404}", Step: "step 1, call: getCall", Message: "getCall answered 400, not as expected",
		Mismatches: []conformance.Mismatch{{Path: "status", Want: "404", Got: "400", Line: 50, Column: 22}},
		Claims:     []conformance.ClaimRef{{ID: "ACM-007", Basis: "assumed", Text: "An unknown call is 404.", Source: "https://acme.example/docs"}},
		Index:      1, By: "scenario", Owner: conformance.OwnerSuite, Warning: true, Times: 1,
	}
	steps := []conformance.StepResult{
		{Line: 7, Kind: "call", Name: "placeCall", Expected: "{body: {id: {save: id}}}", Claims: []string{"ACM-002"}, Verdict: conformance.Pass},
		{Line: 9, Kind: "receive", Name: "call.ended", Expected: "where {body: {id: $id}}\n{body: {seconds: 60,\n  kind: voice}}", Within: span(10 * time.Minute), Claims: []string{"ACM-004"}, Verdict: conformance.Fail},
		{Line: 14, Kind: "call", Name: "getCall", Expected: "{body: {state: done}}", Verdict: conformance.Untested},
		{Line: 17, Kind: "never", Name: "call.failed", Expected: "where {body: {id: $id}}", Verdict: conformance.Untested},
	}
	whole := &conformance.Result{
		Provider: "acme", Title: "Acme Calls", Target: "small", BaseURL: "http://127.0.0.1:9000", Complete: true,
		Verdict: conformance.Fail, Exit: conformance.ExitFailure,
		Scenarios: []conformance.ScenarioResult{
			{Address: "acme/calls/told", Title: "A call ends and is told", File: "acme/calls.yaml", Line: 1, Verdict: conformance.Fail,
				Why: "Whoever bills by the minute bills by this.", Steps: steps, Failures: []conformance.Failure{shape, step}, Covered: span(time.Minute), Alone: "ringer conform acme --target small.yaml --run acme/calls/told",
				Timeline: []conformance.Moment{
					{Kind: "request", Step: 1, Name: "login", As: "nobody", Method: "POST", URL: "http://127.0.0.1:9000/login", Sent: `{"email":"user@example.com","password":"•••"}`, Status: 200, Got: `{"token":"•••"}`, Times: 1},
					{Kind: "request", Step: 1, Name: "placeCall", As: "main", Method: "POST", URL: "http://127.0.0.1:9000/calls", Sent: `{"number":"919999999999"}`, Status: 200, Got: `{"id":"c1"}`, Times: 1,
						SentHeaders: map[string]string{"Authorization": "Bearer •••", "Content-Type": "application/json"}, GotHeaders: map[string]string{"Content-Type": "application/json"},
						Judged: []conformance.Judgement{{By: "scenario", Step: 1, File: "acme/calls.yaml", Line: 7, Expect: "{body: {id: {save: id}}}", OK: true}}},
					{At: span(30 * time.Second), Kind: "request", Step: 2, Name: "getCall", As: "main", Method: "GET", URL: "http://127.0.0.1:9000/calls/c1", Status: 200, Got: `{"id":"c1"}`, Times: 3},
					{At: span(time.Minute), Kind: "callback", Step: 2, Name: "call.ended", Method: "POST", URL: "/hook", Sent: `{"event":"call.ended","seconds":"60"}`, Status: 200, Times: 1,
						Judged: []conformance.Judgement{
							{By: "document", Step: 2, Mismatches: shape.Mismatches},
							{By: "scenario", Step: 2, File: "acme/calls.yaml", Line: 12, Expect: "{body: {seconds: 60,\n  kind: voice}}", Mismatches: step.Mismatches},
						}},
					{At: span(time.Hour), Kind: "time", Step: 3, Note: "waited 1h", Times: 1},
				}},
			{Address: "acme/calls/recorded", Title: "A recording is told", File: "acme/calls.yaml", Line: 20, Verdict: conformance.KnownFailure, Reason: "GW-812",
				Failures: []conformance.Failure{missing}, Steps: []conformance.StepResult{
					{Line: 24, Kind: "call", Name: "placeCall", Expected: "any 2xx", Verdict: conformance.Pass},
					{Line: 30, Kind: "receive", Name: "call.recorded", Expected: "where {body: {id: $id}}", Within: span(10 * time.Minute), Claims: []string{"ACM-006"}, Verdict: conformance.KnownFailure},
				}, Timeline: []conformance.Moment{
					{Kind: "request", Step: 1, Name: "placeCall", As: "main", Method: "POST", URL: "http://127.0.0.1:9000/calls", Sent: "{}", Status: 200, Got: `{"id":"c1"}`, Times: 1},
					{At: span(time.Minute), Kind: "callback", Name: "call.ended", Method: "POST", URL: "/hook", Sent: `{"event":"call.ended"}`, Status: 200, Times: 1},
					{At: span(80 * time.Second), Kind: "callback", Name: "call.recorded", Method: "POST", URL: "/hook", Sent: `{"id":"c9"}`, Status: 200, Times: 1},
				}, Alone: "ringer conform acme --target small.yaml --run acme/calls/recorded"},
			{Address: "acme/calls/unknown", Title: "An unknown call is refused", File: "acme/calls.yaml", Line: 40, Verdict: conformance.Pass,
				Failures: []conformance.Failure{warning}, Alone: "ringer conform acme --target small.yaml --run acme/calls/unknown"},
			{Address: "acme/calls/polled", Title: "A call is done", File: "acme/calls.yaml", Line: 60, Verdict: conformance.Pass},
			{Address: "acme/calls/busy", Title: "A busy number", File: "acme/calls.yaml", Line: 70, Verdict: conformance.Inconclusive, Reason: "the target has no number for busy", Owner: conformance.OwnerEnvironment, Lacks: []string{"busy"}},
			{Address: "acme/legs/added", Title: "A leg is added", File: "acme/legs.yaml", Line: 1, Verdict: conformance.NotApplicable, Reason: "the target lacks addLeg"},
			{Address: "acme/legs/told", Title: "A leg is told", File: "acme/legs.yaml", Line: 20, Verdict: conformance.Inconclusive, Reason: "leg.added did not arrive within 1m", Owner: conformance.OwnerEnvironment, Longest: span(10 * time.Minute)},
			{Address: "acme/legs/left", Title: "A leg is left", File: "acme/legs.yaml", Line: 40, Verdict: conformance.Inconclusive, Reason: "it waits 25h, and the target allows 1m (wait.longest)", Owner: conformance.OwnerEnvironment, Longest: span(25 * time.Hour)},
			{Address: "acme/legs/gone", Title: "A leg is gone", File: "acme/legs.yaml", Line: 60, Verdict: conformance.Inconclusive, Reason: "leg.gone did not arrive within 1m", Owner: conformance.OwnerEnvironment, Longest: span(10 * time.Minute)},
		},
		Claims: []conformance.ClaimResult{
			{ID: "ACM-001", About: "login", Basis: "documented", Text: "The token is a string.", Source: "https://acme.example/docs", Verdict: conformance.Verified, ByDocument: true},
			{ID: "ACM-004", About: "call.ended", Basis: "documented", Text: "The end is told.", Source: "https://acme.example/docs", Verdict: conformance.Failed, By: []string{"acme/calls/told"}},
			{ID: "ACM-005", About: "call.ended", Basis: "documented", Text: "Seconds is an integer.", Source: "https://acme.example/docs", Verdict: conformance.Failed, By: []string{"acme/calls/told"}},
			{ID: "ACM-006", About: "call.recorded", Basis: "inferred", Text: "The recording comes after the end.", Source: "https://acme.example/docs", Verdict: conformance.KnownFailure, Reason: "GW-812"},
			{ID: "ACM-007", About: "getCall", Basis: "assumed", Text: "An unknown call is 404.", Source: "https://acme.example/docs", Verdict: conformance.Warned},
			{ID: "ACM-008", About: "listCalls", Basis: "documented", Text: "Calls are private.", Source: "https://acme.example/docs", Verdict: conformance.Untested, Reason: "1 of 1 scenarios that prove it did not get so far"},
			{ID: "ACM-009", About: "transport", Basis: "documented", Text: "Calls are placed with PUT.", Source: "https://acme.example/docs", Verdict: conformance.Overruled, Reason: "by ACM-002"},
			{ID: "ACM-010", About: "transport", Basis: "documented", Text: "Numbers are encrypted.", Source: "https://acme.example/docs", Verdict: conformance.NotTestable, Reason: "no reply shows it"},
			{ID: "ACM-011", About: "addLeg", Basis: "documented", Text: "A leg has a number.", Source: "https://acme.example/docs", Verdict: conformance.NotApplicable, Reason: "the target lacks what it is about"},
		},
		Operations: []conformance.OperationResult{
			{Operation: "login", Statuses: map[int]int{200: 5, 401: 1}}, {Operation: "addLeg", Statuses: map[int]int{}},
		},
		Events:      []conformance.EventResult{{Event: "call.ended", Count: 3}, {Event: "call.recorded"}},
		Calls:       conformance.Calls{Used: 4, Allowed: 20},
		Coverage:    covered(),
		Audit:       conformance.Audit{Proven: []string{"ACM-001"}, False: []string{"ACM-004", "ACM-005", "ACM-006", "ACM-007"}, Unproven: []string{"ACM-008"}, Works: []string{"addLeg"}},
		Incoherent:  []string{"acme/calls/foreign was shown the call c1 as other, and it is one of main"},
		Running:     []string{`placeCall of acme/calls/told: {"id":"c1"}`},
		Lacks:       []string{"busy"},
		Unfulfilled: []string{"claim ACM-001 is known to fail (GW-9) and holds now"},
		Unfired:     []string{`night.yaml:4: {"on":{"operation":"login","nth":9},"do":{"status":503}}`},
		Took:        span(12345 * time.Millisecond), Covered: span(70*time.Minute + 5*time.Second), Watched: span(5 * time.Second),
	}
	for i := range whole.Scenarios {
		whole.Scenarios[i].Alone = "ringer conform acme --target small.yaml --run " + whole.Scenarios[i].Address
	}
	return whole
}

// covered is a coverage with one of everything.
func covered() *coverage.Coverage {
	return &coverage.Coverage{
		Percent: 61.5, Seen: 8, Documented: 13, Wanted: 90,
		Statuses: coverage.Share{Seen: 3, Documented: 4, Missing: []string{"addLeg 404"}}, Events: coverage.Share{Seen: 1, Documented: 2, Missing: []string{"call.recorded"}},
		Words: coverage.Share{Seen: 3, Documented: 5, Missing: []string{"getCall 200.state = queued", "call.ended.kind = video"}}, Members: coverage.Share{Seen: 1, Documented: 2, Missing: []string{"addLeg body.ring"}},
		Operations: []coverage.OperationCoverage{
			{Operation: "login", Statuses: coverage.Share{Seen: 2, Documented: 2}, Sent: coverage.Share{Seen: 1, Documented: 1}},
			{Operation: "addLeg", Statuses: coverage.Share{Seen: 1, Documented: 2, Missing: []string{"addLeg 404"}}, Sent: coverage.Share{Documented: 1, Missing: []string{"addLeg body.ring"}}},
		},
		Deliveries:   []coverage.EventCoverage{{Event: "call.ended", Seen: 3, Valid: 2, InOrder: 3, Retried: 1, Doubled: 1}, {Event: "call.recorded"}},
		States:       []coverage.StateCoverage{{Subject: "call", Fact: "state", Words: coverage.Share{Seen: 2, Documented: 3, Missing: []string{"queued"}}, Walked: []string{"ringing to done"}}},
		Claims:       coverage.ClaimCoverage{Testable: 7, Proven: 1, Guarded: 5},
		Undocumented: []string{"addLeg 409", "login 200.<b>hint</b>"},
		Proposed:     "paths:\n    /legs:\n        post:\n            responses:\n                \"409\":\n                    description: Seen, and not documented.\n",
	}
}

func passing() *conformance.Result {
	result := failing()
	result.Verdict, result.Exit, result.Virtual = conformance.Pass, 0, true
	result.Scenarios, result.Claims = result.Scenarios[3:4], result.Claims[:1]
	result.Coverage, result.Incoherent, result.Audit.Works = nil, nil, nil
	result.Running, result.Lacks, result.Unfulfilled, result.Unfired, result.Calls, result.Watched = nil, nil, nil, nil, conformance.Calls{}, 0
	return result
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	// Line by line: a page is too long to be shown whole.
	wanted, have := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(wanted), len(have)) {
		if !assert.Equal(t, wanted[i], have[i], "line %d of %s", i+1, file) {
			return
		}
	}
	assert.Len(t, have, len(wanted), file)
}

func TestTheTextOfARunIsTheSameByteForByte(t *testing.T) {
	for name, tt := range map[string]struct {
		result  *conformance.Result
		options Options
	}{
		"failing.txt":         {failing(), Options{}},
		"failing-color.txt":   {failing(), Options{Color: true}},
		"failing-verbose.txt": {failing(), Options{Verbose: true}},
		"passing.txt":         {passing(), Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, Text(&out, tt.result, tt.options))
			golden(t, name, out.Bytes())
		})
	}
}

func TestTheJSONOfARunIsTheSameByteForByte(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, JSON(&out, failing()))
	golden(t, "failing.json", out.Bytes())
}

func TestWithoutATerminalThereIsNoColour(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Text(&out, failing(), Options{}))
	assert.NotContains(t, out.String(), "\x1b")
}

func TestASelectiveRunDoesNotListWhatItLeftOut(t *testing.T) {
	result := failing()
	result.Complete = false
	var out bytes.Buffer
	require.NoError(t, Text(&out, result, Options{}))
	assert.NotContains(t, out.String(), "ACM-008 ")
	assert.NotContains(t, out.String(), "ACM-010 ")
	assert.Contains(t, out.String(), "ACM-007 ")
}

func TestTheErrorOfTheWriterIsReturned(t *testing.T) {
	assert.ErrorIs(t, Text(broken{}, failing(), Options{}), os.ErrClosed)
	assert.ErrorIs(t, JSON(broken{}, failing()), os.ErrClosed)
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestTheEstimateIsOneLine(t *testing.T) {
	plan := conformance.Plan{Provider: "acme", Target: "small", BaseURL: "http://x", Scenarios: 20, Skipped: 2, Least: 90 * time.Second, Most: 2 * time.Hour, Calls: 12, Allowed: 20}
	assert.Equal(t, "acme against small (http://x): 20 scenarios, 2 more cannot be judged, 1m30s to 2h in real time, 12 calls (20 allowed)", Estimate(plan))
	plan.Virtual = true
	assert.True(t, strings.HasSuffix(Estimate(plan), ", in virtual time"))
}
