package engine

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/coder/websocket"
)

// A Line is a WebSocket that replies lead to and no document describes, such as
// the gateway of a web call. The engine accepts it, hears what the client sends
// and keeps none of it, sends nothing, and hangs up when the subject has ended.
type Line struct {
	// Subject is the id in a request for the line; it finds the sandbox too.
	Subject func(*http.Request) string
	// Admit says whether this client may join the subject. Its errors are *Failure.
	Admit func(*Request, Subject) error
	// Joined and Left rewrite the subject when a client is connected, and when
	// it has hung up or was hung up on.
	Joined, Left func(*Tx, Subject)
}

// frameBytes bounds one message of a client: seconds of audio.
const frameBytes = 1 << 20

// line lets a client join a subject, or fails in the provider's form.
func (s *site) line(w http.ResponseWriter, r *http.Request, l Line) {
	id := l.Subject(r)
	box := s.boxOf(r, id)
	box.touched()
	asked := &Request{Provider: s.provider, Sandbox: box, HTTP: r, Base: s.base(r)}
	subject, found := box.subjectOf(s.provider, id)
	entry := &Entry{
		Provider: s.provider.Spec.Name, At: box.Now(), Sandbox: box.Name(), Subject: subject.ID,
		Method: r.Method, Status: http.StatusSwitchingProtocols,
	}
	failed := &Failure{Kind: NotFound}
	if found {
		failed = admitted(l, asked, subject)
	}
	if failed != nil {
		s.refuse(w, r, failed, entry)
		return
	}
	s.redact.note(entry, "", r.URL, half{header: r.Header}, half{})
	s.fake.journal.add(entry)
	// First, so that whoever sees the connection sees what it has changed.
	over, hangUp := box.join(s.provider, subject, l)
	defer func() {
		box.leave(s.provider, subject, l, over)
		hangUp()
		box.Pump()
	}()
	box.Pump()
	// A page of any origin may be the client.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err == nil {
		hear(conn, over)
	}
}

// admitted says whether a request may become a line of a subject.
func admitted(l Line, r *Request, subject Subject) *Failure {
	if h := r.HTTP.Header; !strings.EqualFold(h.Get("Upgrade"), "websocket") || h.Get("Sec-WebSocket-Version") != "13" || h.Get("Sec-WebSocket-Key") == "" {
		return &Failure{
			Kind: Malformed, Status: http.StatusUpgradeRequired, Reason: "this address takes WebSocket connections",
			Header: http.Header{"Upgrade": {"websocket"}},
		}
	}
	err := l.Admit(r, subject)
	if err == nil {
		return nil
	}
	if failed := (*Failure)(nil); errors.As(err, &failed) {
		return failed
	}
	return &Failure{Kind: Broken}
}

// boxOf is the sandbox that the header names, else the one that an id belongs
// to, else the default.
func (s *site) boxOf(r *http.Request, id string) *Sandbox {
	if box, ok := s.fake.sandboxes.Get(r.Header.Get(SandboxHeader)); ok {
		return box
	}
	if box, ok := s.fake.sandboxes.OwnerOf(s.provider, id); ok {
		return box
	}
	return s.fake.sandboxes.home()
}

// hear keeps a connection until either side hangs up.
func hear(conn *websocket.Conn, over context.Context) {
	conn.SetReadLimit(frameBytes)
	context.AfterFunc(over, func() { conn.Close(websocket.StatusNormalClosure, "the call is over") })
	for {
		_, message, err := conn.Reader(context.Background())
		if err == nil {
			_, err = io.Copy(io.Discard, message)
		}
		if err != nil {
			return
		}
	}
}

// join connects a client to a subject. What it returns ends when the subject
// does, and with the world that it is in.
func (s *Sandbox) join(p *Provider, of Subject, l Line) (over context.Context, hangUp context.CancelFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	over, hangUp = context.WithCancel(s.life)
	slot, ok := s.slot(p, of.Kind, of.ID)
	if !ok { // a reset came between
		hangUp()
		return over, hangUp
	}
	tx := &Tx{sandbox: s, provider: p, now: s.clock.nano()}
	l.Joined(tx, s.subject(slot))
	if s.subject(slot).State(tx.Now()).Ended() {
		hangUp()
		return over, hangUp
	}
	if s.lines == nil {
		s.lines = map[uint32][]context.CancelFunc{}
	}
	s.lines[slot] = append(s.lines[slot], hangUp)
	return over, hangUp
}

// leave tells that a client is gone, unless its line has ended before.
func (s *Sandbox) leave(p *Provider, of Subject, l Line, over context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slot, ok := s.slot(p, of.Kind, of.ID); ok && over.Err() == nil {
		l.Left(&Tx{sandbox: s, provider: p, now: s.clock.nano()}, s.subject(slot))
	}
}

// hangUp ends the lines of a subject that has ended. The lock is held.
func (s *Sandbox) hangUp(slot uint32) {
	for _, end := range s.lines[slot] {
		end()
	}
	delete(s.lines, slot)
}
