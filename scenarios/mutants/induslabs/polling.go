package induslabs

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func polling() []grade.Tampering {
	const op = "getCallTranscript"
	when := func(state string, change func(d map[string]any) bool) func(*grade.Passing, map[string]any) bool {
		return func(_ *grade.Passing, body map[string]any) bool {
			d, ok := body["data"].(map[string]any)
			return ok && (state == "" || d["transcript_status"] == state) && change(d)
		}
	}
	return []grade.Tampering{
		grade.Replied(op+"/numbers in full", op, when("", func(d map[string]any) bool {
			d["customer_number"], d["agent_number"] = "919999999999", "918888888888"
			return true
		})),
		grade.Replied(op+"/the customer's number in full", op, when("", func(d map[string]any) bool { return unmask(d, "customer_number") })),
		grade.Replied(op+"/the agent's number in full", op, when("", func(d map[string]any) bool { return unmask(d, "agent_number") })),
		grade.Replied(op+"/four characters hidden", op, when("", func(d map[string]any) bool {
			return grade.Swap(d, "customer_number", "xxxxx", "xxxx9")
		})),
		grade.Replied(op+"/six characters hidden", op, when("", func(d map[string]any) bool {
			s := grade.Text(d["customer_number"])
			d["customer_number"] = "xxxxxx" + strings.TrimPrefix(s, "xxxxx")[1:]
			return true
		})),
		grade.Replied(op+"/stars for letters", op, when("", func(d map[string]any) bool { return grade.Swap(d, "customer_number", "xxxxx", "*****") })),
		grade.Replied(op+"/capital letters", op, when("", func(d map[string]any) bool { return grade.Swap(d, "agent_number", "xxxxx", "XXXXX") })),
		grade.Replied(op+"/recording null while pending", op, when("pending", func(d map[string]any) bool { d["recording"] = nil; return true })),
		grade.Replied(op+"/recording a URL while pending", op, when("pending", func(d map[string]any) bool { d["recording"] = "https://example.org/r.wav"; return true })),
		grade.Replied(op+"/duration 0 while pending", op, when("pending", func(d map[string]any) bool { d["duration"] = "0"; return true })),
		grade.Replied(op+"/pending is processing from the first", op, func(_ *grade.Passing, body map[string]any) bool {
			if grade.At(body, "data", "transcript_status") != "pending" {
				return false
			}
			return grade.Put(body, "processing", "data", "transcript_status")
		}),
		grade.Replied(op+"/ready from the first", op, func(_ *grade.Passing, body map[string]any) bool {
			if grade.At(body, "data", "transcript_status") != "pending" {
				return false
			}
			body["message"] = "Transcript found"
			return grade.Put(body, "ready", "data", "transcript_status")
		}),
		grade.Replied(op+"/durations with a unit", op, when("ready", func(d map[string]any) bool { d["duration"] = grade.Text(d["duration"]) + "s"; return true })),
		grade.Replied(op+"/recording a path", op, when("ready", func(d map[string]any) bool { d["recording"] = "/recordings/r.wav"; return true })),
		grade.Replied(op+"/an empty transcript_id", op, func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, "", "data", "transcript", "transcript_id")
		}),
		grade.Replied(op+"/createdAt with an offset", op, func(_ *grade.Passing, body map[string]any) bool {
			s, ok := grade.At(body, "data", "transcript", "createdAt").(string)
			return ok && grade.Put(body, strings.Replace(s, "Z", "+00:00", 1), "data", "transcript", "createdAt")
		}),
		grade.Replied(op+"/updatedAt without a zone", op, func(_ *grade.Passing, body map[string]any) bool {
			s, ok := grade.At(body, "data", "transcript", "updatedAt").(string)
			return ok && grade.Put(body, strings.TrimSuffix(s, "Z"), "data", "transcript", "updatedAt")
		}),
		grade.Replied(op+"/a failed one has no reason", op, when("failed", func(d map[string]any) bool { d["error"] = ""; return true })),
		grade.Replied(op+"/a failed one says another reason", op, when("failed", func(d map[string]any) bool { d["error"] = "Something else"; return true })),
		grade.Replied(op+"/a failed one loses the duration", op, when("failed", func(d map[string]any) bool { was := d["duration"]; d["duration"] = nil; return was != nil })),
		grade.Replied(op+"/a failed one loses the recording", op, when("failed", func(d map[string]any) bool { was := d["recording"]; d["recording"] = nil; return was != nil })),
		grade.Replied(op+"/a failed one is told as in the callback", op, func(_ *grade.Passing, body map[string]any) bool {
			if grade.At(body, "data", "transcript_status") != "failed" {
				return false
			}
			body["status_code"], body["error"] = json.Number("500"), grade.At(body, "data", "error")
			return true
		}),
		grade.Replied(op+"/a ready one is told as in the callback", op, func(_ *grade.Passing, body map[string]any) bool {
			if grade.At(body, "data", "transcript_status") != "ready" {
				return false
			}
			body["message"] = "Transcript ready"
			return true
		}),
		grade.Replied(op+"/an error beside a ready one", op, when("ready", func(d map[string]any) bool { d["error"] = "none"; return true })),
		grade.Replied(op+"/another call's id", op, when("", func(d map[string]any) bool { d["call_id"] = "call_0000000000000000"; return true })),
		{Name: op + "/the first answer for ever", After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Status != http.StatusOK {
				return false
			}
			key := x.Sandbox() + x.Request.URL.Path
			if first := x.Proxy.Recall(key); first != nil {
				x.Body = first
				return true
			}
			x.Proxy.Remember(key, x.Body)
			return false
		}},
		{Name: op + "/ready before the call has ended", After: func(x *grade.Passing) bool {
			if x.Is("listRecentCalls") {
				return each(x.Body, func(c map[string]any) bool {
					if c["transcript_status"] == "pending" && x.Proxy.Recall("polled "+grade.Text(c["call_id"])) != nil {
						c["transcript_status"] = "processing"
						return true
					}
					return false
				})
			}
			if x.Is(op) && grade.At(x.Body, "data", "transcript_status") == "pending" {
				x.Proxy.Remember("polled "+grade.Text(grade.At(x.Body, "data", "call_id")), true)
				grade.Put(x.Body, "processing", "data", "transcript_status")
				return true
			}
			return false
		}},
	}
}
