package engine

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
)

// A limitedListener has so many connections open at once and no more: further
// ones wait in the system's queue. When it closes it closes those on which
// nothing has come: a server that ends would wait for their first request.
type limitedListener struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once

	mu     sync.Mutex
	unused map[*limitedConn]struct{} // nil: closed
}

func limited(l net.Listener, connections int) net.Listener {
	return &limitedListener{Listener: l, places: make(chan struct{}, connections), closed: make(chan struct{}), unused: map[*limitedConn]struct{}{}}
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
	c := &limitedConn{Conn: conn, listener: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unused == nil {
		c.Conn.Close()
		<-l.places
		return nil, net.ErrClosed
	}
	l.unused[c] = struct{}{}
	return c, nil
}

// Close closes the listener, also for one who waits for a place.
func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	err := l.Listener.Close()
	l.mu.Lock()
	unused := l.unused
	l.unused = nil
	l.mu.Unlock()
	for c := range unused {
		c.Close()
	}
	return err
}

// use takes note that a connection is not unused any more.
func (l *limitedListener) use(c *limitedConn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.unused, c)
}

type limitedConn struct {
	net.Conn
	listener *limitedListener
	used     atomic.Bool
	once     sync.Once
	after    atomic.Pointer[func()] // to be called when the next write is over
}

// Read reads, and knows the first time that anything has come.
func (c *limitedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && !c.used.Load() {
		c.used.Store(true)
		c.listener.use(c)
	}
	return n, err
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
	c.once.Do(func() {
		<-c.listener.places
		c.listener.use(c)
	})
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

// NetConn is the connection beneath, for one who must know what it is.
func (c *limitedConn) NetConn() net.Conn { return c.Conn }

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
