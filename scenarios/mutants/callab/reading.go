package callab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// reading are mutants of what getCall says.
func (c written) reading() []grade.Tampering {
	const op = "getCall"
	shows := func(name string, change func(call map[string]any) bool) grade.Tampering {
		return grade.Replied(op+"/"+name, op, func(_ *grade.Passing, body map[string]any) bool {
			call, found := grade.At(body, "data").(map[string]any)
			return found && change(call)
		})
	}
	set := func(name, member string, value any) grade.Tampering {
		return shows(name, func(call map[string]any) bool {
			if call[member] == nil || call["ended_at"] == nil {
				return false
			}
			call[member] = value
			return true
		})
	}
	segments := func(name string, change func(i int, segment map[string]any)) grade.Tampering {
		return shows(name, func(call map[string]any) bool {
			list, _ := grade.At(call, "transcript_object", "segments").([]any)
			for i, s := range list {
				change(i, s.(map[string]any))
			}
			return len(list) > 0
		})
	}
	timed := func(name, form, becomes string) grade.Tampering {
		return shows(name, func(call map[string]any) bool {
			for _, member := range []string{"created_at", "updated_at", "started_at", "ended_at"} {
				if s, ok := call[member].(string); ok {
					call[member] = strings.Replace(s, form, becomes, 1)
				}
			}
			return true
		})
	}
	missing := func(name string, change func(x *grade.Passing)) grade.Tampering {
		return grade.Tampering{Name: op + "/" + name, After: func(x *grade.Passing) bool {
			if !x.Is(op) || grade.At(x.Body, "data") != "" || x.Status != http.StatusOK {
				return false
			}
			change(x)
			return true
		}}
	}
	return []grade.Tampering{
		missing("a missing call is a 404", func(x *grade.Passing) { x.Status = http.StatusNotFound }),
		missing("a missing call has null", func(x *grade.Passing) { grade.Put(x.Body, nil, "data") }),
		missing("a missing call says why", func(x *grade.Passing) { grade.Put(x.Body, "Call not found", "message") }),
		missing("a missing call is ok", func(x *grade.Passing) { grade.Put(x.Body, "ok", "status") }),
		timed("timestamps have an offset", "Z", "+00:00"),
		timed("timestamps have no zone", "Z", ""),
		timed("timestamps have a space", "T", " "),
		set("the id is another one", "id", "00000000-0000-4000-8000-000000000000"),
		set("the company is a name", "company_id", "Acme"),
		set("the agent is a name", "ai_agent_id", "Sales"),
		set("numbers are masked", "call_to", "xxxxx3210"),
		set("the caller is masked", "call_from", "xxxxx7890"),
		set("the length is in milliseconds", "call_duration", json.Number("52000")),
		set("the length is off by two", "call_duration", json.Number("50")),
		set("the length has a fraction", "call_duration", json.Number("52.5")),
		set("a completed call is done", "call_status", "done"),
		set("a rating of six", "call_rating", json.Number("6")),
		set("half a rating", "call_rating", json.Number("4.5")),
		set("half a millisecond", "latency", json.Number("150.5")),
		set("a negative price", "cost", json.Number("-1")),
		set("the currency is spelt out", "price_unit", "dollars"),
		set("no reason is given", "disconnect_reason", ""),
		set("the recording has no host", "record_url", "/recordings/1.wav"),
		set("the recording is nowhere", "record_url", "http://127.0.0.1:1/recordings/1.wav"),
		set("the transcript has names", "transcript", "Rahul: Good morning.\nMeera: Good morning."),
		set("the transcript is another one", "transcript", "Agent: Hello.\nCustomer: Goodbye."),
		set("the language is spelt out", "transcript_language", "English"),
		set("the workspace is none", "workspace_id", ""),
		set("variables are a list", "agent_dynamic_variables", []any{}),
		shows("it ended before it started", func(call map[string]any) bool {
			call["started_at"], call["ended_at"] = call["ended_at"], call["started_at"]
			return call["ended_at"] != nil
		}),
		shows("it was changed before it was created", func(call map[string]any) bool {
			earlier, ok := grade.Later(call["created_at"], -3600e9)
			call["updated_at"] = earlier
			return ok && call["ended_at"] != nil
		}),
		shows("started when it was created, and before", func(call map[string]any) bool {
			earlier, ok := grade.Later(call["created_at"], -60e9)
			call["started_at"] = earlier
			return ok && call["ended_at"] != nil
		}),
		segments("segments count milliseconds", func(_ int, s map[string]any) {
			n, _ := s["timestamp"].(json.Number).Float64()
			s["timestamp"] = json.Number(strconv.Itoa(int(n * 1000)))
		}),
		segments("segments begin with one", func(_ int, s map[string]any) {
			n, _ := s["timestamp"].(json.Number).Float64()
			s["timestamp"] = json.Number(fmt.Sprint(n + 1))
		}),
		segments("segments go backwards", func(i int, s map[string]any) { s["timestamp"] = json.Number(strconv.Itoa(max(0, 9-i))) }),
		segments("segments say something else", func(_ int, s map[string]any) { s["text"] = "Hm" }),
	}
}
