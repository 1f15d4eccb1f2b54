package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Bounds of what is in flight at once: for one receiver as many as a small
// server takes well, in all as many as leave descriptors for everything else.
const (
	mostFlights         = 512
	mostFlightsReceiver = 16
)

// connectionsRest is how long a connection waits for its next use: not as long
// as servers let theirs wait (two seconds and more), since an attempt that meets
// a connection just being closed has failed for no fault of the receiver's.
const connectionsRest = time.Second

// courier sends attempts, for all sandboxes. Each receiver, which is a scheme
// and a host, has a queue of its own; those that have something to send and may
// take it are served in turn. So a slow one fills its own share and delays
// nobody else.
type courier struct {
	client   *http.Client
	guard    *guard // nil: whoever gave the transport guards it
	dialled  dialled
	patience time.Duration
	fit      func(p *Provider, event string, body []byte) string // what is wrong with a body, "" if nothing
	note     func(sent)                                          // of each attempt

	mu        sync.Mutex
	receivers map[string]*receiver // those with anything in flight or queued
	ready     []*receiver          // those that have a queue and may send, in turn
	flying    int
	drained   chan struct{} // closed when nothing flies; nil: nobody waits
}

type receiver struct {
	name   string
	queue  []flight
	flying int
	listed bool // in ready
}

// flight is one attempt on its way, and the life of the sandbox it is for.
type flight struct {
	box      *Sandbox
	life     context.Context
	delivery *delivery
	attempt  int
	body     []byte
	faults   []int    // that shaped it
	choices  []Choice // of chaos, that did
	sign     string   // how a fault has it signed; "": as the provider signs
	free     bool     // a fault altered the body, so the document does not judge it
	volley   *volley  // that it is part of; nil: none
	place    int      // in the volley
}

func newCourier(o Options) *courier {
	c := &courier{
		client:    &http.Client{Transport: o.Transport, CheckRedirect: asItIs},
		patience:  o.Patience,
		fit:       func(*Provider, string, []byte) string { return "" },
		note:      func(sent) {},
		receivers: map[string]*receiver{},
	}
	if o.Transport == nil {
		c.guard = newGuard(o.AllowCallback, o.AllowPrivate)
		c.client.Transport = &http.Transport{
			DialContext:         c.dialled.through(c.guard.dial),
			MaxIdleConns:        mostFlights,
			MaxIdleConnsPerHost: mostFlightsReceiver,
			IdleConnTimeout:     connectionsRest,
			DisableCompression:  true,
		}
	}
	return c
}

// asItIs takes a redirect for an answer like any other.
func asItIs(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// post queues an attempt, and sends it as soon as the bounds allow. It does
// not wait, and may be called under a sandbox's lock.
func (c *courier) post(f flight) {
	name := receiverOf(f.delivery.callback.URL)
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.receivers[name]
	if r == nil {
		r = &receiver{name: name}
		c.receivers[name] = r
	}
	r.queue = append(r.queue, f)
	c.list(r)
	c.dispatch()
}

// receiverOf is scheme and host of an address, as far as it has them.
func receiverOf(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return strings.ToLower(scheme + "://" + rest)
}

func (c *courier) list(r *receiver) {
	if !r.listed && len(r.queue) > 0 && r.flying < mostFlightsReceiver {
		r.listed = true
		c.ready = append(c.ready, r)
	}
}

// dispatch sends what may be sent.
func (c *courier) dispatch() {
	for c.flying < mostFlights && len(c.ready) > 0 {
		r := c.ready[0]
		c.ready[0] = nil
		c.ready = c.ready[1:]
		r.listed = false
		f := r.queue[0]
		r.queue[0] = flight{}
		r.queue = r.queue[1:]
		r.flying++
		c.flying++
		c.list(r)
		go c.fly(r, f)
	}
}

// fly makes one attempt and brings back what became of it.
func (c *courier) fly(r *receiver, f flight) {
	f.home(c.try(f), c.land)
	c.mu.Lock()
	defer c.mu.Unlock()
	r.flying--
	c.flying--
	c.list(r)
	if r.flying == 0 && len(r.queue) == 0 {
		delete(c.receivers, r.name)
	}
	c.dispatch()
	if c.flying == 0 && c.drained != nil {
		close(c.drained)
		c.drained = nil
	}
}

// land tells what became of an attempt.
func (c *courier) land(f flight, note sent) {
	if f.life.Err() == nil {
		c.note(note)
	}
	f.box.landed(f, note.echo)
}

// ErrUndelivered is returned by Serve where callbacks were under way, or waited
// for their turn, when the time to say farewell was over.
var ErrUndelivered = errors.New("stop: deliveries were given up")

// undelivered says how many deliveries are still under way, and whose receiver
// most of them wait for.
func (c *courier) undelivered(after time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	all, most, slowest := 0, 0, ""
	for name, r := range c.receivers {
		n := r.flying + len(r.queue)
		all += n
		if n > most || n == most && name < slowest {
			most, slowest = n, name
		}
	}
	return fmt.Errorf("%w: %d had not been answered after %s, %d of them by %s", ErrUndelivered, all, after, most, slowest)
}

// drain waits until nothing is in flight or queued.
func (c *courier) drain(ctx context.Context) error {
	c.mu.Lock()
	if c.flying == 0 {
		c.mu.Unlock()
		return nil
	}
	if c.drained == nil {
		c.drained = make(chan struct{})
	}
	drained := c.drained
	c.mu.Unlock()
	select {
	case <-drained:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
