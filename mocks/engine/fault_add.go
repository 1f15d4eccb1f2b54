package engine

import (
	"context"
	"fmt"
)

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
	return box.desk.faults.add(list, box.Seed())
}

// add puts faults behind those that are there.
func (f *Faults) add(list []Fault, seed uint64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list)+len(list) > mostFaults {
		return fmt.Errorf("%d faults are arranged, and %d more are beyond %d, which is the bound", len(f.list), len(list), mostFaults)
	}
	if f.lasting == nil && len(list) > 0 {
		f.lasting, f.end = context.WithCancel(context.Background())
	}
	f.seed = seed
	armed, asks := f.armed.Load(), f.asks.Load()
	for _, fault := range list {
		f.list = append(f.list, Fault{On: fault.On, Do: fault.Do, N: len(f.list) + 1, source: fault.source, groups: fault.Do.groups()})
		kind, _ := fault.On.Kind()
		armed |= kind.bit()
		asks = asks || kind == AtOperation && fault.On.narrow()
	}
	f.asks.Store(asks)
	f.armed.Store(armed)
	return nil
}
