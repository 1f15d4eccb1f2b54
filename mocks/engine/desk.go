package engine

import (
	"context"
	"sync"
	"time"

	"github.com/ringer-mock/ringer/inbox"
)

// A desk is what the HTTP side keeps for one sandbox.
type desk struct {
	faults Faults
	shame  shame

	once sync.Once
	box  *inbox.Box
}

// inboxBytes bounds what arrived at the capture addresses of all sandboxes.
const inboxBytes = 64 << 20

// Inbox is the sandbox's capture address: what is posted to /inbox/ and the
// sandbox's name on the control port. It is made when it is first used, since
// most sandboxes have none. Where the clock is real it really takes as long as
// an answer says.
func (s *Sandbox) Inbox() *inbox.Box {
	s.desk.once.Do(func() { s.desk.box = inbox.New(inbox.Options{Now: s.Now, Sleep: s.dwell, Budget: s.fake.captured}) })
	return s.desk.box
}

// dwell lets real time pass where that is the sandbox's time.
func (s *Sandbox) dwell(ctx context.Context, d time.Duration) {
	if !s.clock.virtual() {
		pause(ctx, d)
	}
}

// tidy forgets what was arranged and what arrived.
func (s *Sandbox) tidy() {
	s.desk.faults.set(nil, 0)
	s.desk.shame.forget()
	box := s.Inbox()
	box.Clear()
	box.Script(nil, nil)
}
