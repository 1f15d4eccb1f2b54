package conformance

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/inbox"
)

// flooded is a run of one scenario whose inbox gets so many callbacks of that body when its call is placed.
func flooded(t *testing.T, times int, body string) *Result {
	a, c := config(t, 0)
	var hooks http.Handler
	c.Carry = func(h http.Handler) { hooks = h }
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hooks.ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	c.Target.Inbox.URL = front.URL
	c.Select = []string{"acme/calls/told"}
	a.alter = func(what string, shown map[string]any) map[string]any {
		for range times {
			if what == "placeCall" {
				req := httptest.NewRequest("POST", "/no/such/path", strings.NewReader(body))
				req.Header.Set("Content-Type", "application/json")
				hooks.ServeHTTP(httptest.NewRecorder(), req)
			}
		}
		return shown
	}
	return mustRun(t, c)
}

func TestThousandsOfCallbacksThatNobodyAskedForChangeNoVerdict(t *testing.T) {
	result := flooded(t, 9_000, `{"event": "call.ended", "id": "another", "seconds": 60}`)
	sc := result.scenario("acme/calls/told")
	assert.Equal(t, Pass, sc.Verdict, "%s %+v", sc.Reason, sc.Failures)
}

func TestAFloodThatCannotBeKeptLeavesAScenarioInconclusive(t *testing.T) {
	for name, c := range map[string]struct {
		times int
		body  string
	}{
		"too many":  {10_050, `{"event": "call.ended", "id": "another", "seconds": 60}`},
		"too large": {20, `{"event": "call.ended", "id": "another", "seconds": 60, "padding": "` + strings.Repeat("x", 1<<20-100) + `"}`},
	} {
		sc := flooded(t, c.times, c.body).scenario("acme/calls/told")
		assert.Equal(t, Inconclusive, sc.Verdict, name)
		assert.Equal(t, OwnerProvider, sc.Owner, name)
		assert.Contains(t, sc.Reason, "more often than can be kept", name)
		assert.Less(t, len(sc.Timeline), 250, name)
	}
}

func TestAScenarioKeepsNoMoreCallbacksThanItHasRoomFor(t *testing.T) {
	p := &play{}
	large := bytes.Repeat([]byte("x"), 1<<20)
	kept := 0
	for seq := range 100 {
		if p.room(&arrival{Delivery: inbox.Delivery{Seq: seq + 1, Body: large}}) {
			kept++
		}
	}
	assert.Equal(t, floodBytes>>20, kept)
	require.Error(t, p.flood.err())
	assert.Contains(t, p.flood.err().Error(), "32 callbacks of 33554432 bytes are, and 68 more are not")
}

// mute never answers, and says at once that it took too long.
type mute struct{ asked int }

func (m *mute) RoundTrip(*http.Request) (*http.Response, error) {
	m.asked++
	return nil, context.DeadlineExceeded
}

func TestATargetThatAnswersNothingIsNotWaitedForInEveryScenario(t *testing.T) {
	_, c := config(t, 1000)
	m := &mute{}
	c.Transport = m
	result := mustRun(t, c)
	assert.Equal(t, deaf, m.asked)
	assert.NotEqual(t, ExitConformant, result.Exit)
	last := result.Scenarios[len(result.Scenarios)-1]
	assert.Equal(t, Inconclusive, last.Verdict)
	assert.Equal(t, "not sent: the target left 3 requests in a row without an answer, each for 30s", last.Reason)
}

func TestAnAnswerIsWaitedForNoLongerThanAStepMay(t *testing.T) {
	for want, of := range map[time.Duration]target.Target{
		30 * time.Second: {Wait: target.Wait{Longest: 10 * time.Minute, Pace: 1}},
		12 * time.Second: {Wait: target.Wait{Longest: 10 * time.Minute, Pace: 50}},
		5 * time.Second:  {Wait: target.Wait{Longest: time.Second, Pace: 1}},
	} {
		assert.Equal(t, want, patience(&of))
	}
	assert.Equal(t, answerTime, patience(&target.Target{Control: "http://127.0.0.1:1", Wait: target.Wait{Longest: 1}}), "virtual time is no measure")
}

func TestALargeBodyIsJudgedWholeAndShownInPart(t *testing.T) {
	a, c := config(t, 0)
	a.alter = func(what string, body map[string]any) map[string]any {
		if what == "listCalls" || what == "getCall" {
			body["padding"] = strings.Repeat("x", 1<<20)
			body["number"] = 5
		}
		return body
	}
	result := mustRun(t, c)
	assert.Equal(t, Fail, result.Verdict)
	assert.Less(t, len(written(t, result)), 1<<18)
	assert.Contains(t, written(t, result), fmt.Sprintf("(%d", 1<<20)[:4])
}
