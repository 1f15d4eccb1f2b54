package engine

import "fmt"

// ArrangeMore adds faults to those of a sandbox, whose counts go on, unless one
// of the new ones could never fire. Errors are those of Arrange, and number the
// new ones from 1.
func (f *Fake) ArrangeMore(sandbox string, list []Fault) error {
	box, found := f.sandboxes.Get(sandbox)
	if !found {
		return fmt.Errorf("there is no sandbox %s", sandbox)
	}
	for i := range list {
		if err := f.judge(i+1, &list[i]); err != nil {
			return err
		}
	}
	before, err := box.desk.faults.add(list, box.Seed())
	if err == nil {
		box.overtake(before, list)
	}
	return err
}

// add puts faults behind those that are there, and returns how many those are.
func (f *Faults) add(list []Fault, seed uint64) (before int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list)+len(list) > mostFaults {
		return 0, fmt.Errorf("%d faults are arranged, and %d more are beyond %d, which is the bound", len(f.list), len(list), mostFaults)
	}
	before = len(f.list)
	f.arm(list, seed)
	return before, nil
}
