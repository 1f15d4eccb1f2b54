// Package indigenius is the fake of Indigenius Calls. This file is its contents
// page; quirks.go lists every oddity with the claim that it follows.
package indigenius

import (
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// Provider is Indigenius, by the contract in spec.
func Provider(spec *specs.Provider) engine.Provider {
	k := newKeyring(spec)
	return engine.Provider{
		Spec: spec,
		Operations: map[string]engine.Operation{
			"listCalls":          listCalls,
			"initiateCall":       initiateCall,
			"initiatePhoneCall":  initiatePhoneCall,
			"getCall":            getCall,
			"getCallTranscripts": getCallTranscripts,
			"getCallAnalysis":    getCallAnalysis,
			"listWebhookHistory": listWebhookHistory,
			"getWebhookHistory":  getWebhookHistory,
		},
		Names:        k.names,
		Authenticate: k.authenticate,
		Fail:         fail,
		Callbacks:    engine.Callbacks{Policy: policy, Render: render},
		Stages:       []call.Part{call.InQueue, call.InDial, call.InRing, call.InAnswer, call.InTranscript, call.InAnalysis},
		Lines:        map[string]engine.Line{gatewayPath: gatewayLine},
		Orders:       map[string]any{kindCall: (*order)(nil)},
		Records:      map[string]any{kindAssistant: "", kindPurchase: "", kindUses: []time.Time(nil)},
		Seed:         seed(spec),
	}
}
