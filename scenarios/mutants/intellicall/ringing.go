package intellicall

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func agents() []grade.Tampering {
	digits := regexp.MustCompile(`^[0-9+]+$`)
	first := func(name string, digital bool, instead string) grade.Tampering {
		return grade.Replied(name, "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			agent := legOf(body, 0)
			if number, _ := agent["number"].(string); agent == nil || digits.MatchString(number) != digital {
				return false
			}
			return grade.Put(agent, instead, "number")
		})
	}
	return []grade.Tampering{
		first("getCallStatus/a softphone is a number", false, "9812345678"),
		first("getCallStatus/a telephone is a softphone", true, "agent.017"),
		grade.Sent("initiateCall/two agents are one", "initiateCall", func(body map[string]any) bool {
			if body["crm_username"] == nil || body["agent_number"] == nil {
				return false
			}
			delete(body, "agent_number")
			return true
		}, nil),
		grade.Sent("initiateCall/no agent is any", "initiateCall", func(body map[string]any) bool {
			if body["crm_username"] != nil || body["agent_number"] != nil {
				return false
			}
			body["crm_username"] = "agent.017"
			return true
		}, nil),
		grade.Sent("initiateCall/any agent is known", "initiateCall", func(body map[string]any) bool {
			name, _ := body["crm_username"].(string)
			if name == "" || name == "agent.017" {
				return false
			}
			body["crm_username"] = "agent.017"
			return true
		}, nil),
		grade.Sent("initiateCall/agents of all accounts are known", "initiateCall", func(body map[string]any) bool {
			if body["crm_username"] != "agent.042" {
				return false
			}
			body["crm_username"] = "agent.017"
			return true
		}, nil),
	}
}

func ringing() []grade.Tampering {
	set := func(name, operation, member string, value any, when func(old any) bool) grade.Tampering {
		return grade.Sent(name, operation, func(body map[string]any) bool {
			if old := body[member]; !when(old) || old == value {
				return false
			}
			body[member] = value
			if value == nil {
				delete(body, member)
			}
			return true
		}, nil)
	}
	none := func(old any) bool { return old == nil }
	some := func(old any) bool { return old != nil }
	return []grade.Tampering{
		set("initiateCall/recording is off by default", "initiateCall", "recording", false, none),
		set("initiateCall/recording cannot be switched off", "initiateCall", "recording", true, func(old any) bool { return old == false }),
		set("initiateCall/the default ring time is longer", "initiateCall", "max_ring_time", json.Number("60"), none),
		set("initiateCall/the default ring time is shorter", "initiateCall", "max_ring_time", json.Number("20"), none),
		set("initiateCall/max_ring_time is ignored", "initiateCall", "max_ring_time", nil, some),
		set("addLeg/the default ring time is shorter", "addLeg", "max_ring_time", json.Number("20"), none),
		set("addLeg/the default ring time is longer", "addLeg", "max_ring_time", json.Number("45"), none),
		set("addLeg/max_ring_time is ignored", "addLeg", "max_ring_time", nil, some),
	}
}

func adding() []grade.Tampering {
	return []grade.Tampering{
		grade.Replied("addLeg/legs are counted from 0", "addLeg", func(_ *grade.Passing, body map[string]any) bool {
			n, _ := body["leg_id"].(json.Number)
			return n == "3" && grade.Put(body, json.Number("2"), "leg_id")
		}),
		grade.Replied("getCallStatus/added legs are not shown", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			legs, _ := body["legs"].([]any)
			return len(legs) > 2 && grade.Put(body, legs[:2], "legs")
		}),
		grade.Replied("getCallStatus/a leg that fails ends the call", "getCallStatus", func(_ *grade.Passing, body map[string]any) bool {
			third := legOf(body, 2)
			return third["status"] == "FAILED" && grade.Put(body, "FAILED", "call_status")
		}),
		refusedWith("addLeg/no number has +91", "addLeg", 400, func(x *grade.Passing) bool {
			number, _ := x.SentBody["number"].(string)
			return strings.HasPrefix(number, "+91")
		}),
		refusedWith("addLeg/calls that run are over", "addLeg", 400, func(x *grade.Passing) bool { return x.Status == 200 }),
	}
}
