package intellicall

import (
	"encoding/json"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func standing() []grade.Tampering {
	running := func(name string, change func(body map[string]any) bool) grade.Tampering {
		return grade.Replied(name, "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			return body["end_time"] == nil && change(body)
		})
	}
	return []grade.Tampering{
		running("getCallStatus/there is no recording before the end", func(body map[string]any) bool {
			return body["recording_url"] != nil && grade.Put(body, nil, "recording_url")
		}),
		running("getCallStatus/an end is told before the end", func(body map[string]any) bool { return grade.Put(body, body["start_time"], "end_time") }),
		running("getCallStatus/a new call is answered", func(body map[string]any) bool {
			return body["call_status"] == "INITIATED" && grade.Put(body, "ANSWER", "call_status")
		}),
		running("getCallStatus/the customer is rung with the agent", func(body map[string]any) bool {
			legs, _ := body["legs"].([]any)
			return len(legs) == 1 && grade.Put(body, append(legs, map[string]any{"role": "destination", "number": "9876543210", "status": "DIALING"}), "legs")
		}),
		running("getCallStatus/a running call has no duration yet", func(body map[string]any) bool { return grade.Put(body, json.Number("0"), "duration") }),
		grade.Replied("getCallStatus/duration is in milliseconds", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			n, _ := body["duration"].(json.Number)
			return n != "0" && grade.Put(body, n+"000", "duration")
		}),
		grade.Replied("getCallStatus/roles are told in the other order", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			a, b := legOf(body, 0), legOf(body, 1)
			if b == nil {
				return false
			}
			a["role"], b["role"] = b["role"], a["role"]
			return true
		}),
		grade.Replied("getCallStatus/numbers are told without +91", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			leg := legOf(body, 1)
			number, _ := leg["number"].(string)
			return strings.HasPrefix(number, "+91") && grade.Put(leg, number[3:], "number")
		}),
		grade.Replied("getCallStatus/the outcome is the status of the reply", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, body["call_status"], "status")
		}),
	}
}

func fetching() []grade.Tampering {
	unkeyed := func(x *grade.Passing) bool { return x.Request.Header.Get("Authorization") == "" }
	same := func(body map[string]any) bool {
		return body["recording_url"] != nil && grade.Put(body, "http://127.0.0.1/recordings/crm_same.wav", "recording_url")
	}
	return []grade.Tampering{
		refusedWith("health/a key is needed", "health", 401, unkeyed),
		refusedWith("downloadRecording/a key is needed", "downloadRecording", 401, unkeyed),
		refusedWith("downloadRecording/files are gone at once", "downloadRecording", 404, func(x *grade.Passing) bool { return x.Status == 200 }),
		{Name: "downloadRecording/any name does", After: func(x *grade.Passing) bool {
			if !x.Is("downloadRecording") || x.Status != 404 {
				return false
			}
			x.Status, x.Body, x.Raw = 200, nil, []byte("RIFF")
			x.Header.Set("Content-Type", "audio/wav")
			return true
		}},
		{
			Name: "recordings have one name",
			After: func(x *grade.Passing) bool {
				body, ok := x.Body.(map[string]any)
				return ok && x.Is("getCallStatus") && same(body)
			},
			Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				body, ok := one.Body.(map[string]any)
				return []grade.Pushed{one}, ok && same(body)
			},
		},
	}
}

// legOf is a leg of a poll, nil where there is none.
func legOf(body map[string]any, i int) map[string]any {
	legs, _ := body["legs"].([]any)
	if i >= len(legs) {
		return nil
	}
	leg, _ := legs[i].(map[string]any)
	return leg
}
