// Package inbox receives callbacks. A Box is one address: it keeps the exact bytes of what arrives, answers as a
// script says, and lets a reader wait for an arrival without polling.
//
// Start with New, mount the Box as an http.Handler, and read it with Wait or Deliveries. It does not listen, it does
// not know whose callbacks it receives, and it judges nothing.
package inbox

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Delivery is one request as it arrived.
type Delivery struct {
	// Seq counts the arrivals of a Box from 1; it is never used twice, also after Clear.
	Seq int
	// At is the moment of arrival by Options.Now, zero without it.
	At     time.Time
	Method string
	// Path is the path and query exactly as they were sent.
	Path   string
	Header http.Header
	// Body holds the exact bytes, and is not to be modified.
	Body []byte
	// JSON is the decoded Body with numbers as json.Number, or nil if JSONErr is set.
	JSON    any
	JSONErr error
	// Answered is the status that the Box answered; 0 where it reset the connection.
	Answered int
}

// Options sets the bounds of a Box and what it knows of time. The zero value is usable.
type Options struct {
	// Now stamps deliveries.
	Now func() time.Time
	// Sleep really waits for an Answer's After, for senders on a real clock. Without it only the header says so.
	Sleep func(context.Context, time.Duration)
	// Limit is the number of deliveries kept, 10,000 if zero.
	Limit int
	// Bytes is the number of body bytes kept over all deliveries, 64 MiB if zero.
	Bytes int
	// Body is the longest body accepted, 1 MiB if zero; a longer one is refused with 413 and not kept.
	Body int
	// Budget bounds what this Box keeps together with others; nil: nothing but its own bounds does.
	Budget *Budget
}

// Box is one address that receives callbacks. It is safe for concurrent use.
type Box struct {
	opts Options

	mu      sync.Mutex
	kept    []Delivery
	shares  []*share // of the budget, one for each of kept
	bytes   int
	seq     int
	dropped int
	arrived chan struct{} // closed at each arrival, then replaced
	script  script
}

// New makes an empty Box that answers 200 at once.
func New(opts Options) *Box {
	if opts.Now == nil {
		opts.Now = func() time.Time { return time.Time{} }
	}
	if opts.Limit <= 0 {
		opts.Limit = 10_000
	}
	if opts.Bytes <= 0 {
		opts.Bytes = 64 << 20
	}
	if opts.Body <= 0 {
		opts.Body = 1 << 20
	}
	return &Box{opts: opts, arrived: make(chan struct{})}
}

// Deliveries returns what is kept, in the order of arrival.
func (b *Box) Deliveries() []Delivery {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Delivery(nil), b.kept...)
}

// Since returns what arrived after the delivery with this Seq; 0 means everything kept.
func (b *Box) Since(seq int) []Delivery {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := len(b.kept)
	for first > 0 && b.kept[first-1].Seq > seq {
		first--
	}
	if first == len(b.kept) {
		return nil
	}
	return append([]Delivery(nil), b.kept[first:]...)
}

// Dropped counts the deliveries that had to make room for later ones.
func (b *Box) Dropped() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.dropped
}

// Wait returns the deliveries as soon as enough says yes to them. It asks at once and after each arrival. When ctx
// ends first, it returns what is there with the error of ctx.
func (b *Box) Wait(ctx context.Context, enough func([]Delivery) bool) ([]Delivery, error) {
	for {
		b.mu.Lock()
		all, arrived := append([]Delivery(nil), b.kept...), b.arrived
		b.mu.Unlock()
		if enough(all) {
			return all, nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return all, ctx.Err()
		}
	}
}

// Await waits until a delivery is there that arrived after the one with this Seq, or ctx ends, whose error it returns.
func (b *Box) Await(ctx context.Context, seq int) error {
	for {
		b.mu.Lock()
		last, arrived := len(b.kept)-1, b.arrived
		there := last >= 0 && b.kept[last].Seq > seq
		b.mu.Unlock()
		if there {
			return nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Clear forgets all deliveries. The script and its counts stay.
func (b *Box) Clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.shares {
		b.opts.Budget.refund(s)
	}
	b.kept, b.shares, b.bytes, b.dropped = nil, nil, 0, 0
}

// keep files a delivery, makes room for it, wakes those who wait, and says how to answer.
func (b *Box) keep(d Delivery) Answer {
	answer, leaving := b.file(d)
	for _, s := range leaving {
		s.box.evict(s.seq)
	}
	return answer
}

func (b *Box) file(d Delivery) (answer Answer, leaving []*share) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seq++
	d.Seq = b.seq
	answer = b.script.next(d)
	d.Answered = answer.Status
	entered, leaving := b.opts.Budget.charge(b, &d)
	b.kept, b.shares = append(b.kept, d), append(b.shares, entered)
	b.bytes += len(d.Body)
	for len(b.kept) > 1 && (len(b.kept) > b.opts.Limit || b.bytes > b.opts.Bytes) {
		b.drop()
	}
	close(b.arrived)
	b.arrived = make(chan struct{})
	return answer, leaving
}

// evict drops a delivery that made room for another Box's, and what came before it.
func (b *Box) evict(seq int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.kept) > 0 && b.kept[0].Seq <= seq {
		b.drop()
	}
}

// drop lets the oldest delivery go.
func (b *Box) drop() {
	b.opts.Budget.refund(b.shares[0])
	b.bytes -= len(b.kept[0].Body)
	b.kept[0], b.shares[0] = Delivery{}, nil
	b.kept, b.shares = b.kept[1:], b.shares[1:]
	b.dropped++
}
