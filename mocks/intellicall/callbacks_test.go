package intellicall_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func TestAResultIsRetriedInTheProvidersRhythm(t *testing.T) {
	const end = 57 * time.Second
	for _, c := range []struct {
		name    string
		answers []int // the last repeats; 0: silence, which counts as the ten seconds of the provider's time-out
		want    []time.Duration
		state   engine.DeliveryState
	}{
		{"accepted", []int{200}, []time.Duration{end}, engine.Delivered},
		{"refused twice", []int{503, 503, 200}, []time.Duration{end, end + 10*time.Second, end + 30*time.Second}, engine.Delivered},
		{"accepted at the last", []int{503, 500, 404, 201}, []time.Duration{end, end + 10*time.Second, end + 30*time.Second, end + 70*time.Second}, engine.Delivered},
		{"never accepted", []int{503}, []time.Duration{end, end + 10*time.Second, end + 30*time.Second, end + 70*time.Second}, engine.Failed},
		{"never answered", []int{0}, []time.Duration{end, end + 20*time.Second, end + 50*time.Second, end + 100*time.Second}, engine.Failed},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.answer = func(_ push, nth int) int { return c.answers[min(nth, len(c.answers))-1] }
			placed := b.box.Now()
			b.place(answers, "")
			b.pass(24 * time.Hour)

			var at []time.Duration
			for _, p := range b.pushed {
				at = append(at, p.at.Sub(placed))
				assert.Equal(t, b.pushed[0].body, p.body, "the same bytes each time")
				assert.Contains(t, p.body, `"uuid":"u"`)
				assert.Equal(t, "application/json", p.header.Get("Content-Type"))
				assert.Empty(t, p.header.Get("Authorization"))
			}
			assert.Equal(t, c.want, at)
			deliveries := b.box.Deliveries(nil)
			require.Len(t, deliveries, 1)
			assert.Equal(t, c.state, deliveries[0].State)
		})
	}
}

func TestASilentReceiverHoldsUpNobodyElse(t *testing.T) {
	b := newBench(t)
	b.box.SetCallback("intellicall", "main", "http://silent/results")
	b.answer = func(p push, _ int) int {
		if p.host == "silent" {
			return 0
		}
		return 200
	}
	placed := b.box.Now()
	for range 5 {
		b.place(answers, "")
	}
	w := b.ask("POST", "/calls", `{"from_number": "919811111111", "to_number": "9876543210", "crm_username": "agent.042", "uuid": "u"}`,
		"Authorization: Bearer OTHER_API_KEY")
	require.Equal(t, 200, w.Code, w.Body)
	b.pass(time.Hour)

	assert.Len(t, b.to("silent"), 5*4, "as often as the provider says, and no more")
	require.Len(t, b.to("receiver"), 1)
	assert.Equal(t, 57*time.Second, b.to("receiver")[0].at.Sub(placed), "at the very instant of its event")
}

func TestTheFormOfAResultGoesByTheAgentsName(t *testing.T) {
	b := newBench(t)
	soft := b.place(answers, "")
	b.pass(time.Minute)
	phone := b.place("9876000486", `"agent_number": "+919812345678", `)
	b.pass(time.Minute)
	require.Len(t, b.pushed, 2)
	assert.JSONEq(t, `{
		"call_id": "`+soft+`", "uuid": "u", "status": "ANSWER", "duration": 57,
		"customer_number": "9876543210", "crm_username": "agent.017", "call_type": "browser", "disposition": "CRM_CALL",
		"recording_url": "http://fake.test`+b.pathOf(soft)+`",
		"start_time": "2026-01-15T12:00:00Z", "end_time": "2026-01-15T12:00:57Z"
	}`, b.pushed[0].body)
	assert.JSONEq(t, `{
		"call_id": "`+phone+`", "uuid": "u", "status": "BUSY", "duration": 0,
		"customer_number": "9876000486", "agent_number": "+919812345678", "direction": "outbound",
		"start_time": "2026-01-15T12:01:00Z", "end_time": "2026-01-15T12:01:07Z", "recording_url": null
	}`, b.pushed[1].body)
}

func TestAnAccountWithoutAnAddressIsToldNothing(t *testing.T) {
	b := newBench(t)
	b.box.SetCallback("intellicall", "main", "")
	b.place(answers, "")
	b.pass(time.Hour)
	assert.Empty(t, b.box.Deliveries(nil))
}
