package induslabs

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func pushing() []grade.Tampering {
	data := func(change func(d map[string]any) bool) func(map[string]any) bool {
		return func(body map[string]any) bool {
			d, ok := body["data"].(map[string]any)
			return ok && change(d)
		}
	}
	var list []grade.Tampering
	for _, event := range []string{"call.completed", "call.failed", "transcript.ready", "transcript.failed", "transcript.disabled"} {
		list = append(list,
			grade.Told(event+"/the number in full", event, data(func(d map[string]any) bool { return unmask(d, "customer_number") })),
			grade.Told(event+"/the agent's number in full", event, data(func(d map[string]any) bool { return unmask(d, "agent_number") })),
		)
	}
	return append(list,
		grade.Told("call.completed/says pending", "call.completed", data(func(d map[string]any) bool {
			was := d["transcript_status"]
			d["transcript_status"] = "pending"
			return was == "processing"
		})),
		grade.Told("call.completed/without its recording", "call.completed", data(func(d map[string]any) bool { d["recording"] = "pending"; return true })),
		grade.Told("call.completed/a duration with a unit", "call.completed", data(func(d map[string]any) bool { d["duration"] = grade.Text(d["duration"]) + "s"; return true })),
		grade.Told("transcript.failed/no reason at the top", "transcript.failed", func(b map[string]any) bool { b["error"] = ""; return true }),
		grade.Told("transcript.failed/two reasons", "transcript.failed", func(b map[string]any) bool { b["error"] = grade.Text(b["error"]) + "."; return true }),
		grade.Told("transcript.failed/told as in the poll", "transcript.failed", func(b map[string]any) bool {
			b["status_code"], b["error"] = json.Number("200"), nil
			return true
		}),
		grade.Told("every event/another call's id", "", data(func(d map[string]any) bool { d["call_id"] = "call_0000000000000000"; return true })),
		grade.Tampering{Name: "every event/sent with PUT", Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Method = http.MethodPut
			return []grade.Pushed{one}, true
		}},
		grade.Tampering{Name: "every event/sent as text", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Header = one.Header.Clone()
			one.Header.Set("Content-Type", "text/plain")
			return []grade.Pushed{one}, true
		}},
		grade.Tampering{Name: "every event/to the last address where none was given", After: func(x *grade.Passing) bool {
			if !x.Is("createClick2Call") || x.Status != http.StatusOK {
				return false
			}
			if given := grade.Text(x.SentBody["callback_url"]); given != "" {
				x.Proxy.Remember("address "+x.Sandbox(), x.Proxy.InboxPath(given))
				return false
			}
			path, ok := x.Proxy.Recall("address " + x.Sandbox()).(string)
			if !ok {
				return false
			}
			x.Proxy.Deliver(path, map[string]any{
				"status_code": 200, "message": "Call completed", "error": nil, "event": "call.completed",
				"data": map[string]any{
					"call_id": grade.At(x.Body, "data", "call_id"), "transcript_status": "disabled", "customer_number": "xxxxx9999999",
					"agent_number": "xxxxx8888888", "duration": "52", "recording": "https://example.org/r.wav", "transcript": nil,
				},
			})
			return true
		}},
		grade.Tampering{
			Name: "call.completed/before the list shows it",
			Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				if one.Event == "call.completed" {
					p.Remember("told "+grade.Text(grade.At(one.Body, "data", "call_id")), true)
				}
				return nil, false
			},
			After: func(x *grade.Passing) bool {
				return x.Is("listRecentCalls") && each(x.Body, func(c map[string]any) bool {
					if x.Proxy.Remember("told "+grade.Text(c["call_id"]), nil) == nil {
						return false
					}
					c["status"], c["duration"], c["answer_duration"], c["recording"], c["recording_url"] = "queued", nil, nil, nil, nil
					return true
				})
			},
		},
	)
}

// unmask puts five digits where five letters stand.
func unmask(holder map[string]any, member string) bool {
	s, ok := holder[member].(string)
	if !ok || !strings.HasPrefix(s, "xxxxx") {
		return false
	}
	holder[member] = "91999" + strings.TrimPrefix(s, "xxxxx")
	return true
}
