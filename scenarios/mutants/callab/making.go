package callab

import (
	"regexp"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// making are mutants of makeCall.
func (c written) making() []grade.Tampering {
	const op = "makeCall"
	instead := func(name, member string, value any, fits func(body map[string]any) bool) grade.Tampering {
		return grade.Sent(op+"/"+name, op, func(body map[string]any) bool {
			if !fits(body) {
				return false
			}
			body[member] = value
			if value == nil {
				delete(body, member)
			}
			return true
		}, nil)
	}
	first := func(body map[string]any) map[string]any {
		list, _ := body["dynamic_variables"].([]any)
		if len(list) == 0 {
			return map[string]any{}
		}
		return list[0].(map[string]any)
	}
	list := []grade.Tampering{
		instead("no agent is needed", "ai_agent_id", c.agent, func(b map[string]any) bool { return b["ai_agent_id"] == nil }),
		instead("an agent has a name", "ai_agent_id", c.agent, func(b map[string]any) bool { return b["ai_agent_id"] == "the-sales-agent" }),
		instead("any agent does", "ai_agent_id", c.agent, func(b map[string]any) bool {
			return len(grade.Text(b["ai_agent_id"])) == 36 && b["ai_agent_id"] != c.agent
		}),
		instead("no caller is needed", "call_from", "+1234567890", func(b map[string]any) bool { return b["call_from"] == nil }),
		instead("nobody need be called", "call_to", "+9876543210", func(b map[string]any) bool { return b["call_to"] == nil }),
		instead("anything may be called", "call_to", "+9876543210", func(b map[string]any) bool { return b["call_to"] == "my mother" }),
		instead("anything may call", "call_from", "+1234567890", func(b map[string]any) bool { return b["call_from"] == "the office" }),
		instead("variables are dropped", "dynamic_variables", nil, func(b map[string]any) bool {
			return grade.Text(first(b)["value"]) != "" && grade.Text(first(b)["name"]) != ""
		}),
		instead("a variable needs no value", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["value"] == nil && first(b)["name"] != nil }),
		instead("a variable needs no name", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["name"] == nil && first(b)["value"] != nil }),
		instead("a name may be empty", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["name"] == "" }),
		instead("a name may have a space", "dynamic_variables", nil, func(b map[string]any) bool { return strings.Contains(grade.Text(first(b)["name"]), " ") }),
		instead("a value may be empty", "dynamic_variables", nil, func(b map[string]any) bool { return first(b)["value"] == "" }),
		instead("a workspace may be empty", "workspace", nil, func(b map[string]any) bool { return b["workspace"] == "" }),
		instead("a workspace may have 101 characters", "workspace", "long", func(b map[string]any) bool { return len(grade.Text(b["workspace"])) == 101 }),
		instead("the workspace is ignored", "workspace", nil, func(b map[string]any) bool { return b["workspace"] == "staging" }),
		instead("the default workspace is main", "workspace", "main", func(b map[string]any) bool { return b["workspace"] == nil }),
		c.refused("a workspace has fewer than 100 characters", op, 400, func(x *grade.Passing) bool { return len(grade.Text(x.SentBody["workspace"])) == 100 }),
		c.refused("a workspace is needed", op, 400, func(x *grade.Passing) bool { return x.SentBody["workspace"] == nil }),
		c.refused("variables are refused", op, 400, func(x *grade.Passing) bool { return x.SentBody["dynamic_variables"] != nil }),
		{Name: op + "/errors are a 422", After: func(x *grade.Passing) bool {
			did := x.Is(op) && x.Status == 400
			if did {
				x.Status = 422
			}
			return did
		}},
		{Name: op + "/errors are a 200", After: func(x *grade.Passing) bool {
			did := x.Is(op) && x.Status == 400
			if did {
				x.Status = 200
			}
			return did
		}},
		grade.Replied(op+"/two calls have one id", op, func(x *grade.Passing, body map[string]any) bool {
			first := x.Proxy.Recall("first id " + x.Sandbox())
			if first == nil {
				x.Proxy.Remember("first id "+x.Sandbox(), grade.At(body, "data", "id"))
				return false
			}
			return grade.Put(body, first, "data", "id")
		}),
		grade.Replied(op+"/only the id is told", op, func(_ *grade.Passing, body map[string]any) bool {
			body["data"] = map[string]any{"id": grade.At(body, "data", "id")}
			return true
		}),
		grade.Told(op+"/variables are a list", "", func(body map[string]any) bool {
			return grade.At(body, "data", "agent_dynamic_variables") != nil && grade.Put(body, []any{}, "data", "agent_dynamic_variables")
		}),
	}
	for name, form := range map[string]string{
		"a plus":           `^\+[0-9]+$`,
		"parentheses":      `^\([0-9]+\) `,
		"hyphens":          `^[0-9]+-[0-9]+-[0-9]+$`,
		"dots":             `\.`,
		"spaces":           `^[0-9]+ [0-9]+ [0-9]+$`,
		"an extension":     `ext`,
		"all there can be": `^\+1 \(`,
	} {
		written := regexp.MustCompile(form)
		list = append(list, c.refused("no number with "+name, op, 400, func(x *grade.Passing) bool { return written.MatchString(grade.Text(x.SentBody["call_to"])) }))
	}
	return list
}

