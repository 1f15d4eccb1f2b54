// Package vinfer is the fake of Vinfer Neuron's calls. This file is its
// contents page; quirks.go lists every oddity with the claim that it follows.
package vinfer

import (
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Provider is Vinfer Neuron, by the contract in spec.
func Provider(spec *specs.Provider) engine.Provider {
	k := newKeys(spec)
	return engine.Provider{
		Spec: spec,
		Operations: map[string]engine.Operation{
			"listCalls":           listCalls,
			"createCall":          createCall,
			"getCall":             getCall,
			"getCallTranscript":   getCallTranscript,
			"createTranscription": createTranscription,
			"getTranscription":    getTranscription,
			"createWebhook":       createWebhook,
			"listWebhooks":        listWebhooks,
			"deleteWebhook":       deleteWebhook,
		},
		Names:        k.Names,
		Authenticate: k.authenticate,
		Fail:         fail,
		Callbacks:    engine.Callbacks{Policy: policy, Render: render, Sign: sign},
		Orders:       map[string]any{kindCall: (*order)(nil), kindJob: (*task)(nil)},
		Records: map[string]any{
			kindScript:  (*script)(nil),
			kindWebhook: (*webhook)(nil),
			kindReply:   (*remembered)(nil),
			kindTally:   (*tally)(nil),
		},
		Stages: []call.Part{call.InQueue, call.InDial, call.InRing, call.InAnswer, call.InRecording, call.InTranscript},
		Seed:   seed(spec),
	}
}
