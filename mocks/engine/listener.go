package engine

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
)

// A limitedListener has so many connections open at once and no more: further
// ones wait in the system's queue.
type limitedListener struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func limited(l net.Listener, connections int) net.Listener {
	return &limitedListener{Listener: l, places: make(chan struct{}, connections), closed: make(chan struct{})}
}

// Accept waits for a place, then for a connection.
func (l *limitedListener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &limitedConn{Conn: conn, places: l.places}, nil
}

// Close closes the listener, also for one who waits for a place.
func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	places chan struct{}
	once   sync.Once
	after  atomic.Pointer[func()] // to be called when the next write is over
}

// Write writes, and then lets happen what waited for it.
func (c *limitedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.written()
	return n, err
}

func (c *limitedConn) written() {
	if after := c.after.Swap(nil); after != nil {
		(*after)()
	}
}

// Close closes the connection and gives its place back, once.
func (c *limitedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.places })
	c.written() // or never
	return err
}

// CloseWrite lets the server end its half, so that a client that is still
// sending hears why it is cut off.
func (c *limitedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

type connKey struct{}

// withConn lets a request know its connection.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// afterAnswer calls fn when a short answer that lies in the server's buffer has
// gone out, and tells whether it will: the server writes it when the handler
// has returned. To write it earlier costs a twentieth of the throughput.
func afterAnswer(ctx context.Context, length int, fn func()) bool {
	const buffered = 1024 // half of what the server holds back
	conn, ok := ctx.Value(connKey{}).(*limitedConn)
	if !ok || length > buffered {
		return false
	}
	conn.after.Store(&fn)
	return true
}
