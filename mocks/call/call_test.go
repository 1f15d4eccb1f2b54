package call_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

var personas = []call.Persona{
	{Name: call.Plain, Stage: call.AtCall},
	{Name: "busy", Code: "000486", Stage: call.AtCall, Cause: call.Busy},
	{Name: "no-answer", Code: "000480", Stage: call.AtCall, Cause: call.NoAnswer},
	{Name: "cancelled", Code: "000487", Stage: call.AtCall, Cause: call.Cancelled},
	{Name: "declined", Code: "000603", Stage: call.AtCall, Cause: call.Declined},
	{Name: "unreachable", Code: "000404", Stage: call.AtCall, Cause: call.Unreachable},
	{Name: "carrier-failure", Code: "000503", Stage: call.AtCall, Cause: call.CarrierFailure},
	{Name: "transcript-401", Code: "001401", Stage: call.AtTranscript, Status: 401},
	{Name: "transcript-processing", Code: "001202", Stage: call.AtTranscript, Status: 202},
	{Name: "no-recording", Code: "002404", Stage: call.AtRecording, Status: 404},
	{Name: "cannot-queue", Code: "003502", Stage: call.AtAPI, Status: 502},
	{Name: "dnd", Code: "004005", Stage: call.AtOutcome, Disposition: "dnd"},
	{Name: "not-reachable", Code: "004004", Stage: call.AtOutcome, Cause: call.NoAnswer, Disposition: "not_reachable"},
	{Name: "escalated", Code: "004006", Stage: call.AtOutcome, Disposition: "escalated"},
}

func persona(name string) call.Persona {
	p, ok := call.NewBook(personas).ByName(name)
	if !ok {
		panic("no persona " + name)
	}
	return p
}

// story is a timeline as text, such as "0s queued, 1s dialing leg 1".
func story(t call.Timeline) string {
	var lines []string
	for _, e := range t.Events() {
		line := fmt.Sprintf("%v %v", e.At.Sub(t.Start()), e.Kind)
		if e.Leg > 0 {
			line += fmt.Sprintf(" leg %d", e.Leg)
		}
		if e.Cause != call.NoCause {
			line += " " + e.Cause.String()
		}
		if e.Status != 0 {
			line += fmt.Sprintf(" %d", e.Status)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func at(seconds float64) time.Time { return noon.Add(time.Duration(seconds * float64(time.Second))) }
