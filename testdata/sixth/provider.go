// Package sixth is a provider that does not exist. It is the shortest one that
// uses all that the engine offers, and shows that one more provider is a
// folder and its data: a test in cmd/ringer serves it and judges it by its
// scenarios. This file is its contents page.
package sixth

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Provider is Sixth Voice, by the contract in spec.
func Provider(spec *specs.Provider) engine.Provider {
	keys := engine.NewKeys(spec.World, "api_key")
	return engine.Provider{
		Spec: spec,
		Operations: map[string]engine.Operation{
			"placeCall":      placeCall,
			"listCalls":      listCalls,
			"getCall":        getCall,
			"endCall":        endCall,
			"getAudio":       getAudio,
			"createJob":      createJob,
			"addHook":        addHook,
			"listHooks":      listHooks,
			"removeHook":     removeHook,
			"listDeliveries": listDeliveries,
		},
		Names:        names(keys),
		Authenticate: authenticate(keys),
		Fail:         fail,
		Callbacks:    engine.Callbacks{Policy: policy, Render: render, Sign: sign},
		Stages:       []call.Part{call.InQueue, call.InDial, call.InRing, call.InAnswer, call.InRecording, call.InTranscript},
		Lines:        map[string]engine.Line{"/room": room},
		Orders:       map[string]any{kindCall: (*order)(nil)},
		Records:      map[string]any{kindAssistant: "", kindHook: (*hook)(nil)},
		Seed:         seed(spec),
	}
}
