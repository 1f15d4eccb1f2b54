package engine

import (
	"encoding/json"
	"fmt"
	"net/http"
)

func (p *controlPort) listFaults(r *Request) (Reply, error) {
	return Reply{Body: map[string]any{"faults": r.Sandbox.desk.faults.List()}}, nil
}

func (p *controlPort) putFaults(r *Request) (Reply, error) {
	var list []Fault
	text, err := json.Marshal(r.Body())
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err == nil {
		err = p.fake.Arrange(r.Sandbox.Name(), list)
	}
	if err != nil {
		return Reply{}, err
	}
	return p.listFaults(r)
}

func (p *controlPort) deleteFaults(r *Request) (Reply, error) {
	r.Sandbox.desk.faults.Set(nil)
	return Reply{Status: http.StatusNoContent}, nil
}

// Arrange replaces the faults of a sandbox, unless one of them could never
// fire.
func (f *Fake) Arrange(sandbox string, list []Fault) error {
	box, found := f.sandboxes.Get(sandbox)
	if !found {
		return fmt.Errorf("there is no sandbox %s", sandbox)
	}
	for i := range list {
		if err := list[i].judge(f.providers); err != nil {
			return fmt.Errorf("fault %d: %w", i+1, err)
		}
	}
	box.desk.faults.Set(list)
	return nil
}

// Faults returns the faults of a sandbox and how often each has fired.
func (f *Fake) Faults(sandbox string) []Fault {
	box, found := f.sandboxes.Get(sandbox)
	if !found {
		return nil
	}
	return box.desk.faults.List()
}
