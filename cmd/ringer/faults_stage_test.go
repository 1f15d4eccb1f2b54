package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stageRows are those of the points in a call's life, and of the effects there.
func stageRows() map[string]faultRow {
	return map[string]faultRow{
		"on stage": func(w *faulted) {
			w.arrange("transcript", "dial", "401", "busy")
			id := w.placed("919999999999", "")
			assert.Equal(w.t, "0s queued, 1s dialing, 3s ended", w.story(id), "its whole future is known")
			assert.Equal(w.t, 1, w.fired())
		},
		"stage fail": func(w *faulted) {
			w.arrange()
			id := w.placed("919999999999", "")
			w.advance(`{"to": "idle"}`)
			told := w.transcript(id)
			assert.Equal(w.t, "failed", text(told.member("data", "transcript_status")))
			assert.Contains(w.t, text(told.member("data", "error")), "401 Unauthorized")
			w.arrange("transcript", "queue", "401", "502")
			assert.Equal(w.t, 502, w.create("919999999999", "").status)
			assert.Equal(w.t, 1, w.fired())
		},
		"stage delay": func(w *faulted) {
			w.arrange()
			assert.Contains(w.t, w.story(w.placed("919999999999", "")), "2s ringing, 35s answered, 1m23s ended")
		},
		"stage never true": func(w *faulted) {
			w.arrange()
			id := w.placed("919999999999", "")
			assert.True(w.t, w.tell("POST", "clock/advance", `{"to": "idle"}`).member("idle").(bool))
			w.advance(`{"by": "30m"}`)
			assert.Equal(w.t, "processing", text(w.transcript(id).member("data", "transcript_status")))
			w.arrange("transcript", "ring")
			id = w.placed("919999999999", "")
			w.advance(`{"by": "30m"}`)
			assert.Equal(w.t, "ringing", text(w.tell("GET", "calls/"+id, "").member("phase")))
			require.Equal(w.t, 200, w.tell("POST", "calls/"+id+"/end", `{"as": "hung-up"}`).status)
			assert.Equal(w.t, "ended", text(w.tell("GET", "calls/"+id, "").member("phase")))
		},
		"stage empty true": func(w *faulted) {
			w.arrange()
			id := w.placed("919999999999", "")
			w.advance(`{"to": "idle"}`)
			told := w.transcript(id)
			assert.Equal(w.t, "ready", text(told.member("data", "transcript_status")))
			assert.Empty(w.t, told.items("data", "transcript", "history"))
		},
		"stage language": func(w *faulted) {
			w.arrange()
			id := w.placed("919999999999", "")
			w.advance(`{"to": "idle"}`)
			said := w.transcript(id).items("data", "transcript", "history")
			require.NotEmpty(w.t, said)
			for _, turn := range said {
				assert.True(w.t, strings.ContainsFunc(text(turn["text"]), func(r rune) bool { return r >= 0x0b80 && r <= 0x0bff }), "%v", turn)
			}
		},
		"stage status": func(w *faulted) {
			w.arrange()
			id := w.placed("919999999999", "")
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, 404, fetch(w.t, "GET", w.recording(id), "").status)
			w.arrange("404", "503")
			id = w.placed("919999999999", "")
			w.advance(`{"to": "idle"}`)
			assert.Equal(w.t, 503, fetch(w.t, "GET", w.recording(id), "").status)
		},
		"stage expire": func(w *faulted) {
			w.arrange()
			id := w.placed("919999999999", "")
			w.advance(`{"by": "62s"}`) // nine seconds after it was made
			assert.Equal(w.t, 200, fetch(w.t, "GET", w.recording(id), "").status)
			w.advance(`{"by": "1s"}`)
			assert.Equal(w.t, 404, fetch(w.t, "GET", w.recording(id), "").status)
		},
	}
}

// recording is the address of a call's recording.
func (w *faulted) recording(id string) string {
	w.t.Helper()
	address := text(w.transcript(id).member("data", "recording"))
	require.True(w.t, strings.HasPrefix(address, "http"), address)
	return address
}

// story is all that happens to a call, past and future.
func (w *faulted) story(id string) string {
	w.t.Helper()
	told := w.tell("GET", "calls/"+id, "")
	start := instantOf(w.t, text(told.member("placed_at")))
	var list []string
	for _, e := range told.items("events") {
		list = append(list, instantOf(w.t, text(e["at"])).Sub(start).String()+" "+text(e["event"]))
	}
	return strings.Join(list, ", ")
}

// A stage that the calls of a provider do not go through is refused by name,
// and so is what a stage cannot do.
func TestFaultsAtStagesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	s := serveRinger(t, "--clock", "frozen")
	for fault, want := range map[string]string{
		"{on: {stage: analysis}, do: {never: true}}":                      "no call of induslabs goes through the stage analysis, but through queue, dial, ring, answer, recording or transcript",
		"{on: {stage: transcrpt}, do: {never: true}}":                     "did you mean transcript?",
		"{on: {stage: dial}, do: {fail: bussy}}":                          "did you mean busy?",
		"{on: {stage: transcript}, do: {fail: 302}}":                      "a status from 400 to 599",
		"{on: {stage: transcript}, do: {language: xx}}":                   "no transcript can be in the language",
		"{on: {stage: recording}, do: {expire: soon}}":                    "want a duration such as 10s",
		"{on: {event: call.completed}, do: {sign: wrong}}":                "nobody signs call.completed",
		"{on: {event: call.completed, attempt: 1}, do: {deliver: twice}}": "goes with the callback as a whole",
	} {
		put := s.world("PUT", "faults", "- "+fault+"\n")
		assert.Equal(t, 400, put.status, fault)
		assert.Contains(t, strings.ReplaceAll(string(put.body), `\"`, `"`), want, fault)
	}
}
