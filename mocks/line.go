package mocks

import (
	"net"
	"sync/atomic"
	"syscall"
)

// A line is one end of a connection.
type line struct {
	net.Conn
	here, there address
	broken      *atomic.Bool // of both ends: one has ended it without farewell
	sudden      atomic.Bool  // this end will
}

// LocalAddr is where this end is.
func (l *line) LocalAddr() net.Addr { return l.here }

// RemoteAddr is where the other end is.
func (l *line) RemoteAddr() net.Addr { return l.there }

// SetLinger with 0 lets Close reset the connection, as it does on a socket.
func (l *line) SetLinger(seconds int) error {
	l.sudden.Store(seconds == 0)
	return nil
}

// Close ends the connection.
func (l *line) Close() error {
	if l.sudden.Load() {
		l.broken.Store(true)
	}
	return l.Conn.Close()
}

// Read reads, and tells a reset from an end.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	return n, l.tell("read", err)
}

// Write writes, and tells a reset from an end.
func (l *line) Write(p []byte) (int, error) {
	n, err := l.Conn.Write(p)
	return n, l.tell("write", err)
}

func (l *line) tell(what string, err error) error {
	if err != nil && l.broken.Load() && !l.sudden.Load() {
		return &net.OpError{Op: what, Net: "pipe", Source: l.here, Addr: l.there, Err: syscall.ECONNRESET}
	}
	return err
}
