package intellicall

import (
	"encoding/json"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// chameleons keep to the published words and leave our choices.
func chameleons() []grade.Tampering {
	polled := func(name string, change func(body map[string]any) bool) grade.Tampering {
		return grade.Replied(name, "getCallStatus", func(_ *grade.Passing, body map[string]any) bool { return change(body) })
	}
	renamed := func(v any) bool {
		changed := false
		grade.Walk(v, func(o map[string]any) {
			if url, ok := o["recording_url"].(string); ok {
				o["recording_url"] = strings.Replace(url, "/recordings/crm_", "/recordings/crm_2026_", 1)
				changed = true
			}
		})
		return changed
	}
	return []grade.Tampering{
		{Name: "error bodies of another form", After: func(x *grade.Passing) bool {
			if x.Operation == nil || x.Status < 400 {
				return false
			}
			x.Body = map[string]any{"detail": "no", "code": json.Number("7")}
			return true
		}},
		{Name: "recordings under other names",
			Before: func(x *grade.Passing) {
				x.Request.URL.Path = strings.Replace(x.Request.URL.Path, "crm_2026_", "crm_", 1)
			},
			After: func(x *grade.Passing) bool { return renamed(x.Body) },
			Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				return []grade.Pushed{one}, renamed(one.Body)
			},
		},
		polled("a leg of a participant has a role of its own", func(body map[string]any) bool {
			third := legOf(body, 2)
			return third != nil && grade.Put(third, "conference", "role")
		}),
		polled("a call that was not connected has rung for a while", func(body map[string]any) bool {
			return body["end_time"] != nil && body["call_status"] != "ANSWER" && grade.Put(body, json.Number("36"), "duration")
		}),
		polled("legs are left when the call was", func(body map[string]any) bool {
			legs, _ := body["legs"].([]any)
			for i := range legs {
				if leg := legOf(body, i); body["end_time"] != nil && leg["status"] == "FAILED" {
					return grade.Put(leg, "LEFT", "status")
				}
			}
			return false
		}),
		grade.Told("the disposition of a result is followed by others", "call.result", func(body map[string]any) bool {
			body["sub_disposition"], body["agent_duration"] = "INTERESTED", json.Number("52")
			return true
		}),
		grade.Told("both forms of a result at once", "call.result", func(body map[string]any) bool {
			if body["direction"] == nil {
				return false
			}
			body["call_type"], body["disposition"], body["crm_username"] = "phone", "CRM_CALL", nil
			return true
		}),
		{Name: "recordings of another type of WAV", After: func(x *grade.Passing) bool {
			if !x.Is("downloadRecording") || x.Status != 200 {
				return false
			}
			x.Header.Set("Content-Type", "audio/x-wav")
			return true
		}},
		grade.Slower("answers", "15s", "4m"),
	}
}
