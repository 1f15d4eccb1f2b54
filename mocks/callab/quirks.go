package callab

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// reads tells whether a failure is answered as those of the reading operations
// are: with HTTP 200 and a body that says error. The writing ones answer 400
// (CLB-009, CLB-010, CLB-059, CLB-060, CLB-098).
func reads(f *engine.Failure) bool { return f.Operation != nil && f.Operation.Method == "GET" }

// owner finds whose key it is. A JWT is another key of an account (CLB-003).
func owner(world specs.World, keys *engine.Keys) func(*engine.Request) (string, error) {
	return func(r *engine.Request) (string, error) {
		name, err := keys.Authenticate(r)
		if account, _ := world.Account(name); account.Fields["for"] != "" {
			name = account.Fields["for"]
		}
		return name, err
	}
}

// variables turns the list of names and values that a request has into the one
// object that a call shows (CLB-055, CLB-091). Of two with one name the last
// counts.
func variables(pairs []any) map[string]any {
	if len(pairs) == 0 {
		return nil
	}
	object := make(map[string]any, len(pairs))
	for _, pair := range pairs {
		p := pair.(map[string]any)
		object[p["name"].(string)] = p["value"]
	}
	return object
}

// digits are those of a number in any of the forms that a request may write it
// in, without its extension; the call shows it as it was written (CLB-054).
func digits(number string) string {
	number, _, _ = strings.Cut(number, "ext")
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, number)
}

// uneventful is the story of a call that was only stored: it is in progress
// for ever (CLB-046, CLB-087).
var uneventful = call.Plan{
	Job:           true,
	Customer:      call.Persona{Name: "stored", Stage: call.AtTranscript, Status: 202},
	AnsweredAfter: time.Nanosecond,
}

// disconnectReason is "" until the end, since it cannot be null (CLB-080). The
// word for a good end is the page's, the others are ours (CLB-100).
func (v view) disconnectReason() string {
	switch {
	case !v.state.Ended():
		return ""
	case v.order.Past != nil:
		return v.order.Past.DisconnectReason
	}
	switch v.state.Cause {
	case call.Completed:
		return "caller_hung_up"
	case call.HungUp:
		return "agent_hung_up"
	}
	return strings.ReplaceAll(v.state.Cause.String(), "-", "_")
}

// objection is why a webhook does not post to an address: it has to be https,
// unless nobody else listens there, on this machine and in its own network
// (CLB-070).
func objection(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "https" || nearby(u.Hostname()) {
		return ""
	}
	return "a webhook URL has to be https, except for loopback, private and single-label hosts"
}

func nearby(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate()
	}
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost")
}
