package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A dialect is how one provider is asked to place a call to a number that
// answers, and how it is asked about the call.
type dialect struct {
	path, body string
	id         []string // the way to the call's id
	read       string   // with %s for the id
	status     []string // the way to the word for its state
	transcript string   // with %s for the id; "": it has none
}

var dialects = map[string]dialect{
	"indigenius": {"/v1/calls/phone/initiate", `{"phone_purchase_id": "665e4a34c65bb95f2f2d72e1", "phoneNumber": "+14155552671", "provider": "twilio"}`,
		[]string{"callId"}, "/v1/calls/%s", []string{"data", "status"}, "/v1/calls/%s/transcripts"},
	"intellicall": {"/calls", `{"from_number": "919800000000", "to_number": "9876543210", "agent_number": "9812345678", "uuid": "u-1", "recording": true}`,
		[]string{"call_id"}, "/calls/%s", []string{"call_status"}, ""},
	"vinfer": {"/v1/calls", `{"phone": "+919876543210", "name": "Asha", "script_id": "scr_5k9m2x7q4wvt", "language": "en-IN"}`,
		[]string{"id"}, "/v1/calls/%s", []string{"status"}, "/v1/calls/%s/transcript"},
	"callab": {"/calls/make-call", `{"ai_agent_id": "550e8400-e29b-41d4-a716-446655440002", "call_from": "+1234567890", "call_to": "+9876543210", "workspace": "production"}`,
		[]string{"data", "id"}, "/calls/%s", []string{"data", "call_status"}, "/calls/%s"},
}

// Every provider tells what a fault did to a stage in its own words, and keeps
// to its document while it does.
func TestEveryProviderTellsAFaultOfAStageInItsOwnWords(t *testing.T) {
	t.Parallel()
	for provider, d := range dialects {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			s := invocation{args: []string{"serve", provider + "=127.0.0.1:0", "--control", "127.0.0.1:0", "--clock", "frozen"}}.serve(t)
			_, rest, _ := strings.Cut(s.greeting, provider)
			base := strings.Fields(rest)[0]
			key := []string{"Authorization", "Bearer YOUR_API_KEY", "X-API-Key", "YOUR_API_KEY"}
			// after arranges a fault, places a call, lets its story run, and reads the call.
			after := func(fault string) (heard, string) {
				put := s.world("PUT", "faults", "- "+fault)
				require.Equal(t, http.StatusOK, put.status, "%s: %s", fault, put.body)
				placed := fetch(t, "POST", base+d.path, d.body, key...)
				require.Less(t, placed.status, 300, "%s", placed.body)
				id := fmt.Sprint(at(placed.json(), d.id...))
				s.advance(`{"to": "idle"}`)
				got := fetch(t, "GET", base+fmt.Sprintf(d.read, id), "", key...)
				require.Equal(t, http.StatusOK, got.status, "%s: %s", fault, got.body)
				assert.EqualValues(t, 1, s.world("GET", "faults", "").items("faults")[0]["fired"], fault)
				return got, id
			}
			words := map[string]string{}
			for name, fault := range map[string]string{
				"late": "{on: {stage: answer}, do: {delay: 30s}}", "busy": "{on: {stage: dial}, do: {fail: busy}}",
				"ringing": "{on: {stage: ring}, do: {never: true}}", "queued": "{on: {stage: queue}, do: {never: true}}", "broken": "{on: {stage: answer}, do: {fail: failed}}",
			} {
				got, id := after(fault)
				words[name] = fmt.Sprint(got.member(d.status...))
				view := s.world("GET", "calls/"+id, "")
				assert.Equal(t, []any{1.0}, view.member("faults"), "%s", view.body)
			}
			assert.NotEqual(t, words["late"], words["busy"], "%v", words)
			assert.NotEqual(t, words["late"], words["ringing"], "%v", words)
			assert.NotEqual(t, words["late"], words["queued"], "%v", words)
			assert.NotEqual(t, words["late"], words["broken"], "%v", words)

			tamil := func(r rune) bool { return r >= 0x0b80 && r <= 0x0bff }
			for effect, spoken := range map[string]bool{"language: ta": true, "empty: true": false, "never: true": false, "fail: 500": false} {
				if d.transcript == "" {
					put := s.world("PUT", "faults", "- {on: {stage: transcript}, do: {"+effect+"}}")
					assert.Equal(t, 400, put.status)
					assert.Contains(t, string(put.body), "no call of "+provider+" goes through the stage transcript")
					continue
				}
				_, id := after("{on: {stage: transcript}, do: {" + effect + "}}")
				got := fetch(t, "GET", base+fmt.Sprintf(d.transcript, id), "", key...)
				assert.Less(t, got.status, 500, "%s: %s", effect, got.body)
				assert.Equal(t, spoken, strings.ContainsFunc(string(got.body), tamil), "%s: %s", effect, got.body)
			}

			refused := fetch(t, "POST", base+d.path, d.body, key...)
			require.Less(t, refused.status, 300)
			require.Equal(t, 200, s.world("PUT", "faults", "- {on: {stage: queue}, do: {fail: cannot-queue}}").status)
			refused = fetch(t, "POST", base+d.path, d.body, key...)
			assert.False(t, refused.status < 300 && strings.Contains(string(refused.body), `"id":"`), "%d %s", refused.status, refused.body)
			assert.Contains(t, string(s.world("GET", "journal", "").body), "fault 1 had it refused")
		})
	}
}

// A world in the middle of what faults have arranged is written down with it.
func TestASnapshotKeepsWhatFaultsHaveArranged(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	w := &faulted{t: t, s: s, sandbox: "arranged"}
	require.Equal(t, http.StatusCreated, w.tell("PUT", "", `{}`).status)
	w.token = w.login()
	put := w.tell("PUT", "faults", `
- {on: {event: call.completed, nth: 1}, do: {deliver: last}}
- {on: {event: call.completed, nth: 2}, do: {deliver: twice, delay: 40s}}
- {on: {event: transcript.ready, nth: 4}, do: {deliver: early, alter: {x: 1}}}
- {on: {stage: transcript, nth: 3}, do: {delay: 10s, language: ta}}
- {on: {event: transcript.ready, attempt: 1, nth: 2}, do: {deliver: never}}
`)
	require.Equal(t, 200, put.status, "%s", put.body)
	h := listen(t, nil)
	for _, number := range []string{"919999999991", "919999999992", "919999999993", "919999999994"} {
		w.placed(number, h.URL)
	}
	w.advance(`{"by": "54s"}`)
	h.heard()
	world := w.tell("GET", "snapshot", "")
	require.Equal(t, 200, world.status, "%s", world.body)
	rest := func() (told []string, deliveries, faults string) {
		before := len(h.bodies())
		w.advance(`{"to": "idle"}`)
		for _, p := range h.bodies()[before:] {
			told = append(told, p.body)
		}
		return told, string(w.tell("GET", "deliveries", "").body), string(w.tell("GET", "faults", "").body)
	}
	told, deliveries, faults := rest()
	require.GreaterOrEqual(t, len(told), 5)
	assert.NotContains(t, faults, `"fired":0`)
	restored := w.tell("PUT", "snapshot", string(world.body))
	require.Less(t, restored.status, 300, "%s", restored.body)
	toldAgain, deliveriesAgain, faultsAgain := rest()
	assert.Equal(t, told, toldAgain)
	assert.Equal(t, deliveries, deliveriesAgain)
	assert.Equal(t, faults, faultsAgain)
}
