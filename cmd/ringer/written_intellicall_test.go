package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// writtenIntellicall are mutants of what no member of a document shows: each
// quirk, boundary and rhythm, one at a time.
func writtenIntellicall() []tampering {
	return slices.Concat(dialling(), agents(), ringing(), standing(), adding(), fetching(), telling())
}

// keyed lets a request through with another key.
func keyedAs(name, operation, key string, wrong func(sent string) bool) tampering {
	return tampering{
		name: name,
		before: func(x *passing) {
			if x.is(operation) && wrong(x.request.Header.Get("Authorization")) {
				x.request.Header.Set("Authorization", key)
				x.altered = true
			}
		},
		after: func(x *passing) bool { return x.altered },
	}
}

// refusedWith answers some requests of an operation with another status.
func refusedWith(name, operation string, status int, when func(*passing) bool) tampering {
	return tampering{name: name, after: func(x *passing) bool {
		if !x.is(operation) || !when(x) {
			return false
		}
		x.status, x.body = status, map[string]any{"status": "error", "message": "no"}
		return true
	}}
}

func dialling() []tampering {
	const main = "Bearer YOUR_API_KEY"
	foreign := func(sent string) bool { return sent != main && !strings.HasSuffix(sent, "_API_KEY") }
	missing := func(member, value string) tampering {
		return sent("initiateCall/"+member+" is not needed", "initiateCall", func(body map[string]any) bool {
			if body[member] != nil {
				return false
			}
			body[member] = value
			return true
		}, nil)
	}
	form := regexp.MustCompile(`^[0-9a-f-]{36}$`)
	return []tampering{
		keyedAs("initiateCall/no key is needed", "initiateCall", main, func(sent string) bool { return sent == "" }),
		keyedAs("initiateCall/any key does", "initiateCall", main, foreign),
		keyedAs("getCallStatus/any key does", "getCallStatus", main, foreign),
		keyedAs("addLeg/any key does", "addLeg", main, foreign),
		keyedAs("initiateCall/the word Bearer is one too many", "initiateCall", "YOUR_API_KEY", func(sent string) bool { return sent == main }),
		keyedAs("getCallStatus/all accounts are one", "getCallStatus", main, func(sent string) bool { return sent == "Bearer OTHER_API_KEY" }),
		keyedAs("addLeg/all accounts are one", "addLeg", main, func(sent string) bool { return sent == "Bearer OTHER_API_KEY" }),
		{name: "initiateCall/any origin does", before: func(x *passing) {
			if x.is("initiateCall") && x.request.Header.Get("Origin") != "" {
				x.request.Header.Del("Origin")
				x.altered = true
			}
		}},
		{name: "getCallStatus/replies are texts", after: func(x *passing) bool {
			if x.is("getCallStatus") {
				x.header.Set("Content-Type", "text/plain")
			}
			return x.is("getCallStatus")
		}},
		{name: "initiateCall/accepted is 202", after: func(x *passing) bool {
			if !x.is("initiateCall") || x.status != 200 {
				return false
			}
			x.status = 202
			return true
		}},
		missing("from_number", "919800000000"), missing("to_number", "9876543210"), missing("uuid", "none"),
		sent("initiateCall/any caller id does", "initiateCall", func(body map[string]any) bool {
			if body["from_number"] == "919800000000" {
				return false
			}
			body["from_number"] = "919800000000"
			return true
		}, nil),
		sent("initiateCall/no number has +91", "initiateCall", func(body map[string]any) bool {
			to, _ := body["to_number"].(string)
			if !strings.HasPrefix(to, "+91") {
				return false
			}
			body["to_number"] = to[1:]
			return true
		}, nil),
		sent("initiateCall/a uuid is a UUID", "initiateCall", func(body map[string]any) bool {
			if id, _ := body["uuid"].(string); form.MatchString(id) {
				return false
			}
			delete(body, "uuid")
			return true
		}, nil),
		replied("getCallStatus/uuid is the call_id", "getCallStatus", func(_ *passing, body map[string]any) bool {
			return put(body, body["call_id"], "uuid")
		}),
		replied("initiateCall/one id for all", "initiateCall", func(x *passing, body map[string]any) bool {
			if was := x.proxy.remember("id "+x.sandbox(), body["call_id"]); was != nil {
				x.proxy.remember("id "+x.sandbox(), was)
				return put(body, was, "call_id")
			}
			return false
		}),
	}
}