// storing are mutants of createCall.
func (c written) storing() []grade.Tampering {
	const op = "createCall"
	list := []grade.Tampering{
		c.refused("a contact is needed", op, 400, func(x *grade.Passing) bool { return x.SentBody["contact_id"] == nil }),
		c.refused("variables are needed", op, 400, func(x *grade.Passing) bool { return x.SentBody["agent_dynamic_variables"] == nil }),
		{Name: op + "/nothing is stored", After: func(x *grade.Passing) bool {
			if x.Is(op) {
				x.Proxy.Remember(grade.Text(grade.At(x.Body, "data", "id")), true)
			}
			if !x.Is("getCall") || x.Proxy.Recall(grade.Text(grade.At(x.Body, "data", "id"))) == nil {
				return false
			}
			x.Body = c.failed()
			return true
		}},
		{Name: op + "/somebody is called", After: func(x *grade.Passing) bool {
			if x.Is(op) {
				x.Proxy.Remember(grade.Text(grade.At(x.Body, "data", "id")), true)
			}
			created := grade.At(x.Body, "data", "created_at")
			if !x.Is("getCall") || x.Proxy.Recall(grade.Text(grade.At(x.Body, "data", "id"))) == nil {
				return false
			}
			return grade.Put(x.Body, created, "data", "started_at")
		}},
	}
	for member, value := range map[string]any{
		"campaign_id": c.agent, "ai_agent_id": c.agent, "call_sid": "CALL_a", "call_from": "+1234567890", "call_to": "+9876543210",
		"call_direction": "outbound", "workspace": "default",
	} {
		list = append(list, grade.Sent(op+"/"+member+" is not needed", op, func(body map[string]any) bool {
			if body[member] != nil {
				return false
			}
			body[member] = value
			return true
		}, nil))
	}
	for member, shown := range map[string]string{
		"campaign_id": "campaign_id", "ai_agent_id": "ai_agent_id", "contact_id": "contact_id", "call_sid": "call_sid", "call_from": "call_from",
		"call_to": "call_to", "call_direction": "call_direction", "workspace": "workspace_id", "agent_dynamic_variables": "agent_dynamic_variables",
	} {
		list = append(list, grade.Replied(op+"/"+member+" is told back wrong", op, func(x *grade.Passing, body map[string]any) bool {
			var wrong any = "00000000-0000-4000-8000-000000000000"
			switch member {
			case "call_direction":
				wrong = map[string]string{"inbound": "outbound", "outbound": "inbound"}[grade.Text(grade.At(body, "data", shown))]
			case "agent_dynamic_variables":
				wrong = map[string]any{}
			}
			return x.SentBody[member] != nil && grade.Put(body, wrong, "data", shown)
		}))
	}
	return list
}
