package intellicall

import (
	"encoding/json"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func telling() []grade.Tampering {
	nthly := func(name string, change func(p *grade.Proxy, nth int, one grade.Pushed) ([]grade.Pushed, bool)) grade.Tampering {
		return grade.Tampering{Name: name, Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			key := "pushes of " + one.Path + " " + grade.Text(grade.At(one.Body, "call_id"))
			before, _ := p.Recall(key).(int)
			p.Remember(key, before+1)
			return change(p, before+1, one)
		}}
	}
	return []grade.Tampering{
		nthly("call.result/is a form", func(_ *grade.Proxy, _ int, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Header = one.Header.Clone()
			one.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return []grade.Pushed{one}, true
		}),
		nthly("call.result/comes twice each time", func(_ *grade.Proxy, _ int, one grade.Pushed) ([]grade.Pushed, bool) {
			return []grade.Pushed{one, one}, true
		}),
		nthly("call.result/has a uuid of its own each time", func(_ *grade.Proxy, nth int, one grade.Pushed) ([]grade.Pushed, bool) {
			return []grade.Pushed{one}, nth > 1 && grade.Put(one.Body, grade.Text(grade.At(one.Body, "uuid"))+"-again", "uuid")
		}),
		nthly("call.result/is never retried", func(_ *grade.Proxy, nth int, one grade.Pushed) ([]grade.Pushed, bool) { return nil, nth > 1 }),
		nthly("call.result/is retried once at once", func(_ *grade.Proxy, nth int, one grade.Pushed) ([]grade.Pushed, bool) {
			switch nth {
			case 2:
				return []grade.Pushed{one, one}, true
			case 4:
				return nil, true
			}
			return nil, false
		}),
		nthly("call.result/says another duration each time", func(_ *grade.Proxy, nth int, one grade.Pushed) ([]grade.Pushed, bool) {
			return []grade.Pushed{one}, nth > 1 && grade.Put(one.Body, json.Number("1"), "duration")
		}),
		grade.Told("call.result/status is success", "call.result", func(body map[string]any) bool { return grade.Put(body, "success", "status") }),
		grade.Told("call.result/duration is only that of the conversation", "call.result", func(body map[string]any) bool {
			n, _ := body["duration"].(json.Number)
			return n == "57" && grade.Put(body, json.Number("48"), "duration")
		}),
		grade.Told("call.result/a telephone is told as a softphone", "call.result", func(body map[string]any) bool {
			if body["direction"] == nil {
				return false
			}
			body["crm_username"], body["call_type"], body["disposition"] = body["agent_number"], "browser", "CRM_CALL"
			delete(body, "agent_number")
			delete(body, "direction")
			return true
		}),
		grade.Told("call.result/ids are told the wrong way round", "call.result", func(body map[string]any) bool {
			body["call_id"], body["uuid"] = body["uuid"], body["call_id"]
			return true
		}),
		{Name: "call.result/only answered calls are told", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			return nil, grade.At(one.Body, "status") != "ANSWER"
		}},
		{Name: "call.result/is signed", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Header = one.Header.Clone()
			one.Header.Set("Authorization", "Bearer YOUR_API_KEY")
			return []grade.Pushed{one}, true
		}},
	}
}