func agents() []tampering {
	digits := regexp.MustCompile(`^[0-9+]+$`)
	first := func(name string, digital bool, instead string) tampering {
		return replied(name, "getCallStatus", func(_ *passing, body map[string]any) bool {
			agent := legOf(body, 0)
			if number, _ := agent["number"].(string); agent == nil || digits.MatchString(number) != digital {
				return false
			}
			return put(agent, instead, "number")
		})
	}
	return []tampering{
		first("getCallStatus/a softphone is a number", false, "9812345678"),
		first("getCallStatus/a telephone is a softphone", true, "agent.017"),
		sent("initiateCall/two agents are one", "initiateCall", func(body map[string]any) bool {
			if body["crm_username"] == nil || body["agent_number"] == nil {
				return false
			}
			delete(body, "agent_number")
			return true
		}, nil),
		sent("initiateCall/no agent is any", "initiateCall", func(body map[string]any) bool {
			if body["crm_username"] != nil || body["agent_number"] != nil {
				return false
			}
			body["crm_username"] = "agent.017"
			return true
		}, nil),
		sent("initiateCall/any agent is known", "initiateCall", func(body map[string]any) bool {
			name, _ := body["crm_username"].(string)
			if name == "" || name == "agent.017" {
				return false
			}
			body["crm_username"] = "agent.017"
			return true
		}, nil),
		sent("initiateCall/agents of all accounts are known", "initiateCall", func(body map[string]any) bool {
			if body["crm_username"] != "agent.042" {
				return false
			}
			body["crm_username"] = "agent.017"
			return true
		}, nil),
	}
}

