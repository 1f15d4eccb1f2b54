package engine

import (
	"sync"

	"github.com/ringer-mock/ringer/inbox"
)

// A desk is what the HTTP side keeps for one sandbox.
type desk struct {
	faults Faults

	once sync.Once
	box  *inbox.Box
}

// inboxBytes bounds what arrived at the capture addresses of all sandboxes.
const inboxBytes = 64 << 20

// inbox is the sandbox's capture address. It is made when it is first used,
// since most sandboxes have none.
func (d *desk) inbox(s *Sandbox) *inbox.Box {
	d.once.Do(func() { d.box = inbox.New(inbox.Options{Now: s.Now, Budget: s.fake.captured}) })
	return d.box
}

// clear forgets what was arranged and what arrived.
func (d *desk) clear(s *Sandbox) {
	d.faults.set(nil, 0)
	box := d.inbox(s)
	box.Clear()
	box.Script(nil, nil)
}
