package mocks

import (
	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// What a World takes and tells, by the names that its packages give it.
type (
	// A Call is a call, or a job such as a transcription: whose it is, what was
	// ordered, and its whole timeline.
	Call = engine.Subject
	// A Persona is how a called party, or a later stage, behaves.
	Persona = call.Persona
	// A Cause is why a call ended.
	Cause = call.Cause
	// A Delivery is one callback to one address, with all attempts.
	Delivery = engine.Delivery
	// An Entry is one request or callback in the journal, without its secrets.
	Entry = engine.Entry
	// Sought says which entries of the journal are meant; what is empty does
	// not matter.
	Sought = engine.Sought
	// Advanced is what happened while time passed.
	Advanced = engine.Advanced
	// A Fault is a failure arranged on purpose: at a Point, an Effect.
	Fault = engine.Fault
	// A Point is where a fault waits.
	Point = engine.Point
	// Counts say which of those that fit, from 1.
	Counts = engine.Counts
	// An Effect is what a fault does.
	Effect = engine.Effect
	// An Arrival is one callback as the inbox received it, byte for byte.
	Arrival = inbox.Delivery
	// An Answer is how the inbox answers one callback.
	Answer = inbox.Answer
)
