package engine

import (
	"context"
	"net"
	"sync"
)

// dialled knows the connections that callbacks are sent over, by their own end.
// What a client has us call is not to pass for somebody on this machine.
type dialled struct{ open sync.Map }

// through dials, and remembers the connection until it is closed.
func (d *dialled) through(dial func(ctx context.Context, network, address string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		own := conn.LocalAddr().String()
		d.open.Store(own, struct{}{})
		return &dialledConn{conn, func() { d.open.Delete(own) }}, nil
	}
}

// has tells whether a request that came from this address is a callback.
func (d *dialled) has(remote string) bool {
	_, ours := d.open.Load(remote)
	return ours
}

type dialledConn struct {
	net.Conn
	closed func()
}

// Close forgets the address before somebody else can have it.
func (c *dialledConn) Close() error {
	c.closed()
	return c.Conn.Close()
}
