package engine

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// dialled knows the connections that callbacks are sent over, by both their
// ends: one port of ours may lead to several receivers at once, and somebody
// else's connection may begin at the same port. What a client has us call is not
// to pass for somebody on this machine.
type dialled struct{ open sync.Map }

// ends are the two addresses that no two connections share.
type ends struct{ from, to string }

// through dials, and remembers the connection until it is closed.
func (d *dialled) through(dial func(ctx context.Context, network, address string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		own := ends{conn.LocalAddr().String(), conn.RemoteAddr().String()}
		d.open.Store(own, struct{}{})
		return &dialledConn{conn, func() { d.open.Delete(own) }}, nil
	}
}

// sent tells whether a request is a callback of this fake.
func (d *dialled) sent(r *http.Request) bool {
	here, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	_, ours := d.open.Load(ends{r.RemoteAddr, here.String()})
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
