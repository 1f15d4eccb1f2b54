package main

import (
	"encoding/json"
	"strings"
)

// intellicallChameleons keep to the published words and leave our choices.
func intellicallChameleons() []tampering {
	polled := func(name string, change func(body map[string]any) bool) tampering {
		return replied(name, "getCallStatus", func(_ *passing, body map[string]any) bool { return change(body) })
	}
	renamed := func(v any) bool {
		changed := false
		walk(v, func(o map[string]any) {
			if url, ok := o["recording_url"].(string); ok {
				o["recording_url"] = strings.Replace(url, "/recordings/crm_", "/recordings/crm_2026_", 1)
				changed = true
			}
		})
		return changed
	}
	return []tampering{
		{name: "error bodies of another form", after: func(x *passing) bool {
			if x.operation == nil || x.status < 400 {
				return false
			}
			x.body = map[string]any{"detail": "no", "code": json.Number("7")}
			return true
		}},
		{name: "recordings under other names",
			before: func(x *passing) { x.request.URL.Path = strings.Replace(x.request.URL.Path, "crm_2026_", "crm_", 1) },
			after:  func(x *passing) bool { return renamed(x.body) },
			push:   func(_ *proxy, one pushed) ([]pushed, bool) { return []pushed{one}, renamed(one.body) },
		},
		polled("a leg of a participant has a role of its own", func(body map[string]any) bool {
			third := legOf(body, 2)
			return third != nil && put(third, "conference", "role")
		}),
		polled("a call that was not connected has rung for a while", func(body map[string]any) bool {
			return body["end_time"] != nil && body["call_status"] != "ANSWER" && put(body, json.Number("36"), "duration")
		}),
		polled("legs are left when the call was", func(body map[string]any) bool {
			legs, _ := body["legs"].([]any)
			for i := range legs {
				if leg := legOf(body, i); body["end_time"] != nil && leg["status"] == "FAILED" {
					return put(leg, "LEFT", "status")
				}
			}
			return false
		}),
		told("the disposition of a result is followed by others", "call.result", func(body map[string]any) bool {
			body["sub_disposition"], body["agent_duration"] = "INTERESTED", json.Number("52")
			return true
		}),
		told("both forms of a result at once", "call.result", func(body map[string]any) bool {
			if body["direction"] == nil {
				return false
			}
			body["call_type"], body["disposition"], body["crm_username"] = "phone", "CRM_CALL", nil
			return true
		}),
		{name: "recordings of another type of WAV", after: func(x *passing) bool {
			if !x.is("downloadRecording") || x.status != 200 {
				return false
			}
			x.header.Set("Content-Type", "audio/x-wav")
			return true
		}},
		{name: "slower calls", control: slower("answers", "15s", "4m")},
	}
}
