package sixth

import (
	"net/url"
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// stateOf has one word for everything before the answer, and none for why a
// call was lost (SIX-003).
func stateOf(s call.Standing) string {
	switch {
	case s.Completed():
		return "done"
	case s.Failed():
		return "lost"
	case s.Connected():
		return "talking"
	default:
		return "waiting"
	}
}

// roomOf is where one may listen in to a call.
func roomOf(c engine.Subject) string {
	query := url.Values{"call": {c.ID}, "assistant": {c.Order.Agent}}
	return "ws" + strings.TrimPrefix(c.Order.Base, "http") + "/room?" + query.Encode()
}

// refusal is why a hook is not called: beyond this machine it has to be https (SIX-014).
func refusal(address string) string {
	u, err := url.Parse(address)
	if err == nil && u.Scheme == "http" && u.Hostname() != "127.0.0.1" {
		return "hooks are called over https"
	}
	return ""
}
