// Package induslabs is the fake of Indus Labs Click2Call. This file is its
// contents page; quirks.go lists every oddity with the claim that it follows.
package induslabs

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Provider is Indus Labs, by the contract in spec.
func Provider(spec *specs.Provider) engine.Provider {
	d := newDesk(spec)
	return engine.Provider{
		Spec: spec,
		Operations: map[string]engine.Operation{
			"login":             d.login,
			"createClick2Call":  createClick2Call,
			"listRecentCalls":   listRecentCalls,
			"getCallTranscript": getCallTranscript,
		},
		Names:        d.names,
		Authenticate: d.authenticate,
		Fail:         fail,
		Callbacks:    engine.Callbacks{Policy: policy, Render: render},
		Orders:       map[string]any{kindCall: (*order)(nil)},
		Stages:       []call.Part{call.InQueue, call.InDial, call.InRing, call.InAnswer, call.InRecording, call.InTranscript},
		Seed:         seed(spec),
	}
}
