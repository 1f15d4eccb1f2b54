package engine

import (
	"sync"
	"time"

	"github.com/ringer-mock/ringer/inbox"
)

// A desk is what the HTTP side keeps for one sandbox.
type desk struct {
	faults Faults

	once sync.Once
	box  *inbox.Box
}

// inbox is the sandbox's capture address. It is made when it is first used,
// since most sandboxes have none.
func (d *desk) inbox(now func() time.Time) *inbox.Box {
	d.once.Do(func() { d.box = inbox.New(inbox.Options{Now: now}) })
	return d.box
}

// clear forgets what was arranged and what arrived.
func (d *desk) clear(now func() time.Time) {
	d.faults.Set(nil)
	box := d.inbox(now)
	box.Clear()
	box.Script(nil, nil)
}
