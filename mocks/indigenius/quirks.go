package indigenius

import (
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// status is a number in a call, though a boolean in the envelope around it. Its
// legend is ours (IGN-009, IGN-075).
func status(s call.Standing) int {
	switch {
	case s.Completed():
		return 2
	case s.Ended():
		return 3
	case s.Connected():
		return 1
	default:
		return 0
	}
}

// gatewayOf is where a web call is joined. The parameters of its address are in
// snake case and in this order, unlike the members around it (IGN-019, IGN-020).
func gatewayOf(c engine.Subject) gateway {
	socket := "ws" + strings.TrimPrefix(c.Order.Base, "http") // https becomes wss
	return gateway{
		Transport: "websocket",
		Path:      gatewayPath,
		URL:       socket + gatewayPath + "?assistant_id=" + c.Order.Agent + "&call_id=" + c.ID,
	}
}

// role is the provider's word for who spoke (IGN-084).
func role(of string) string {
	if of == engine.RoleAgent {
		return "assistant"
	}
	return "user"
}

// scopeOf is what a key needs for an operation (IGN-003, IGN-004, IGN-051).
func scopeOf(operation string) string {
	switch operation {
	case "initiateCall", "initiatePhoneCall":
		return "calls:write"
	case "listWebhookHistory", "getWebhookHistory":
		return "webhooks:read"
	default:
		return "calls:read"
	}
}

// organization is whose calls a key sees: keys share what belongs to their
// organization, which has the name of its first key (IGN-006).
func organization(key specs.Account) string {
	if name, named := key.Fields["organization"]; named {
		return name
	}
	return key.Name
}
