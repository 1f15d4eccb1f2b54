package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// savedFault is a fault as it is arranged, and how often it was met.
type savedFault struct {
	Fault   opaque `json:"fault"`
	Reached int    `json:"reached"`
	Fired   int    `json:"fired"`

	// What JSON within JSON is not: byte for byte.
	Body  octets `json:"body,omitempty"`
	Alter octets `json:"alter,omitempty"`
}

// save writes the faults down as they stand.
func (f *Faults) save(w *snapshot) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w.Faults, w.Expired, w.Lapses = make([]savedFault, len(f.list)), []octets{}, f.lapses
	for i, fault := range f.list {
		w.Faults[i] = savedFault{
			Fault: opaque{value: json.RawMessage(fault.String())}, Reached: fault.Reached, Fired: fault.Fired,
			Body: exact(fault.Do.Body), Alter: exact(fault.Do.Alter),
		}
	}
	for _, credential := range slices.Sorted(maps.Keys(f.expired)) {
		w.Expired = append(w.Expired, octets(credential))
	}
}

// exact is a JSON text that is not as JSON is written here; else nil.
func exact(text json.RawMessage) octets {
	var plain bytes.Buffer
	if json.Compact(&plain, text) == nil && bytes.Equal(plain.Bytes(), text) {
		return nil
	}
	return octets(text)
}

// restore arranges the faults of a snapshot as they stood.
func (f *Faults) restore(w *snapshot, fake *Fake) error {
	list := make([]Fault, len(w.Faults))
	for i, saved := range w.Faults {
		read, err := ParseFaults("", slices.Concat([]byte("["), saved.Fault.text, []byte("]")))
		if err == nil && len(read) != 1 {
			err = fmt.Errorf("want one, there are %d", len(read))
		}
		if err == nil {
			err = fake.judge(i+1, &read[0])
		}
		if err != nil {
			return err
		}
		list[i] = read[0]
		if saved.Body != nil {
			list[i].Do.Body = json.RawMessage(saved.Body)
		}
		if saved.Alter != nil {
			list[i].Do.Alter = json.RawMessage(saved.Alter)
		}
	}
	f.set(list, w.Seed)
	for i, saved := range w.Faults {
		f.list[i].Reached, f.list[i].Fired = saved.Reached, saved.Fired
	}
	f.lapses = w.Lapses
	for _, credential := range w.Expired {
		if f.expired == nil {
			f.expired = map[string]bool{}
		}
		f.expired[string(credential)] = true
	}
	return nil
}

// become arranges the faults of another world, which nobody else knows, and
// ends what the own ones make wait.
func (f *Faults) become(other *Faults) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.letGo()
	f.seed, f.list, f.expired, f.lapses = other.seed, other.list, other.expired, other.lapses
	f.lasting, f.end = other.lasting, other.end
	f.asks.Store(other.asks.Load())
	f.armed.Store(other.armed.Load())
}
