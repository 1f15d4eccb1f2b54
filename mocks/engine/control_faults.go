package engine

import (
	"bytes"
	"fmt"
	"net/http"
)

// faultsTold are the faults of a sandbox, and which of them have not fired.
type faultsTold struct {
	Faults []Fault `json:"faults"`
	Unused []int   `json:"unused"` // their numbers
}

func (p *controlPort) listFaults(r *Request) (Reply, error) {
	told := faultsTold{Faults: r.Sandbox.desk.faults.List(), Unused: []int{}}
	for _, fault := range told.Faults {
		if fault.Fired == 0 {
			told.Unused = append(told.Unused, fault.N)
		}
	}
	return Reply{Body: told}, nil
}

func (p *controlPort) putFaults(r *Request) (Reply, error) { return p.arrange(r, p.fake.Arrange) }

func (p *controlPort) addFaults(r *Request) (Reply, error) { return p.arrange(r, p.fake.ArrangeMore) }

// arrange reads the text of the request itself: what is wrong with a fault is
// told with its line and the nearest word.
func (p *controlPort) arrange(r *Request, how func(sandbox string, list []Fault) error) (Reply, error) {
	var list []Fault
	var err error
	if !bytes.Equal(bytes.TrimSpace(r.text), []byte("[]")) {
		list, err = ParseFaults("", r.text)
	}
	if err == nil {
		err = how(r.Sandbox.Name(), list)
	}
	if err != nil {
		return Reply{}, err
	}
	return p.listFaults(r)
}

func (p *controlPort) deleteFaults(r *Request) (Reply, error) {
	r.Sandbox.desk.faults.set(nil, 0)
	return Reply{Status: http.StatusNoContent}, nil
}

// Arrange replaces the faults of a sandbox, unless one of them could never
// fire. Errors name file and line where the list was read, else which fault it is.
func (f *Fake) Arrange(sandbox string, list []Fault) error {
	box, found := f.sandboxes.Get(sandbox)
	if !found {
		return fmt.Errorf("there is no sandbox %s", sandbox)
	}
	for i := range list {
		if err := f.judge(i+1, &list[i]); err != nil {
			return err
		}
	}
	box.desk.faults.set(list, box.Seed())
	box.overtake(0, list)
	return nil
}

// Faults returns the faults of a sandbox and how often each has fired; nil
// where there is no such sandbox.
func (f *Fake) Faults(sandbox string) []Fault {
	box, found := f.sandboxes.Get(sandbox)
	if !found {
		return nil
	}
	return box.desk.faults.List()
}
