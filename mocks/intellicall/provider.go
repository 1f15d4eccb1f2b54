// Package intellicall is the fake of Avyukta Intellicall Click-to-Call. This
// file is its contents page; quirks.go lists every oddity with the claim that
// it follows.
package intellicall

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Provider is Avyukta Intellicall, by the contract in spec.
func Provider(spec *specs.Provider) engine.Provider {
	keys := engine.NewKeys(spec.World, "api_key")
	return engine.Provider{
		Spec: spec,
		Operations: map[string]engine.Operation{
			"initiateCall":      initiateCall,
			"getCallStatus":     getCallStatus,
			"addLeg":            addLeg,
			"health":            health,
			"downloadRecording": downloadRecording,
		},
		Names:        names(keys),
		Authenticate: keys.Authenticate,
		Fail:         fail,
		Callbacks:    engine.Callbacks{Policy: policy, Render: render},
		Orders:       map[string]any{kindCall: (*order)(nil)},
		Records:      map[string]any{kindLegs: []string(nil)},
		Stages:       []call.Part{call.InQueue, call.InDial, call.InRing, call.InAnswer, call.InRecording},
		Seed:         seed(spec),
	}
}
