// Package callab is the fake of Callab AI. This file is its contents page;
// quirks.go lists every oddity with the claim that it follows.
package callab

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Provider is Callab AI, by the contract in spec.
func Provider(spec *specs.Provider) engine.Provider {
	keys := engine.NewKeys(spec.World, "api_key")
	return engine.Provider{
		Spec: spec,
		Operations: map[string]engine.Operation{
			"createCall":   createCall,
			"makeCall":     makeCall,
			"queryCalls":   queryCalls,
			"getCall":      getCall,
			"listWebhooks": listWebhooks,
		},
		Names:        keys.Names,
		Authenticate: owner(spec.World, keys),
		Fail:         fail,
		Callbacks:    engine.Callbacks{Render: render},
		Orders:       map[string]any{kindCall: (*order)(nil)},
		Records:      map[string]any{kindAgent: (*agent)(nil), kindWebhook: (*webhook)(nil)},
		Stages:       []call.Part{call.InQueue, call.InDial, call.InRing, call.InAnswer, call.InRecording, call.InTranscript, call.InAnalysis},
		Seed:         seed(spec),
	}
}
