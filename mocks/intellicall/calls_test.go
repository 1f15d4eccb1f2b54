package intellicall_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

func TestTheDocumentedCallIsAsDocumented(t *testing.T) {
	b := newBench(t)
	w := b.ask("GET", "/calls/5deb67aa-d54d-4536-9a25-a29813b3bddd", "")
	assert.JSONEq(t, `{
		"status": "success",
		"call_id": "5deb67aa-d54d-4536-9a25-a29813b3bddd",
		"uuid": "your-own-call-id",
		"call_status": "ANSWER",
		"duration": 42,
		"recording_url": "http://fake.test/recordings/crm_5deb67aa-d54d-4536-9a25-a29813b3bddd_b1f2c3.wav",
		"start_time": "2026-01-15T11:59:18Z",
		"end_time": null,
		"legs": [
			{"role": "agent", "number": "agent.017", "status": "JOINED"},
			{"role": "destination", "number": "9876543210", "status": "JOINED"}
		]
	}`, w.Body.String())

	b.pass(time.Hour)
	over := b.poll("5deb67aa-d54d-4536-9a25-a29813b3bddd")
	assert.Equal(t, 150.0, over["duration"], "as the documented result has it")
	assert.Equal(t, "2026-01-15T12:01:48Z", over["end_time"])
	assert.Empty(t, b.pushed, "nobody is told of what nobody ordered")
}

func TestTheStoryOfACallIsToldLegByLeg(t *testing.T) {
	b := newBench(t)
	id := b.place(answers, "")
	for _, moment := range []struct {
		after  time.Duration
		status string
		legs   []string
		over   bool
	}{
		{0, "INITIATED", []string{"DIALING"}, false},
		{4 * time.Second, "INITIATED", []string{"DIALING"}, false},
		{time.Second, "INITIATED", []string{"JOINED", "DIALING"}, false},
		{3 * time.Second, "INITIATED", []string{"JOINED", "DIALING"}, false},
		{time.Second, "ANSWER", []string{"JOINED", "JOINED"}, false},
		{47 * time.Second, "ANSWER", []string{"JOINED", "JOINED"}, false},
		{time.Second, "ANSWER", []string{"LEFT", "LEFT"}, true},
	} {
		if moment.after > 0 {
			b.pass(moment.after)
		}
		now := b.poll(id)
		assert.Equal(t, moment.status, now["call_status"])
		assert.Equal(t, moment.over, now["end_time"] != nil)
		assert.Equal(t, moment.legs, b.legs(id), "at %v", b.box.Now())
	}
}

func TestTheRingTimeDecidesWhoHasNotAnswered(t *testing.T) {
	for _, c := range []struct {
		name, more string
		want       string
		ends       time.Duration // after the call was placed; 0: it is answered
	}{
		{"the default is half a minute", "", "NO_ANSWER", 36 * time.Second},
		{"one second less than it takes", `"max_ring_time": 38, `, "NO_ANSWER", 44 * time.Second},
		{"one second more", `"max_ring_time": 40, `, "ANSWER", 0},
		{"more seconds than a duration holds", `"max_ring_time": 9007199254740991, `, "ANSWER", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.box.BindNumber(answers, call.Persona{Name: call.Plain, AnsweredAfter: 40 * time.Second})
			id := b.place(answers, c.more)
			if c.ends > 0 {
				b.pass(c.ends - time.Second)
				assert.Equal(t, "INITIATED", b.poll(id)["call_status"])
				b.pass(time.Second)
				assert.NotNil(t, b.poll(id)["end_time"])
			} else {
				b.pass(45 * time.Second)
			}
			assert.Equal(t, c.want, b.poll(id)["call_status"])
		})
	}
}

