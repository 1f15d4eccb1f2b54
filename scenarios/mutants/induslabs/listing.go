package induslabs

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func listing() []grade.Tampering {
	const op = "listRecentCalls"
	calls := func(name string, change func(c map[string]any) bool) grade.Tampering {
		return grade.Replied(op+"/"+name, op, func(_ *grade.Passing, body map[string]any) bool { return each(body, change) })
	}
	return []grade.Tampering{
		calls("numbers are masked", func(c map[string]any) bool {
			s := grade.Text(c["customer_number"])
			if len(s) > 5 {
				c["customer_number"] = "xxxxx" + s[5:]
			}
			return len(s) > 5
		}),
		calls("the agent is masked", func(c map[string]any) bool {
			s := grade.Text(c["agent_number"])
			if len(s) > 5 {
				c["agent_number"] = "xxxxx" + s[5:]
			}
			return len(s) > 5
		}),
		calls("did is masked", func(c map[string]any) bool {
			s := grade.Text(c["did"])
			if len(s) > 5 {
				c["did"] = "xxxxx" + s[5:]
			}
			return len(s) > 5
		}),
		calls("created_at with a fraction", func(c map[string]any) bool { return grade.Swap(c, "created_at", "Z", ".500Z") }),
		calls("updated_at with an offset", func(c map[string]any) bool { return grade.Swap(c, "updated_at", "Z", "+00:00") }),
		calls("updated_at before created_at", func(c map[string]any) bool {
			t, ok := grade.Later(c["created_at"], -time.Second)
			c["updated_at"] = t
			return ok
		}),
		calls("recording_url is another", func(c map[string]any) bool {
			s, ok := c["recording_url"].(string)
			c["recording_url"] = s + "&again"
			return ok
		}),
		calls("recording a path", func(c map[string]any) bool {
			was := c["recording"]
			c["recording"], c["recording_url"] = "/r.wav", "/r.wav"
			return was != nil
		}),
		calls("the answered part is longer", func(c map[string]any) bool {
			was := c["answer_duration"]
			c["answer_duration"] = "999"
			return was != nil
		}),
		calls("durations before the end", func(c map[string]any) bool {
			was := c["duration"]
			if was == nil {
				c["duration"], c["answer_duration"] = "0", "0"
			}
			return was == nil
		}),
		calls("transcript_enabled is always true", func(c map[string]any) bool {
			was := c["transcript_enabled"]
			c["transcript_enabled"] = true
			return was == false
		}),
		calls("transcript_enabled is always false", func(c map[string]any) bool {
			was := c["transcript_enabled"]
			c["transcript_enabled"] = false
			return was == true
		}),
		calls("everything is outbound", func(c map[string]any) bool { c["call_type"] = "outbound"; return true }),
		calls("everything is C2C", func(c map[string]any) bool { was := c["call_type"]; c["call_type"] = "C2C"; return was != "C2C" }),
		calls("a failed transcript fails the call", func(c map[string]any) bool {
			if c["transcript_status"] != "failed" || c["status"] != "completed" {
				return false
			}
			c["status"] = "failed"
			return true
		}),
		calls("a failed call is completed", func(c map[string]any) bool {
			was := c["status"]
			if was == "failed" {
				c["status"] = "completed"
			}
			return was == "failed"
		}),
		calls("a carrier's word is completed", func(c map[string]any) bool {
			was := c["status"]
			if was == "Answered" {
				c["status"] = "completed"
			}
			return was == "Answered"
		}),
		calls("a summary of its own", func(c map[string]any) bool { return grade.Put(c, "Another story", "transcript", "summary") }),
		calls("calls are queued for ever", func(c map[string]any) bool { was := c["status"]; c["status"] = "queued"; return was == "completed" }),
		grade.Replied(op+"/a new call is not there yet", op, func(x *grade.Passing, body map[string]any) bool {
			return kept(body, func(c map[string]any) bool { return c["status"] != "queued" })
		}),
	}
}

// kept filters the calls of a page, and counts them anew.
func kept(body any, keep func(call map[string]any) bool) bool {
	calls, _ := grade.At(body, "data", "calls").([]any)
	left := slices.DeleteFunc(slices.Clone(calls), func(c any) bool { return !keep(c.(map[string]any)) })
	if len(left) == len(calls) {
		return false
	}
	grade.Put(body, left, "data", "calls")
	total, _ := grade.At(body, "data", "total").(json.Number)
	n, _ := total.Int64()
	grade.Put(body, json.Number(fmt.Sprint(n-int64(len(calls)-len(left)))), "data", "total")
	return true
}

// each changes every call of a page.
func each(body any, change func(call map[string]any) bool) bool {
	changed := false
	calls, _ := grade.At(body, "data", "calls").([]any)
	for _, c := range calls {
		changed = change(c.(map[string]any)) || changed
	}
	return changed
}
