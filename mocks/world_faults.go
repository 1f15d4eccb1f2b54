package mocks

import "github.com/ringer-mock/ringer/mocks/engine"

// Arrange adds faults to those of the world. Each has to fire before the test
// ends, else the test fails: it does not show what it means to show. ringer
// faults lists what there is.
func (w *World) Arrange(faults ...Fault) {
	w.t.Helper()
	if err := w.server.Fake.ArrangeMore(w.Name, faults); err != nil {
		w.t.Fatalf("arrange faults: %v", err)
	}
}

// ArrangeText is Arrange for faults as they stand in a file, in YAML or JSON:
//
//   - {on: {operation: getCallTranscript, nth: 1}, do: {status: 503}}
func (w *World) ArrangeText(faults string) {
	w.t.Helper()
	list, err := engine.ParseFaults("", []byte(faults))
	if err != nil {
		w.t.Fatalf("arrange faults: %v", err)
	}
	w.Arrange(list...)
}

// Faults are the faults that are arranged, and how often each has fired.
func (w *World) Faults() []Fault { return w.server.Fake.Faults(w.Name) }

// judge fails the test for what it did not mean to happen.
func (w *World) judge() {
	w.t.Helper()
	for _, fault := range w.Faults() {
		if fault.Fired == 0 {
			w.t.Errorf("fault %d never fired, of %d that fitted: %s", fault.N, fault.Reached, fault)
		}
	}
	for _, words := range w.Sandbox.Broken() {
		w.t.Errorf("the fake broke the document: %s", words)
	}
}