func TestTheAgentIsRungNoLongerThanTheCustomer(t *testing.T) {
	b := newBench(t)
	id := b.place(answers, `"agent_number": "9812000480", "max_ring_time": 7, `)
	b.pass(9 * time.Second)
	assert.Equal(t, "NO_ANSWER", b.poll(id)["call_status"])
	assert.Equal(t, []string{"FAILED"}, b.legs(id), "the customer was not rung")
}

func TestAnAgentsIdThatEndsInACodeExists(t *testing.T) {
	b := newBench(t)
	body := `{"from_number": "919800000000", "to_number": "9876543210", "crm_username": "agent.000486", "uuid": "u"}`
	w := b.ask("POST", "/calls", body)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	b.pass(time.Minute)
	assert.Equal(t, "BUSY", b.poll(b.object(w)["call_id"].(string))["call_status"])
}

func TestACallThatIsEndedFromOutsideSaysHowItStood(t *testing.T) {
	for _, c := range []struct {
		name  string
		after time.Duration
		cause call.Cause
		want  string
		legs  []string
	}{
		{"before the agent joined", 2 * time.Second, call.HungUp, "CANCELED", []string{"FAILED"}},
		{"while the customer was rung", 6 * time.Second, call.HungUp, "CANCELED", []string{"LEFT", "FAILED"}},
		{"while both talked", 20 * time.Second, call.HungUp, "ANSWER", []string{"LEFT", "LEFT"}},
		{"by a failure while both talked", 20 * time.Second, call.CallFailed, "FAILED", []string{"LEFT", "LEFT"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			id := b.place(answers, "")
			b.pass(c.after)
			_, err := b.box.End(id, c.cause)
			require.NoError(t, err)
			now := b.poll(id)
			assert.Equal(t, c.want, now["call_status"])
			assert.NotNil(t, now["end_time"])
			assert.Equal(t, c.legs, b.legs(id))
		})
	}
}

func TestWhatIsWrongIsSaidInWords(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		name, body, message string
		status              int
		lines               []string
	}{
		{"nothing", `{}`, "from_number is required; to_number is required; uuid is required", 400, nil},
		{"no JSON", `{`, "the body is not JSON", 400, nil},
		{"a form", `from_number=1`, "the body is not JSON", 400, []string{"Content-Type: application/x-www-form-urlencoded"}},
		{"a list", `[]`, "the body must be an object", 400, nil},
		{"two agents", `{"from_number": "919800000000", "to_number": "9876543210", "uuid": "u", "crm_username": "agent.017", "agent_number": "9812345678"}`,
			"exactly one of crm_username and agent_number is required", 400, nil},
		{"the platform", `{"from_number": "919800000000", "to_number": "9876003502", "uuid": "u", "crm_username": "agent.017"}`, "the call could not be queued", 502, nil},
		{"the server", `{"from_number": "919800000000", "to_number": "9876003500", "uuid": "u", "crm_username": "agent.017"}`, "the server failed", 500, nil},
		{"no key", `{}`, "the API key is missing or invalid", 401, []string{"Authorization: "}},
		{"another scheme", `{}`, "the API key is missing or invalid", 401, []string{"Authorization: Basic YOUR_API_KEY"}},
		{"a key of nobody in a sandbox", `{}`, "the API key is missing or invalid", 401, []string{"Authorization: Bearer NOBODY+t1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := b.ask("POST", "/calls", c.body, append([]string{"Content-Type: application/json"}, c.lines...)...)
			assert.Equal(t, c.status, w.Code)
			assert.Equal(t, map[string]any{"status": "error", "message": c.message}, b.object(w))
		})
	}
}

func TestEvenAWrongAddressIsAnsweredInTheProvidersForm(t *testing.T) {
	b := newBench(t)
	for path, status := range map[string]int{"/": 404, "/v1/calls": 404, "//calls": 404, "/calls/x/y": 404, "/health": 405} {
		w := b.ask("PUT", path, "")
		assert.Equal(t, status, w.Code, path)
		assert.Equal(t, "error", b.object(w)["status"], path)
	}
}