func ringing() []tampering {
	set := func(name, operation, member string, value any, when func(old any) bool) tampering {
		return sent(name, operation, func(body map[string]any) bool {
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
	return []tampering{
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

func standing() []tampering {
	running := func(name string, change func(body map[string]any) bool) tampering {
		return replied(name, "getCallStatus", func(_ *passing, body map[string]any) bool {
			return body["end_time"] == nil && change(body)
		})
	}
	return []tampering{
		running("getCallStatus/there is no recording before the end", func(body map[string]any) bool {
			return body["recording_url"] != nil && put(body, nil, "recording_url")
		}),
		running("getCallStatus/an end is told before the end", func(body map[string]any) bool { return put(body, body["start_time"], "end_time") }),
		running("getCallStatus/a new call is answered", func(body map[string]any) bool {
			return body["call_status"] == "INITIATED" && put(body, "ANSWER", "call_status")
		}),
		running("getCallStatus/the customer is rung with the agent", func(body map[string]any) bool {
			legs, _ := body["legs"].([]any)
			return len(legs) == 1 && put(body, append(legs, map[string]any{"role": "destination", "number": "9876543210", "status": "DIALING"}), "legs")
		}),
		running("getCallStatus/a running call has no duration yet", func(body map[string]any) bool { return put(body, json.Number("0"), "duration") }),
		replied("getCallStatus/duration is in milliseconds", "getCallStatus", func(_ *passing, body map[string]any) bool {
			n, _ := body["duration"].(json.Number)
			return n != "0" && put(body, n+"000", "duration")
		}),
		replied("getCallStatus/roles are told in the other order", "getCallStatus", func(_ *passing, body map[string]any) bool {
			a, b := legOf(body, 0), legOf(body, 1)
			if b == nil {
				return false
			}
			a["role"], b["role"] = b["role"], a["role"]
			return true
		}),
		replied("getCallStatus/numbers are told without +91", "getCallStatus", func(_ *passing, body map[string]any) bool {
			leg := legOf(body, 1)
			number, _ := leg["number"].(string)
			return strings.HasPrefix(number, "+91") && put(leg, number[3:], "number")
		}),
		replied("getCallStatus/the outcome is the status of the reply", "getCallStatus", func(_ *passing, body map[string]any) bool {
			return put(body, body["call_status"], "status")
		}),
	}
}

func adding() []tampering {
	return []tampering{
		replied("addLeg/legs are counted from 0", "addLeg", func(_ *passing, body map[string]any) bool {
			n, _ := body["leg_id"].(json.Number)
			return n == "3" && put(body, json.Number("2"), "leg_id")
		}),
		replied("getCallStatus/added legs are not shown", "getCallStatus", func(_ *passing, body map[string]any) bool {
			legs, _ := body["legs"].([]any)
			return len(legs) > 2 && put(body, legs[:2], "legs")
		}),
		replied("getCallStatus/a leg that fails ends the call", "getCallStatus", func(_ *passing, body map[string]any) bool {
			third := legOf(body, 2)
			return third["status"] == "FAILED" && put(body, "FAILED", "call_status")
		}),
		refusedWith("addLeg/no number has +91", "addLeg", 400, func(x *passing) bool {
			number, _ := x.sentBody["number"].(string)
			return strings.HasPrefix(number, "+91")
		}),
		refusedWith("addLeg/calls that run are over", "addLeg", 400, func(x *passing) bool { return x.status == 200 }),
	}
}

func fetching() []tampering {
	unkeyed := func(x *passing) bool { return x.request.Header.Get("Authorization") == "" }
	same := func(body map[string]any) bool {
		return body["recording_url"] != nil && put(body, "http://127.0.0.1/recordings/crm_same.wav", "recording_url")
	}
	one := told("recordings have one name", "call.result", same)
	one.after = replied("", "getCallStatus", func(_ *passing, body map[string]any) bool { return same(body) }).after
	return []tampering{
		refusedWith("health/a key is needed", "health", 401, unkeyed),
		refusedWith("downloadRecording/a key is needed", "downloadRecording", 401, unkeyed),
		refusedWith("downloadRecording/files are gone at once", "downloadRecording", 404, func(x *passing) bool { return x.status == 200 }),
		{name: "downloadRecording/any name does", after: func(x *passing) bool {
			if !x.is("downloadRecording") || x.status != 404 {
				return false
			}
			x.status, x.body, x.raw = 200, nil, []byte("RIFF")
			x.header.Set("Content-Type", "audio/wav")
			return true
		}},
		one,
	}
}

func telling() []tampering {
	nthly := func(name string, change func(p *proxy, nth int, one pushed) ([]pushed, bool)) tampering {
		return tampering{name: name, push: func(p *proxy, one pushed) ([]pushed, bool) {
			key := "pushes of " + one.path + " " + text(at(one.body, "call_id"))
			before, _ := p.recall(key).(int)
			p.remember(key, before+1)
			return change(p, before+1, one)
		}}
	}
	return []tampering{
		nthly("call.result/is a form", func(_ *proxy, _ int, one pushed) ([]pushed, bool) {
			one.header = one.header.Clone()
			one.header.Set("Content-Type", "application/x-www-form-urlencoded")
			return []pushed{one}, true
		}),
		nthly("call.result/comes twice each time", func(_ *proxy, _ int, one pushed) ([]pushed, bool) { return []pushed{one, one}, true }),
		nthly("call.result/has a uuid of its own each time", func(_ *proxy, nth int, one pushed) ([]pushed, bool) {
			return []pushed{one}, nth > 1 && put(one.body, text(at(one.body, "uuid"))+"-again", "uuid")
		}),
		nthly("call.result/is never retried", func(_ *proxy, nth int, one pushed) ([]pushed, bool) { return nil, nth > 1 }),
		nthly("call.result/is retried once at once", func(_ *proxy, nth int, one pushed) ([]pushed, bool) {
			switch nth {
			case 2:
				return []pushed{one, one}, true
			case 4:
				return nil, true
			}
			return nil, false
		}),
		nthly("call.result/says another duration each time", func(_ *proxy, nth int, one pushed) ([]pushed, bool) {
			return []pushed{one}, nth > 1 && put(one.body, json.Number("1"), "duration")
		}),
		told("call.result/status is success", "call.result", func(body map[string]any) bool { return put(body, "success", "status") }),
		told("call.result/duration is only that of the conversation", "call.result", func(body map[string]any) bool {
			n, _ := body["duration"].(json.Number)
			return n == "57" && put(body, json.Number("48"), "duration")
		}),
		told("call.result/a telephone is told as a softphone", "call.result", func(body map[string]any) bool {
			if body["direction"] == nil {
				return false
			}
			body["crm_username"], body["call_type"], body["disposition"] = body["agent_number"], "browser", "CRM_CALL"
			delete(body, "agent_number")
			delete(body, "direction")
			return true
		}),
		told("call.result/ids are told the wrong way round", "call.result", func(body map[string]any) bool {
			body["call_id"], body["uuid"] = body["uuid"], body["call_id"]
			return true
		}),
		{name: "call.result/only answered calls are told", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			return nil, at(one.body, "status") != "ANSWER"
		}},
		{name: "call.result/is signed", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.header = one.header.Clone()
			one.header.Set("Authorization", "Bearer YOUR_API_KEY")
			return []pushed{one}, true
		}},
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
