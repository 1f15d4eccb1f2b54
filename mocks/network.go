package mocks

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/ringer-mock/ringer/specs"
)

// A network is hosts that exist in this process alone. Connections are pipes,
// on which a bubble can see who waits, as it cannot on sockets.
type network struct {
	mu     sync.Mutex
	hosts  map[string]*host
	dialed int // connections so far: each caller has a port of its own
}

func newNetwork() *network { return &network{hosts: map[string]*host{}} }

// A host is a listener by name.
type host struct {
	name    string
	network *network
	calls   chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

// address is the name of a host, or the address of a caller.
type address string

func (a address) Network() string { return "pipe" }
func (a address) String() string  { return string(a) }

// listen makes a host.
func (n *network) listen(name string) (net.Listener, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts[name] != nil {
		return nil, fmt.Errorf("there is a host %q already", name)
	}
	h := &host{name: name, network: n, calls: make(chan net.Conn), closed: make(chan struct{})}
	n.hosts[name] = h
	return h, nil
}

// serve lets a handler answer for a host until it is shut.
func (n *network) serve(name string, handler http.Handler) (shut func(), err error) {
	on, err := n.listen(name)
	if err != nil {
		return nil, err
	}
	return answer(on, handler), nil
}

// answer lets a handler answer on a listener until it is shut.
func answer(on net.Listener, handler http.Handler) (shut func()) {
	server := &http.Server{Handler: handler}
	go server.Serve(on)
	return func() {
		on.Close() // which Close of a server leaves to Serve, that may not have begun
		server.Close()
	}
}

// dial connects to a host.
func (n *network) dial(ctx context.Context, _, to string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(to)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	h := n.hosts[name]
	n.dialed++
	from := address(fmt.Sprintf("127.0.0.1:%d", 10_000+n.dialed%50_000))
	names := make([]string, 0, len(n.hosts))
	for known := range n.hosts {
		names = append(names, known)
	}
	n.mu.Unlock()
	if h == nil || port != "80" {
		slices.Sort(names)
		return nil, fmt.Errorf("nobody in this bubble serves %s%s: it has %q, and Serve adds more", to, specs.Hint(name, names), names)
	}
	near, far := net.Pipe()
	broken := &atomic.Bool{}
	caller := &line{Conn: near, here: from, there: address(name), broken: broken}
	callee := &line{Conn: far, here: address(name), there: from, broken: broken}
	select {
	case h.calls <- callee:
		return caller, nil
	case <-h.closed:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Addr: address(name), Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// transport reaches the hosts of this network and no others.
func (n *network) transport() *http.Transport {
	return &http.Transport{DialContext: n.dial, DisableCompression: true, MaxIdleConnsPerHost: 16}
}

// Accept waits for a caller.
func (h *host) Accept() (net.Conn, error) {
	select {
	case conn := <-h.calls:
		return conn, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the host; its name is free again.
func (h *host) Close() error {
	h.once.Do(func() {
		close(h.closed)
		h.network.mu.Lock()
		defer h.network.mu.Unlock()
		delete(h.network.hosts, h.name)
	})
	return nil
}

// Addr is the host's name.
func (h *host) Addr() net.Addr { return address(h.name) }
