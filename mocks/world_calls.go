package mocks

import (
	"math"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// Calls are the calls and jobs of all providers, those of the world that every
// sandbox begins with included, in the order in which they were placed.
func (w *World) Calls() []Call {
	calls, _ := w.Sandbox.Subjects("", 0, math.MaxInt)
	slices.Reverse(calls)
	return calls
}

// Call is the call or job with this id.
func (w *World) Call(id string) Call {
	w.t.Helper()
	found, ok := w.Sandbox.Subject(id)
	if !ok {
		w.t.Fatalf("no call has the id %q", id)
	}
	return found
}

// End ends a call now, as if a party or the network had: call.HungUp,
// call.CarrierFailure and so on.
func (w *World) End(id string, as Cause) Call {
	w.t.Helper()
	ended, err := w.Sandbox.End(id, as)
	if err != nil {
		w.t.Fatalf("end call %s: %v", id, err)
	}
	return ended
}

// Persona is one of the phone book by its name, such as busy or
// transcript-401, to be bound to a number as it is or with its AnsweredAfter
// or TalksFor changed.
func (w *World) Persona(name string) Persona {
	w.t.Helper()
	known, err := contracts()
	if err != nil {
		w.t.Fatalf("persona %q: %v", name, err)
	}
	persona, ok := known.book.ByName(name)
	if !ok {
		names := known.book.Names()
		w.t.Fatalf("the phone book has no persona %q%s: it has %s", name, specs.Hint(name, names), strings.Join(names, ", "))
	}
	return persona
}

// Bind lets whoever is called by this number behave so, from the next call on.
func (w *World) Bind(number string, to Persona) { w.Sandbox.BindNumber(number, to) }

// CallBack sets where a provider's account-level callbacks go: those that no
// request gives an address for.
func (w *World) CallBack(provider, url string) {
	w.t.Helper()
	w.provider(provider)
	w.Sandbox.SetCallback(provider, "", url)
}

// Deliveries are the callbacks so far, with every attempt, oldest first.
func (w *World) Deliveries() []Delivery { return w.Sandbox.Deliveries(nil) }

// Replay sends a callback again, the same bytes, as a delivery of its own.
func (w *World) Replay(id string) Delivery {
	w.t.Helper()
	again, err := w.Sandbox.Replay(id)
	if err != nil {
		w.t.Fatalf("replay %s: %v", id, err)
	}
	return again
}
